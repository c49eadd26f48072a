"""The mark by which one mail or one reply is followed through everything: in its subject, its body and a header."""

from __future__ import annotations

import re
from random import Random
from typing import Final

TOKEN: Final = re.compile(r"\bFT-[0-9a-f]{16}\b")
HEADER: Final = "X-Fault-Token"


def new_token(random: Random) -> str:
    """One that occurs nowhere else in this run."""
    return f"FT-{random.getrandbits(64):016x}"


def tokens_in(text: str) -> list[str]:
    """Every token of a text, once each, in order."""
    return list(dict.fromkeys(TOKEN.findall(text)))
