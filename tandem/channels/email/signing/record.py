"""The record in the name system by which receivers find a key, and whether it is there."""

from __future__ import annotations

import re
from typing import Final, Literal

from tandem.channels.email.trust.names import NamesUnavailable, texts

#: there: as it has to be; missing: nothing there; other: another key or a broken one; unknown: nobody answered.
Found = Literal["there", "missing", "other", "unknown"]

_SPACE: Final = re.compile(r"\s+")


def record_name(domain: str, selector: str) -> str:
    """Where the record has to be (RFC 6376 3.6.2.1)."""
    return f"{selector}._domainkey.{domain}"


def record_value(public: str) -> str:
    """What it has to say (RFC 6376 3.6.1)."""
    return f"v=DKIM1; k=rsa; p={public}"


def look_up(domain: str, selector: str, public: str) -> Found:
    """What the name system says now, within a few seconds."""
    try:
        found = texts(record_name(domain, selector))
    except NamesUnavailable:
        return "unknown"
    if not found:
        return "missing"
    # With two records there receivers may take either (RFC 6376 3.6.2.2): only one that is ours alone is sure to be found.
    return "there" if [_key(text) for text in found] == [public] else "other"


def _key(text: bytes) -> str | None:
    """The key that a record holds; None for what is no record of an RSA key."""
    pairs = (part.partition("=") for part in text.decode("ascii", "replace").split(";"))
    tags = {name.strip(): _SPACE.sub("", value) for name, _, value in pairs if name.strip()}
    if tags.get("v", "DKIM1") != "DKIM1" or tags.get("k", "rsa") != "rsa":
        return None
    return tags.get("p")
