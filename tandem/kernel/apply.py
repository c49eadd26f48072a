"""The only writer of tracked rows: inserts in the order of `settings.RECORDS`, then one UPDATE for each changed row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model

from tandem.kernel.changes import ChangeSet, Fact, FieldChange, Json, NewRecord, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.events import last_seq, stream_of
from tandem.kernel.models import Event
from tandem.kernel.records import RecordKind, record_kinds


def apply(run: Run, changes: ChangeSet, events: list[Event]) -> None:
    """Write a change set and its events. The caller holds the locks and the transaction."""
    _insert(run, changes, events)
    _update(run, changes, events)
    _write_sets(changes)
    Event.objects.bulk_create(events)


def _insert(run: Run, changes: ChangeSet, events: list[Event]) -> None:
    seq_of_part: dict[tuple[str | None, int | None], int] = {
        (event.part_kind, event.part_id): event.seq for event in events if event.part_id and not event.field
    }
    for kind in record_kinds().values():
        new = changes.created(kind.name)
        if not new:
            continue
        rows = [_row(run, kind, change, seq_of_part, events) for change in new]
        kind.model_class()._base_manager.bulk_create(rows)
        if kind.part_of is None:
            for change, row in zip(new, rows, strict=True):
                run.records.setdefault(change.ref, row)


def _row(
    run: Run,
    kind: RecordKind,
    change: NewRecord,
    seq_of_part: dict[tuple[str | None, int | None], int],
    events: list[Event],
) -> Model:
    values: dict[str, Json] = dict(change.values) | (kind.allocate() if kind.allocate else {})
    values["id"] = change.ref.id
    if kind.part_of is None:
        values |= {"seq": last_seq(events, change.ref) or 0, "version": 1}
        if kind.touched_field:
            values.setdefault(kind.touched_field, run.now)
    elif kind.seq_field:
        values[kind.seq_field] = seq_of_part.get((kind.name, change.ref.id), 0)
    return kind.model_class()(**values)


def _update(run: Run, changes: ChangeSet, events: list[Event]) -> None:
    new_values: dict[Ref, dict[str, Any]] = defaultdict(dict)
    created = {change.ref for change in changes if isinstance(change, NewRecord)}
    for change in changes:
        kind = record_kinds()[change.ref.kind]
        if isinstance(change, FieldChange):
            new_values[change.ref][kind.attribute(change.field)] = change.new
        stream = stream_of(run, changes, change.ref)
        if stream not in created or isinstance(change, FieldChange):
            new_values.setdefault(stream, {})
    for ref in sorted(new_values):
        kind = record_kinds()[ref.kind]
        values = new_values[ref]
        if kind.part_of is None and ref not in created:
            record = run.record(ref)
            values["seq"] = last_seq(events, ref) or record.seq
            # A fact without a change (signed in, viewed) tells something and alters nothing: the ETag stays.
            if _altered(run, changes, ref):
                values["version"] = record.version + 1
                if kind.touched_field:
                    values[kind.touched_field] = run.now
        if values:
            kind.model_class()._base_manager.filter(pk=ref.id).update(**values)


def _altered(run: Run, changes: ChangeSet, stream: Ref) -> bool:
    return any(not isinstance(change, Fact) and stream_of(run, changes, change.ref) == stream for change in changes)


def _write_sets(changes: ChangeSet) -> None:
    for change in changes:
        if not isinstance(change, SetChange):
            continue
        storage = record_kinds()[change.ref.kind].sets[change.field]
        if change.removed:
            storage.rows().filter(**{storage.owner: change.ref.id, f"{storage.value}__in": change.removed}).delete()
        model = storage.rows().model
        model._base_manager.bulk_create(
            [model(**{storage.owner: change.ref.id, storage.value: value}) for value in change.added],
            ignore_conflicts=True,
        )
