"""Colleagues who are called by an @ in what a customer will read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import regex

_BEFORE: Final = regex.compile(r"[\p{L}\p{N}._-]")
_GROWN: Final = regex.compile(r"[\p{L}\p{N}_]|[.-][\p{L}\p{N}]")


def _called(lower: str, name: str) -> int:
    """Where an @ with this name stands by itself, as part of no address and no longer word; -1 where it does not."""
    sign = f"@{name.lower()}"
    at = lower.find(sign)
    while at >= 0:
        if not (at and _BEFORE.match(lower[at - 1])) and not _GROWN.match(lower, at + len(sign)):
            return at
        at = lower.find(sign, at + 1)
    return -1


def callings(text: str, colleagues: Iterable[str], customers: Iterable[str]) -> Iterator[str]:
    """The name of each colleague after an @, whole or a word of it, as it stands in the text. A customer of the same name is
    meant himself."""
    colleagues = list(colleagues)
    theirs = {word for name in customers if name not in colleagues for word in name.lower().split()}
    lower = text.lower()
    for name in colleagues:
        single = [word for word in name.split() if len(word) > 1 and word.lower() not in theirs]
        wanted = next((one for one in [name, *single] if one and _called(lower, one) >= 0), None)
        if wanted is not None:
            at = _called(lower, wanted)
            yield text[at : at + len(wanted) + 1]
