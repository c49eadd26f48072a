"""X-16: thousands of mails wait in one lane after an outage. Finding what is next costs no more than in an empty queue, and what
waits in no lane, or in another one, does not wait behind them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tandem.infra.prepared import Prepared
from tandem.kernel import outbox
from tandem.kernel.changes import EffectRequest
from tandem.kernel.effects import effect_kinds
from tandem.kernel.models import Effect

pytestmark = pytest.mark.django_db
MANY = 3_000


def queued(key: str, lane: str | None = None, **more: Any) -> Effect:
    row: Effect = Effect.objects.create(kind="salute", key=key, lane=lane, payload={}, created_at=1, **more)
    return row


def test_in_each_lane_only_the_first_is_free_and_the_earliest_of_all_comes_first() -> None:
    queued("a1", "a"), queued("a2", "a"), queued("b1", "b", not_before=5), queued("c1", "c", not_before=90)
    queued("c2", "c"), queued("loose", not_before=3), queued("later", not_before=80)
    taken = []
    while (held := outbox.claim(now=50)) is not None:
        taken.append(held.key)
    assert taken == ["a1", "loose", "b1"]
    Effect.objects.filter(key="a1").update(state="done")
    second = outbox.claim(now=50)
    assert second is not None and second.key == "a2"
    assert outbox.peek(50) is None and outbox.next_due(50) == 80


def test_a_parked_row_leaves_its_lane_and_an_unknown_kind_keeps_it() -> None:
    queued("parked", "a", state="parked"), queued("next", "a")
    Effect.objects.create(kind="of another version", key="x", lane="b", payload={}, created_at=1)
    queued("behind", "b")
    held = outbox.claim(now=50)
    assert held is not None and held.key == "next" and outbox.claim(now=50) is None
    assert outbox.peek(50, kinds=()) is None


def steps(statement: Prepared, **values: Any) -> int:
    """How much work SQLite does for it, in hundreds of instructions: nothing of this depends on how busy the machine is."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(count, 100)
    try:
        statement.rows(**values)
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite counts its instructions")
def test_a_long_lane_costs_nothing_whether_its_first_is_free_or_in_hand() -> None:
    outbox.enqueue([EffectRequest("salute", f"mail {one}", {}, lane="mailbox:1") for one in range(MANY)], 1)
    Effect.objects.bulk_create(
        Effect(kind="salute", key=f"over {one}", payload={}, state="done", created_at=1) for one in range(MANY)
    )
    due = outbox._due(tuple(effect_kinds()))
    assert steps(due, now=50) < 10 and steps(outbox._NEXT, now=50) < 10
    assert outbox.claim(now=50) is not None
    assert outbox.peek(50) is None and steps(due, now=50) < 10
    queued("loose")
    held = outbox.claim(now=50)
    assert held is not None and held.key == "loose"
