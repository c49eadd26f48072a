"""Times of presence: ages by a steady clock that nobody sets, and the wall clock for what people read."""

from __future__ import annotations

import time
from typing import NamedTuple

from tandem.infra.clock import now_ms


class Moment(NamedTuple):
    """`steady`: milliseconds of this node's own clock, for ages; nodes need not agree on it. `wall`: since the epoch, UTC."""

    steady: int
    wall: int


def this_moment() -> Moment:
    """Now, by both clocks."""
    return Moment(time.monotonic_ns() // 1_000_000, now_ms())
