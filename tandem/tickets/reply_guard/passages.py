"""A passage of one text that stands in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import regex

#: So many words in a row make a beginning; a Chinese character counts as a word.
_ROW: Final = 5
#: So many letters make a quotation: below, two people may have found the same words.
_LEAST: Final = 30
_PIECES: Final = regex.compile(r"https?:\S+|[^\s@]+@\S+|\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+")
_HAN: Final = regex.compile(r"\p{Script=Han}")


class _Token(NamedTuple):
    #: Empty for an address of the web or of mail, which may stand in a note and in a reply alike.
    word: str
    start: int
    end: int

    @property
    def weight(self) -> float:
        return 2.5 if _HAN.fullmatch(self.word) else len(self.word) + 1


def _tokens(text: str) -> list[_Token]:
    return [
        _Token("" if {"@", ":"} & set(found[0]) else found[0].lower(), found.start(), found.end())
        for found in _PIECES.finditer(text)
    ]


def _row(tokens: Sequence[_Token]) -> str | None:
    """So many words as one; None where an address is among them or the text ends."""
    words = [token.word for token in tokens]
    return " ".join(words) if len(words) == _ROW and all(words) else None


def _rows(tokens: Sequence[_Token]) -> list[str | None]:
    """The row that begins at each place."""
    return [_row(tokens[at : at + _ROW]) for at in range(len(tokens))]


def _all_rows(texts: Iterable[str]) -> set[str | None]:
    return {row for text in texts for row in _rows(_tokens(text)) if row}


def quoted(text: str, secret: Iterable[str], public: Iterable[str]) -> str | None:
    """The first passage of a text that is taken over from the secret ones and is not public anyway, as it stands in the text;
    None where there is none. Takes time in proportion to the length of the texts."""
    wanted = _all_rows(secret) - _all_rows(public)
    tokens = _tokens(text)
    hits = [row in wanted for row in _rows(tokens)]
    first = 0
    while first < len(tokens):
        if not hits[first]:
            first += 1
            continue
        last = first
        while last + 1 < len(tokens) and hits[last + 1]:
            last += 1
        run = tokens[first : last + _ROW]
        if sum(token.weight for token in run) >= _LEAST:
            return text[run[0].start : run[-1].end]
        first = last + 1
    return None
