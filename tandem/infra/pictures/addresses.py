"""The address at which a browser gets a picture from elsewhere: signed, so that nobody fetches through us what they like."""

from __future__ import annotations

from typing import Final

from django.core.signing import BadSignature, TimestampSigner

PREFIX: Final = "/mail-frame/elsewhere/"
#: Seconds that such an address is good for: a long mail is scrolled slowly, and pictures load when they come near.
LIFETIME: Final = 30 * 60
#: Characters of an address elsewhere; a longer one stays a placeholder.
LONGEST: Final = 4_000


def proxied(address: str) -> str | None:
    """Where a browser gets this picture; None when there is no such place."""
    if len(address) > LONGEST:
        return None
    return PREFIX + _signer().sign_object({"u": address}, compress=True)


def opened(path: str) -> str | None:
    """The address elsewhere, of a path that `proxied` made; None of any other and of one that is too old."""
    try:
        content = _signer().unsign_object(path.removeprefix(PREFIX), max_age=LIFETIME)
    except BadSignature:
        return None
    return str(content["u"]) if isinstance(content, dict) and "u" in content else None


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="tandem.pictures.elsewhere")
