"""Text of sanitised HTML as a reader has it, line by line, without some of its parts."""

from __future__ import annotations

from html import unescape

from tandem.infra.markup.canonical import TAG

_BLOCKS = frozenset({"p", "li", "pre", "blockquote", "div"})


def readable(html: str, without: frozenset[str] = frozenset()) -> str:
    """The text of our sanitiser's own HTML; every block and every break ends a line. `without` names tags that are left out
    with all that they hold."""
    pieces: list[str] = []
    position = left_out = 0
    for tag in TAG.finditer(html):
        closing, name, _attributes = tag.groups()
        if not left_out:
            pieces.append(html[position : tag.start()])
            if name == "br" or (closing and name in _BLOCKS):
                pieces.append("\n")
        position = tag.end()
        if name in without:
            left_out = max(0, left_out - 1) if closing else left_out + 1
    if not left_out:
        pieces.append(html[position:])
    return unescape("".join(pieces))
