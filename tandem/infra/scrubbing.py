"""Take words out of texts: what is left of somebody who is erased in texts that stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

#: What stands in place of a word that was taken out.
BLANK: Final = "█"
#: Shorter names are part of too many other words to be looked for, unless a character is a syllable.
_SHORTEST: Final = 3
_SYLLABLES: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")


def scrubber(words: Iterable[str]) -> Callable[[Any], Any]:
    """A function that takes these words, however they are capitalised, out of a text, or out of every text within a JSON value. Of
    a name every part is a word of its own: people are addressed by one of them."""
    parts = {part for word in words for part in (word, *word.split())}
    wanted = sorted({part for part in parts if len(part) >= _shortest(part)}, key=len, reverse=True)
    if not wanted:
        return lambda value: value
    pattern = re.compile("|".join(map(_literally, wanted)), re.IGNORECASE)

    def scrub(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(BLANK, value)
        if isinstance(value, list):
            return [scrub(member) for member in value]
        if isinstance(value, dict):
            return {name: scrub(member) for name, member in value.items()}
        return value

    return scrub


def _shortest(word: str) -> int:
    return 2 if _SYLLABLES.search(word) else _SHORTEST


def _literally(word: str) -> str:
    """Inside a longer word it is part of another name; scripts without spaces have no such words."""
    return re.escape(word) if _SYLLABLES.search(word) else rf"(?<!\w){re.escape(word)}(?!\w)"
