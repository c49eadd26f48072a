"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """`bad`: somebody has to do something now. `warning`: somebody should know."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and one sentence."""

    check: str
    level: Level
    says: str


def good(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, Level.GOOD, says)


def warning(check: str, says: str) -> Finding:
    """Somebody should know."""
    return Finding(check, Level.WARNING, says)


def bad(check: str, says: str) -> Finding:
    """Somebody has to do something."""
    return Finding(check, Level.BAD, says)
