"""Kinds of effects: what a worker does with a claimed row, and what it does when a claim was lost in the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from tandem.kernel.changes import Json


@dataclass(frozen=True, slots=True)
class Claim:
    """One effect in the hands of one worker. `fence` grows with each claim: a worker that slept past its lease holds an old one."""

    id: int
    kind: str
    key: str
    payload: dict[str, Json] = field(hash=False)
    attempts: int
    fence: int


class Retry(Exception):
    """Try again after `delay_ms` (None: the kind's back-off). `counts` is false for what says nothing about the effect itself, such
    as a full disk: then the attempt never was."""

    def __init__(self, reason: str, delay_ms: int | None = None, *, counts: bool = True) -> None:
        super().__init__(reason)
        self.delay_ms = delay_ms
        self.counts = counts


class Park(Exception):
    """Set aside, visibly, until a person releases it."""


class ClaimLost(Exception):
    """Another worker holds the effect now: what this one did in its name is rolled back."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Something slow that effects wait for, such as a mail server. All kinds that name it together hold at most this `share` of
    the workers of one process (one at least), so that the others go on when it stalls."""

    name: str
    share: float

    def room(self, workers: int) -> int:
        """How many of so many workers may wait for it."""
        return max(1, int(workers * self.share))


@dataclass(frozen=True, slots=True)
class EffectKind:
    """`repeat` kinds may be carried out twice and are repeated after a crash. `never_in_doubt` kinds must not be: a claim that
    was lost is handed to `doubt`, which says by its return value whether it is safe to queue it again."""

    name: str
    handle: Callable[[Claim], None]
    policy: Literal["repeat", "never_in_doubt"] = "repeat"
    doubt: Callable[[Claim], bool] | None = None
    waits_for: Bottleneck | None = None
    max_attempts: int = 8
    first_delay_ms: int = 2_000
    max_delay_ms: int = 4 * 3_600_000
    #: Makes room, so that it goes on while the disk is full; all others wait, since how they end could not be recorded.
    makes_room: bool = False
    #: Asked for by itself whenever a multiple of this many milliseconds since the epoch has passed.
    every_ms: int | None = None

    def delay_ms(self, attempts: int) -> int:
        """Milliseconds before attempt number `attempts` + 1: doubling, with a ceiling."""
        return min(self.first_delay_ms << min(attempts, 24), self.max_delay_ms)


@cache
def effect_kinds() -> dict[str, EffectKind]:
    """All kinds by name, from `settings.EFFECT_KINDS`."""
    kinds = [import_string(path) for path in settings.EFFECT_KINDS]
    return {kind.name: kind for kind in kinds}
