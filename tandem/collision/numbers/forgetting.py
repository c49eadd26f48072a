"""Numbers are kept for as long as a report may ask for them."""

from __future__ import annotations

from typing import Final

from tandem.collision.models import CollisionCount
from tandem.infra.clock import now_ms
from tandem.kernel.effects import Claim, EffectKind

#: Milliseconds: a little more than a year, so that a month can be held against that of the year before.
KEPT_MS: Final = 400 * 24 * 3_600_000


def _forget(claim: Claim) -> None:
    CollisionCount.objects.filter(at__lt=now_ms() - KEPT_MS).delete()


FORGET_COLLISIONS = EffectKind("collision.forget_counts", _forget, every_ms=24 * 3_600_000)
