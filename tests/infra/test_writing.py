"""Statements written once store what the ORM would have stored, and are undone with their transaction."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tandem.infra import writing
from tandem.kernel.models import Effect
from tandem.tickets.models import Ticket
from tests.world import World

pytestmark = pytest.mark.django_db

PAYLOADS: list[Any] = [{"n": 1, "名": [1.5, None]}, [], "100% ?", 2**60, False, None]


def effect(key: str, **values: Any) -> Effect:
    return Effect(kind="k", key=key, created_at=1, payload=values.pop("payload", {}), **values)


def test_inserted_rows_are_what_the_orm_reads() -> None:
    rows = [effect(f"{n} %s ?", payload=payload, lane="50%") for n, payload in enumerate(PAYLOADS[:-1])]
    assert writing.insert(rows) == len(rows)
    assert writing.insert([]) == 0
    for row in rows:
        stored = Effect.objects.get(id=row.id)
        for field in Effect._meta.concrete_fields:
            assert getattr(stored, field.attname) == getattr(row, field.attname)


def test_many_rows_are_inserted_in_portions() -> None:
    with CaptureQueriesContext(connection) as statements:
        assert writing.insert([effect(str(n)) for n in range(120)]) == 120
    assert len(statements) == 3 and Effect.objects.count() == 120


def test_what_is_there_already_is_left_out_only_when_asked_for() -> None:
    writing.insert([effect("1", lane="first")])
    assert writing.insert([effect("1", lane="second"), effect("2")], unless_there=True) == 1
    assert Effect.objects.get(key="1").lane == "first"
    with pytest.raises(IntegrityError), transaction.atomic():
        writing.insert([effect("1")])
    with pytest.raises(IntegrityError), transaction.atomic():
        # Another rule than uniqueness is never passed over.
        never = effect("3")
        never.created_at = None  # type: ignore[assignment]  # the rule that is broken
        writing.insert([never], unless_there=True)


@pytest.mark.parametrize("payload", PAYLOADS[:-1])
def test_columns_of_one_row_are_changed(payload: Any) -> None:
    one, other = effect("1"), effect("2")
    writing.insert([one, other])
    assert writing.update(Effect, one.id, {"payload": payload, "last_error": "50% ?", "finished_at": None})
    assert not writing.update(Effect, 5, {"last_error": "nobody"})
    stored = Effect.objects.get(id=one.id)
    assert (stored.payload, stored.last_error, stored.finished_at) == (payload, "50% ?", None)
    assert Effect.objects.get(id=other.id).last_error == ""


def test_only_visible_rows_are_locked_by_key(world: World) -> None:
    tickets = [world.open_ticket(subject=subject) for subject in ("a", "b", "a")]
    ids = [ticket.id for ticket in tickets]
    found = writing.locked(Ticket, Q(subject="a"), sorted(ids, reverse=True))
    assert [row.id for row in found] == [ids[0], ids[2]]
    assert found[0] == tickets[0] and found[0].status.slug == tickets[0].status.slug
    assert writing.locked(Ticket, Q(pk__in=[]), ids) == []
    assert writing.locked(Ticket, Q(), []) == []


def test_nothing_is_written_in_a_broken_transaction() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            writing.insert([effect("1")])


@pytest.mark.django_db(transaction=True)
def test_written_rows_go_with_their_transaction_and_stay_without_one() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        writing.insert([effect("1")])
        raise ZeroDivisionError
    writing.insert([effect("2")])
    assert writing.update(Effect, Effect.objects.get().id, {"lane": "a"})
    connection.close()
    assert Effect.objects.get().lane == "a"


def test_rows_can_be_returned() -> None:
    writing.insert([effect("1")])
    statement = "UPDATE kernel_effect SET attempts = attempts + 1 WHERE key = %s RETURNING key, attempts"
    assert writing.write(statement, ["1"]) == (1, [("1", 1)])
    assert writing.write(statement, ["2"]) == (0, [])
    with CaptureQueriesContext(connection) as seen:
        assert writing.write(statement, ["1"]) == (1, [("1", 2)])
    assert len(seen) == 1
