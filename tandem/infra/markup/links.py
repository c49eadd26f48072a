"""Addresses in HTML: which links may be followed, and which pictures may wait for a click."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote

_MAX_LENGTH = 8_000
#: What a browser drops or reads over before it looks for the scheme (WHATWG URL, basic parser).
_SKIPPED = re.compile("[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffd]")
_WEB = re.compile(r"https?://[^\s/\\?#<>\"'`]+(?:[/?#][^\s<>\"'`\\]*)?\Z", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:([^\s?&<>\"'`\\]+)", re.IGNORECASE)
_TEL = re.compile(r"tel:[0-9+*#().;=a-z_-]+\Z", re.IGNORECASE)
_CID = re.compile(r"[^\s<>\"'`\\]{1,400}\Z")


def clean_link(href: str) -> str | None:
    """A link that may be followed: http, https, mailto (the address alone) or tel; else None. Idempotent.

    A query of mailto is dropped, since some mail programs obey `attach` and `bcc` in it.
    """
    return _clean_link(href) if len(href) <= _MAX_LENGTH else None


@functools.lru_cache(maxsize=500)
def _clean_link(href: str) -> str | None:
    link = _tidy(href)
    if _WEB.match(link) or _TEL.match(link):
        return link
    if found := _MAILTO.match(link):
        return "mailto:" + found.group(1)
    return None


def clean_remote_image(source: str) -> str | None:
    """The address of a picture elsewhere, always with its scheme (`//host` becomes https); else None. Idempotent."""
    return _clean_remote_image(source) if len(source) <= _MAX_LENGTH else None


@functools.lru_cache(maxsize=500)
def _clean_remote_image(source: str) -> str | None:
    link = _tidy(source)
    if link.startswith("//"):
        link = "https:" + link
    return link if _WEB.match(link) else None


def clean_cid(source: str) -> str | None:
    """The Content-ID of an inline picture (RFC 2392), from `cid:…` or bare; else None. Idempotent."""
    cid = _SKIPPED.sub("", source[:_MAX_LENGTH])
    if cid[:4].lower() == "cid:":
        cid = cid[4:]
    return cid if _CID.match(cid) else None


def is_cid(source: str) -> bool:
    """Whether an address names a part of the same mail (RFC 2392), however it is disguised."""
    return _SKIPPED.sub("", source[:50])[:4].lower() == "cid:"


def _tidy(link: str) -> str:
    """Inner spaces are encoded as a browser does; control and invisible characters go."""
    link = link.strip(" \t\r\n\x0c")
    return _SKIPPED.sub(lambda found: quote(" ") if found.group() == " " else "", link)
