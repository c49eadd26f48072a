"""The type of an attachment: what the sender says, checked against what the content is (sec:E-02)."""

from __future__ import annotations

import functools
import mimetypes
import re

_VAGUE = frozenset({"application/octet-stream", "application/x-unknown", "application/binary", "application/download"})
_SNIFFED = 8_192
_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!doctype|<!--|<html|<head|<body|<script|<svg|<style|<iframe)", re.IGNORECASE
)
#: Content that a reader of the claimed family would never be given; seen under it, the claim is a trick.
_HARMLESS_FAMILIES = ("image/", "audio/", "video/")


def type_of(declared: str, name: str, content: bytes) -> tuple[str, bool]:
    """(type, whether the claim holds). A vague claim is replaced by the sniffed type, then by that of the extension.

    Markup or a program under an image's, sound's or film's name is `application/octet-stream`: nobody opens it by
    mistake.
    """
    sniffed = sniff(content[:_SNIFFED])
    if declared in _VAGUE or "/" not in declared:
        guessed = sniffed or mimetypes.guess_type(name)[0]
        return guessed or "application/octet-stream", True
    if declared.startswith(_HARMLESS_FAMILIES) and declared != "image/svg+xml":
        is_markup = bool(_MARKUP.match(content[:_SNIFFED]))
        if is_markup or (sniffed and not sniffed.startswith((*_HARMLESS_FAMILIES, "application/ogg"))):
            return "application/octet-stream", False
    return declared, True


@functools.lru_cache(maxsize=256)
def sniff(start: bytes) -> str | None:
    """The type by magic numbers, None when no confident one is found."""
    if not start:
        return None
    if _MARKUP.match(start):
        return "image/svg+xml" if b"<svg" in start[:2_000].lower() else "text/html"
    # Reading its table of magic numbers takes longer than most mails.
    import puremagic

    try:
        best = puremagic.magic_string(start)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return None
    return best.mime_type if best.mime_type and best.confidence >= 0.4 else None
