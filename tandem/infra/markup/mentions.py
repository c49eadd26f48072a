"""Mentions in a note: `<span data-mention="ID">@Name</span>`, inert text that knows whom it names."""

from __future__ import annotations

import re
from typing import Final

from tandem.infra.markup.canonical import TAG

#: The id of a person: a decimal number of 64 bits.
MENTIONED: Final = re.compile(r"[0-9]{1,19}\Z")
_CHIP: Final = re.compile(r'<span data-mention="([0-9]{1,19})">')


def mentioned_in(html: str) -> list[int]:
    """The ids of those whom sanitised HTML names, each once, in the order of the text."""
    return list(dict.fromkeys(int(found) for found in _CHIP.findall(html)))


def only_mentions(html: str) -> str:
    """The sanitiser's own output with the tags of every other `span` taken out; their text stays."""
    kept: list[bool] = []

    def replace(tag: re.Match[str]) -> str:
        if tag.group(2) != "span":
            return tag.group()
        if tag.group(1):
            return tag.group() if kept and kept.pop() else ""
        kept.append(_CHIP.match(tag.group()) is not None)
        return tag.group() if kept[-1] else ""

    return TAG.sub(replace, html)
