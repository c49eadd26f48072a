"""What the kernel forgets by itself: effects that were carried out long ago, and names of requests that nobody repeats any more.

Ids are time-ordered, so the oldest rows are gone through by id until they are too young: neither table needs an index for this,
and each batch is a short transaction of its own. The statistics of SQLite's planner are gathered anew in the same step.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tandem.infra import clock
from tandem.infra.sqlite import statistics
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.models import DoneOnce, Effect

DAY_MS: Final = 24 * 3_600_000
#: How long an effect that was carried out can be looked up; what was set aside stays until a person releases it.
EFFECTS_KEPT_MS: Final = 14 * DAY_MS
#: How long a request may be repeated without effect.
NAMES_KEPT_MS: Final = 30 * DAY_MS
_BATCH: Final = 500


def purge(now: int) -> int:
    """Delete what has been over for long enough at `now` (milliseconds); returns how many rows that were."""
    done = Q(state=Effect.State.DONE, finished_at__lt=now - EFFECTS_KEPT_MS)
    named = Q(created_at__lt=now - NAMES_KEPT_MS)
    return _delete(Effect, done, now - EFFECTS_KEPT_MS) + _delete(DoneOnce, named, now - NAMES_KEPT_MS)


def _delete(model: type[Effect] | type[DoneOnce], which: Q, older_than: int) -> int:
    rows, deleted, last = model._default_manager.order_by("id"), 0, 0
    while page := list(rows.filter(id__gt=last).values_list("id", "created_at")[:_BATCH]):
        first, (last, created_at) = last, page[-1]
        deleted += model._default_manager.filter(which, id__gt=first, id__lte=last).delete()[0]
        if created_at >= older_than:
            break
    return deleted


def _purge(claim: Claim) -> None:
    purge(clock.now_ms())
    statistics.gather()


PURGE = EffectKind("kernel.purge", _purge, every_ms=DAY_MS, makes_room=True)
