"""One tokenizer for both databases: folded text, words, and for scripts without spaces overlapping pairs and single characters.

Neither database's own tokenizer is used: SQLite's and PostgreSQL's disagree with each other, and both take a Chinese
sentence for one word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tandem.conditions.text import normalise_text

#: Raise it whenever the same text may give other tokens: documents of an older version are rebuilt.
TOKEN_VERSION: Final = 1
#: Characters of one text that are searchable; keeps a document's tokens under the megabyte of a PostgreSQL tsvector.
MAX_TEXT: Final = 50_000
#: Characters of one word that are kept; longer ones (keys, encoded files) are told apart by the recheck of the text.
MAX_WORD: Final = 64

#: Marks that readers leave out: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowels. Not the Japanese
#: voicing marks and not the vowel signs of India: those make other letters.
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]")
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]")
#: Letters that Unicode does not take apart although readers do.
_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})

_UNSPACED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17d3"  # Burmese, Khmer
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff"  # Hangul
    "\u3005-\u3007\u3021-\u3029\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana and repetition marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
#: Vowel signs and viramas, which `\w` leaves out, belong to their word.
_SIGNS: Final = "".join(chr(code) for code in range(0x0900, 0x2000) if unicodedata.category(chr(code))[0] == "M")
_TOKEN: Final = re.compile(rf"(?P<run>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}_])[\w{_SIGNS}])+")
_PAIR: Final = re.compile(rf"[{_UNSPACED}]{{1,2}}")


@dataclass(frozen=True, slots=True)
class Searchable:
    """What is kept of a text: folded for the recheck by substring, and its distinct tokens in alphabetical order."""

    text: str
    tokens: tuple[str, ...]


def fold(text: str) -> str:
    """Fold what a searcher does not tell apart: width and case (as conditions do), diacritics, white space, invisible marks."""
    if text.isascii():
        return " ".join(text.lower().replace("\0", " ").split())
    # Compatibility folding would make the numero sign a part of the number behind it.
    visible = _INVISIBLE.sub("", text).replace("№", "#")
    apart = unicodedata.normalize("NFKD", normalise_text(visible))
    together = unicodedata.normalize("NFC", _MARKS.sub("", apart))
    return " ".join(together.translate(_LETTERS).split())


def split(folded: str, *, singles: bool = True) -> list[str]:
    """The tokens of a folded text in their order, repeated ones too.

    A run of an unspaced script gives its overlapping pairs and, with `singles`, every character; a query needs those only
    where the run is one character long.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        part = match.group()
        if match.lastgroup != "run":
            found.append(part[:MAX_WORD])
            continue
        if singles or len(part) == 1:
            found += part
        found += [part[at : at + 2] for at in range(len(part) - 1)]
    return found


def is_pair(token: str) -> bool:
    """Whether a token comes from a script without spaces: a pair of characters or one, and never the beginning of another
    that would have to be looked for."""
    return _PAIR.fullmatch(token) is not None


def prepare(text: str) -> Searchable:
    """What is kept of a text. Remembered for a moment, so that what was prepared before a lock costs nothing under it."""
    return _prepare(text[:MAX_TEXT])


@lru_cache(maxsize=8)
def _prepare(text: str) -> Searchable:
    folded = fold(text)[:MAX_TEXT]
    return Searchable(folded, tuple(sorted(set(split(folded)))))


def together(*parts: Searchable) -> Searchable:
    """One document of several texts; no phrase reaches from one into the next."""
    return Searchable("\n".join(part.text for part in parts), tuple(sorted({t for part in parts for t in part.tokens})))
