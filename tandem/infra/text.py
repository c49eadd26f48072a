"""Plain text as both databases can hold it, and as one line for headings."""

from __future__ import annotations

import re

#: C0 and C1 controls other than tab and newline, and the bidirectional overrides that disguise a name.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def storable(text: str) -> str:
    """Text without NUL and lone surrogates, which PostgreSQL and UTF-8 refuse; they become U+FFFD."""
    return _LONE_SURROGATES.sub("\ufffd", text.replace("\x00", "\ufffd"))


def one_line(text: str, limit: int) -> str:
    """A single line for a subject or a name: no controls, no direction overrides, runs of space collapsed, cut at `limit`."""
    flat = _SPACE.sub(" ", _CONTROLS.sub(" ", storable(text))).strip()
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def has_controls(text: str) -> bool:
    """Whether the text holds a control character, a line separator or a direction override."""
    return bool(_CONTROLS.search(text) or "\n" in text or "\t" in text)
