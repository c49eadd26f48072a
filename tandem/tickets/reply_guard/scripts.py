"""The script that a text is written in (names of ISO 15924)."""

from __future__ import annotations

from typing import Final

import regex

_PATTERNS: Final = {
    "Latn": regex.compile(r"\p{Script=Latin}"),
    "Cyrl": regex.compile(r"\p{Script=Cyrillic}"),
    "Hani": regex.compile(r"\p{Script=Han}"),
    "Jpan": regex.compile(r"\p{Script=Hiragana}|\p{Script=Katakana}"),
    "Kore": regex.compile(r"\p{Script=Hangul}"),
    "Arab": regex.compile(r"\p{Script=Arabic}"),
    "Hebr": regex.compile(r"\p{Script=Hebrew}"),
    "Grek": regex.compile(r"\p{Script=Greek}"),
    "Thai": regex.compile(r"\p{Script=Thai}"),
    "Deva": regex.compile(r"\p{Script=Devanagari}"),
}
_ADDRESSES: Final = regex.compile(r"\S+@\S+|https?://\S+")
#: A character of these stands for about a syllable or a word.
_DENSE: Final = frozenset({"Hani", "Jpan", "Kore"})
#: The share of a text from which on it is said to be in one script; below, names and product codes may be the rest.
_CLEARLY: Final = 0.8


def script_of(text: str) -> str | None:
    """The script that nearly all of a text is in; None where there is too little of it, or a mixture."""
    counted = _ADDRESSES.sub("", text)
    counts = {script: sum(1 for _ in pattern.finditer(counted)) for script, pattern in _PATTERNS.items()}
    # Japanese is written with both.
    if counts["Jpan"] > counts["Hani"] / 10:
        counts["Jpan"] += counts["Hani"]
        counts["Hani"] = 0
    total = sum(counts.values())
    for script, count in counts.items():
        if count >= (8 if script in _DENSE else 20) and count > total * _CLEARLY:
            return script
    return None
