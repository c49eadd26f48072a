"""Reading events back, without models: the history of a ticket is among the hottest reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from tandem.infra.prepared import Blank, Prepared, blanks, prepare, rows_of
from tandem.kernel.changes import Json, Ref
from tandem.kernel.models import Event


class EventRow(NamedTuple):
    """The columns of an event."""

    id: int
    stream_id: int
    seq: int
    change_id: int
    at: int
    kind: str
    field: str | None
    actor_kind: str
    actor_id: int | None
    part_kind: str | None
    part_id: int | None
    old: Json
    new: Json
    cause: Json


_NO_END: Final = (1 << 31) - 1


def events_of(
    stream: Ref, *, after: int = 0, before: int | None = None, limit: int, newest: bool = False
) -> list[EventRow]:
    """At most `limit` events of a stream by seq, `after` and `before` excluded; the newest first if asked so."""
    end = _NO_END if before is None else before
    found = _between(newest).rows(kind=stream.kind, id=stream.id, after=after, before=end, limit=limit)
    return [EventRow(*row) for row in found]


@cache
def _between(newest: bool) -> Prepared:
    rows = Event.objects.filter(
        stream_kind=Blank("kind", Event._meta.get_field("stream_kind")),
        stream_id=Blank("id"),
        seq__gt=Blank("after"),
        seq__lt=Blank("before"),
    )
    return prepare(rows.order_by("-seq" if newest else "seq").values_list(*EventRow._fields)).limited()


def events_by_id(ids: Sequence[int]) -> list[EventRow]:
    """These events, by seq."""
    return sorted((EventRow(*row) for row in rows_of(_by_id, "id", ids)), key=lambda event: event.seq)


@cache
def _by_id(length: int) -> Prepared:
    return prepare(Event.objects.filter(id__in=blanks("id", length)).values_list(*EventRow._fields))
