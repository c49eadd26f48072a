"""The outbox: effects are rows of the transaction that wants them, claimed one by one after it has committed.

Claiming is peek, then compare-and-set with a lease and a growing fence; the same statements serve both databases. Order holds
within a lane: a row waits while an earlier unfinished row of its lane exists. Parked rows leave their lane.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import orjson
from django.db import transaction
from django.db.models import F

from tandem.infra import clock, writing
from tandem.infra.prepared import Blank, Prepared
from tandem.kernel.changes import EffectRequest
from tandem.kernel.effects import Claim, EffectKind, effect_kinds
from tandem.kernel.models import Effect

LEASE_MS = 60_000
HEARTBEAT_SECONDS = 10.0

#: Set on commit whenever something was enqueued: an idle worker of this process starts in under a millisecond.
wake = threading.Condition()


def wake_workers() -> None:
    """Tell the workers of this process that there may be something to do."""
    with wake:
        wake.notify_all()


def enqueue(requests: Sequence[EffectRequest], now: int) -> None:
    """Store effects in the current transaction; a (kind, key) that is there already is left as it is."""
    if not requests:
        return
    unknown = {request.kind for request in requests} - set(effect_kinds())
    if unknown:
        raise RuntimeError(f"no such effect kind: {sorted(unknown)}")
    rows = [
        Effect(
            kind=request.kind,
            key=request.key,
            lane=request.lane,
            payload=dict(request.payload),
            not_before=request.not_before,
            created_at=now,
        )
        for request in requests
    ]
    writing.insert(rows, unless_there=True)
    transaction.on_commit(wake_workers, robust=True)


def peek(now: int, kinds: Iterable[str] | None = None) -> int | None:
    """The id of a row that may be claimed. A plain SELECT: an idle worker takes no write lock. A kind that this version does not
    know stays for the one that does."""
    found = _due(tuple(effect_kinds() if kinds is None else kinds)).rows(now=now)
    return found[0][0] if found else None


#: States are written out: a partial index is of no use to a statement that is given them as parameters. Of each lane only the first
#: unfinished row is looked at, one step of an index away, since thousands may wait behind it after an outage. And `kind` is no way
#: to what is not finished, since nearly all of a kind is.
_DUE: Final = """
WITH RECURSIVE lanes (lane) AS (
    SELECT min(lane) FROM kernel_effect WHERE lane IS NOT NULL AND state IN ('queued', 'claimed')
    UNION ALL
    SELECT (SELECT min(later.lane) FROM kernel_effect AS later
            WHERE later.lane IS NOT NULL AND later.lane > lanes.lane AND later.state IN ('queued', 'claimed'))
    FROM lanes WHERE lanes.lane IS NOT NULL
), firsts (id) AS (
    SELECT (SELECT one.id FROM kernel_effect AS one
            WHERE one.lane IS NOT NULL AND one.lane >= lanes.lane AND one.state IN ('queued', 'claimed')
            ORDER BY one.lane, one.id LIMIT 1)
    FROM lanes WHERE lanes.lane IS NOT NULL
), loose (id, not_before) AS (
    SELECT id, not_before FROM kernel_effect
    WHERE lane IS NULL AND state IN ('queued', 'claimed') AND state = 'queued' AND not_before <= %s AND kind || '' IN (KINDS)
    ORDER BY not_before, id LIMIT 1
)
SELECT id FROM (
    SELECT id, not_before FROM loose
    UNION ALL
    SELECT id, (SELECT first.not_before FROM kernel_effect AS first WHERE first.id = firsts.id
                AND first.state = 'queued' AND first.not_before <= %s AND first.kind IN (KINDS))
    FROM firsts
) AS free WHERE not_before IS NOT NULL ORDER BY not_before, id LIMIT 1"""


@lru_cache(maxsize=64)
def _due(kinds: tuple[str, ...]) -> Prepared:
    if not kinds:
        return Prepared("")
    now, places = Blank("now"), ", ".join(["%s"] * len(kinds))
    return Prepared(_DUE.replace("KINDS", places), (now, *kinds, now, *kinds), ("id",))


def claim(now: int | None = None, kinds: Iterable[str] | None = None) -> Claim | None:
    """Take one due effect (of these kinds, if they are given), or None. The claim is committed before anything is done for it."""
    now = clock.now_ms() if now is None else now
    # Whoever loses the race for a row has seen another worker win it: this ends.
    while (effect_id := peek(now, kinds)) is not None:
        _count, taken = writing.write(_CLAIM, [now + LEASE_MS, effect_id])
        for kind, key, payload, attempts, fence in taken:
            return Claim(effect_id, kind, key, orjson.loads(payload), attempts, fence)
    return None


_CLAIM: Final = (
    "UPDATE kernel_effect SET state = 'claimed', lease_until = %s, attempts = attempts + 1, fence = fence + 1"
    " WHERE id = %s AND state = 'queued' RETURNING kind, key, payload, attempts, fence"
)
_FINISH: Final = (
    "UPDATE kernel_effect SET state = 'done', finished_at = %s, last_error = '', payload = '{}'"
    " WHERE id = %s AND state = 'claimed' AND fence = %s"
)


def renew(held: Claim) -> bool:
    """Extend the lease; False when the claim is not ours any more."""
    return bool(_held(held).update(lease_until=clock.now_ms() + LEASE_MS))


def leave_lane(held: Claim) -> bool:
    """Let what waits behind it in its lane go on while it is in hand, and for as long as it is unfinished; False when the claim is
    not ours any more."""
    left = bool(_held(held).update(lane=None))
    wake_workers()
    return left


def finish(held: Claim) -> bool:
    """Mark it done and forget what it was to do, which may be somebody's words; False when it is done already, or a reaper took
    the claim away meanwhile."""
    return bool(writing.write(_FINISH, [clock.now_ms(), held.id, held.fence])[0])


def give_back(held: Claim, kind: EffectKind, reason: str, delay_ms: int | None = None, *, counts: bool = True) -> None:
    """Queue it again after a delay, or park it when its attempts are used up. An attempt that does not count is taken back."""
    if counts and held.attempts >= kind.max_attempts:
        park(held, reason)
        return
    delay = kind.delay_ms(held.attempts - 1) if delay_ms is None else delay_ms
    attempts = held.attempts if counts else held.attempts - 1
    _held(held).update(state="queued", not_before=clock.now_ms() + delay, last_error=reason[:2000], attempts=attempts)


def park(held: Claim, reason: str) -> None:
    """Set it aside: it leaves its lane, and stays visible until a person releases it."""
    _held(held).update(state="parked", finished_at=clock.now_ms(), last_error=reason[:2000])


def release(effect_id: int) -> bool:
    """Queue a parked effect once more; False if it is not parked."""
    changed = Effect.objects.filter(id=effect_id, state="parked").update(
        state="queued", attempts=0, not_before=0, finished_at=None
    )
    wake_workers()
    return bool(changed)


def end_leases() -> int:
    """For the only process of an installation, at its start: whoever held a claim is dead, and what waits behind it need not
    wait for the lease. The next `reap` deals with them; returns how many."""
    return Effect.objects.filter(state="claimed").update(lease_until=0)


_EXPIRED: Final = Prepared(
    "SELECT id FROM kernel_effect WHERE state IN ('queued', 'claimed') AND state = 'claimed' AND lease_until < %s"
    " ORDER BY lease_until LIMIT 100",
    (Blank("now"),),
    ("id",),
)


def reap(now: int | None = None) -> int:
    """Deal with claims whose lease has run out; returns how many. Repeatable kinds are queued again; kinds that must never be
    in doubt are asked: not begun means queued, begun means parked, with the doubt recorded by the kind."""
    now = clock.now_ms() if now is None else now
    expired = [effect_id for (effect_id,) in _EXPIRED.rows(now=now)]
    reaped = 0
    for row in Effect.objects.filter(id__in=expired, kind__in=effect_kinds()).order_by("lease_until"):
        # Take the claim over with a new fence first: a worker that wakes up late can no longer finish it.
        taken = Effect.objects.filter(id=row.id, fence=row.fence, state="claimed").update(
            fence=F("fence") + 1, lease_until=now + LEASE_MS
        )
        if taken:
            reaped += 1
            _settle(Claim(row.id, row.kind, row.key, row.payload, row.attempts, row.fence + 1))
    return reaped


def _settle(held: Claim) -> None:
    """Queue it again or park it, unless the kind, when it was asked, has finished it itself."""
    kind = effect_kinds()[held.kind]
    try:
        safe = kind.policy == "repeat" or (kind.doubt is not None and kind.doubt(held))
    except Exception as error:
        park(held, f"its worker was lost, and whether it happened could not be found out: {error}")
        return
    if safe:
        give_back(held, kind, "its worker was lost", 0)
    else:
        park(held, "its worker was lost while it was under way: whether it happened is not known")


def _held(held: Claim):  # type: ignore[no-untyped-def]
    return Effect.objects.filter(id=held.id, state="claimed", fence=held.fence)


def next_due(now: int) -> int | None:
    """When the next effect that still has to wait becomes due (milliseconds), None when none waits. What is due already and
    could not be claimed waits for its lane: looking again at once would only burn a processor."""
    ((due,),) = _NEXT.rows(now=now)
    return None if due is None else int(due)


_NEXT: Final = Prepared(
    "SELECT min(not_before) FROM kernel_effect WHERE state IN ('queued', 'claimed') AND state = 'queued' AND not_before > %s",
    (Blank("now"),),
    ("due",),
)
