"""From an Accept-Language header to one of our languages, for the front and for Django alike."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

#: What the browser part calls its languages, as the header sends them.
_TAGS = {"zh-cn": "zh-hans", "zh": "zh-hans", "zh-sg": "zh-hans"}


def language_for(header: str) -> str:
    """The tag of the first language of the header (RFC 9110, 12.5.4) that we speak, else the default."""
    first = header.split(",")[0].split(";")[0].strip().lower()
    tag = _TAGS.get(first, first)
    if tag and translation.check_for_language(tag):
        return tag
    for accepted, _quality in parse_accept_lang_header(header.lower()):
        try:
            return translation.get_supported_language_variant(_TAGS.get(accepted, accepted))
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
