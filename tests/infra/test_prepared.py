"""A prepared statement gives what its query set gives, for every value that fills its blanks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tandem.infra.prepared import Blank, blanks, length_for, listed, prepare, rows_of
from tandem.kernel.models import DoneOnce, Effect

pytestmark = pytest.mark.django_db


@pytest.fixture
def effects() -> list[Effect]:
    return [
        Effect.objects.create(
            kind="k", key=str(n), payload={"n": n, "名": [1.5, None]}, lane=None if n % 2 else "50%", created_at=n
        )
        for n in range(7)
    ]


def test_blanks_are_filled_at_each_run(effects: list[Effect]) -> None:
    rows = Effect.objects.filter(created_at__gte=Blank("since"), created_at__lt=9).order_by("created_at")
    statement = prepare(rows.values_list("key", "lane"), ("key", "lane"))
    assert statement.rows(since=5) == [("5", None), ("6", "50%")]
    assert statement.dicts(since=6) == [{"key": "6", "lane": "50%"}]
    assert statement.rows(since=7) == []


def test_values_become_what_the_orm_makes_of_them(effects: list[Effect]) -> None:
    statement = prepare(Effect.objects.filter(id=Blank("id")).values_list("payload", "finished_at"))
    for effect in effects:
        assert statement.rows(id=effect.id) == [(effect.payload, None)]


def test_text_is_data_whatever_it_looks_like(effects: list[Effect]) -> None:
    rows = Effect.objects.filter(lane__contains="%", key=Blank("key", Effect._meta.get_field("key")))
    statement = prepare(rows.values_list("key"))
    assert statement.rows(key="4") == [("4",)]
    for hostile in ("' OR 1=1 --", "?", "%s", "$1", "%"):
        assert statement.rows(key=hostile) == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 6, 7])
def test_lists_of_any_length(effects: list[Effect], count: int) -> None:
    ids = [effect.id for effect in effects[:count]]
    asked: list[int] = []

    def statement(length: int) -> Any:
        asked.append(length)
        return prepare(Effect.objects.filter(id__in=blanks("id", length)).values_list("id"))

    assert sorted(row[0] for row in rows_of(statement, "id", ids)) == ids
    assert asked == ([length_for(count)] if count else [])


def test_lists_are_filled_up_and_split() -> None:
    assert [length_for(count) for count in (1, 3, 50, 51, 1_000)] == [1, 5, 50, 100, 1_000]
    with pytest.raises(ValueError):
        length_for(1_001)
    assert listed("id", [7, 8], 5) == {"id0": 7, "id1": 8, "id2": 8, "id3": 8, "id4": 8}
    assert (
        rows_of(
            lambda n: prepare(DoneOnce.objects.filter(id__in=blanks("id", n)).values_list("id")), "id", range(2_500)
        )
        == []
    )


def test_a_limit_belongs_to_the_run(effects: list[Effect]) -> None:
    statement = prepare(Effect.objects.order_by("-created_at").values_list("key")).limited()
    assert statement.rows(limit=2) == [("6",), ("5",)]
    assert len(statement.rows(limit=100)) == 7


def test_what_can_find_nothing_asks_nobody(effects: list[Effect]) -> None:
    statement = prepare(Effect.objects.filter(id__in=[]).values_list("id")).limited()
    with CaptureQueriesContext(connection) as asked:
        assert statement.rows(limit=1) == []
    assert len(asked) == 0


def test_it_sees_its_own_transaction_and_is_counted(effects: list[Effect]) -> None:
    statement = prepare(Effect.objects.filter(kind=Blank("kind", Effect._meta.get_field("kind"))).values_list("key"))
    with transaction.atomic():
        Effect.objects.create(kind="inner", key="x", payload={}, created_at=1)
        assert statement.rows(kind="inner") == [("x",)]
    with CaptureQueriesContext(connection) as asked:
        assert statement.rows(kind="inner") == [("x",)]
    assert len(asked) == 1


def test_errors_are_djangos() -> None:
    statement = prepare(Effect.objects.values_list("id"))
    broken = type(statement)(sql=statement.sql.replace("kernel_effect", "kernel_nothing"))
    with pytest.raises(DatabaseError), transaction.atomic():
        broken.rows()
