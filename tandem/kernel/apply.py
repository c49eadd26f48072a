"""The only writer of tracked rows: inserts in the order of `settings.RECORDS`, one UPDATE for each changed row, removals last."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model

from tandem.infra import writing
from tandem.kernel.changes import ChangeSet, Fact, FieldChange, Json, NewRecord, Ref, Removal, SetChange
from tandem.kernel.context import Run, Stand
from tandem.kernel.events import last_seq, stream_of
from tandem.kernel.models import Event, Timer
from tandem.kernel.records import RecordKind, record_kinds

#: Columns to set, by record and attribute.
NewValues = dict[Ref, dict[str, Json]]


def apply(run: Run, changes: ChangeSet, events: list[Event]) -> None:
    """Write a change set and its events. The caller holds the locks and the transaction."""
    new_values: NewValues = defaultdict(dict)
    for change in changes:
        if isinstance(change, FieldChange):
            new_values[change.ref][record_kinds()[change.ref.kind].attribute(change.field)] = change.new
    _insert(run, changes, events, new_values)
    _update(run, changes, events, new_values)
    _write_sets(changes)
    _remove(changes)
    writing.insert(events)


def _insert(run: Run, changes: ChangeSet, events: list[Event], new_values: NewValues) -> None:
    """New records, each with what the same run has set in it since."""
    seq_of_part: dict[tuple[str | None, int | None], int] = {
        (event.part_kind, event.part_id): event.seq for event in events if event.part_id and not event.field
    }
    for kind in record_kinds().values():
        new = changes.created(kind.name)
        if not new:
            continue
        rows = [
            _row(
                run,
                kind,
                change,
                new_values.pop(change.ref, {}),
                events,
                seq_of_part.get((kind.name, change.ref.id), 0),
            )
            for change in new
        ]
        writing.insert(rows)
        if kind.part_of is None:
            for change, row in zip(new, rows, strict=True):
                run.records.setdefault(change.ref, row)


def _row(
    run: Run, kind: RecordKind, change: NewRecord, set_since: dict[str, Json], events: list[Event], seq_of_part: int
) -> Model:
    values: dict[str, Json] = {**change.values, **set_since, **(kind.allocate() if kind.allocate else {})}
    values["id"] = change.ref.id
    if kind.part_of is None:
        stand = run.stands[change.ref] = Stand(last_seq(events, change.ref) or 0, 1)
        values |= {"seq": stand.seq, "version": stand.version}
        if kind.touched_field:
            values.setdefault(kind.touched_field, run.now)
    elif kind.seq_field:
        values[kind.seq_field] = seq_of_part
    return kind.model_class()(**values)


def _update(run: Run, changes: ChangeSet, events: list[Event], new_values: NewValues) -> None:
    told = _told(run, changes)
    for ref in sorted({*new_values, *told}):
        kind = record_kinds()[ref.kind]
        values: dict[str, Any] = new_values.get(ref, {})
        if ref in told:
            record = run.record(ref)
            # A fact without a change (signed in, viewed) tells something and alters nothing: the ETag stays.
            stand = run.stands[ref] = Stand(last_seq(events, ref) or record.seq, record.version + told[ref])
            values["seq"] = stand.seq
            if told[ref]:
                values["version"] = stand.version
                if kind.touched_field and _touches(kind, changes, ref):
                    values[kind.touched_field] = run.now
        writing.update(kind.model_class(), ref.id, values)


def _told(run: Run, changes: ChangeSet) -> dict[Ref, bool]:
    """Streams that were there before and that this run tells something of -> whether anything in them is altered."""
    created = {change.ref for change in changes if isinstance(change, NewRecord)}
    told: dict[Ref, bool] = {}
    for change in changes:
        stream = stream_of(run, changes, change.ref)
        if stream not in created:
            told[stream] = told.get(stream, False) or not isinstance(change, Fact)
    return told


def _touches(kind: RecordKind, changes: ChangeSet, ref: Ref) -> bool:
    """Whether more than the quiet fields of a stream's record change."""
    return not kind.quiet or any(
        change.ref != ref or getattr(change, "field", "") not in kind.quiet for change in changes
    )


def _write_sets(changes: ChangeSet) -> None:
    for change in changes:
        if not isinstance(change, SetChange):
            continue
        storage = record_kinds()[change.ref.kind].sets[change.field]
        if change.removed:
            storage.rows().filter(**{storage.owner: change.ref.id, f"{storage.value}__in": change.removed}).delete()
        model = storage.rows().model
        rows = [model(**{storage.owner: change.ref.id, storage.value: value}) for value in change.added]
        writing.insert(rows, unless_there=True)


def _remove(changes: ChangeSet) -> None:
    """Delete for good: the row with its parts (the database's own cascade), what its stream told, and what waited for it."""
    for change in changes:
        if isinstance(change, Removal):
            if not record_kinds()[change.ref.kind].keeps_history:
                Event.objects.filter(stream_kind=change.ref.kind, stream_id=change.ref.id).delete()
            Timer.objects.filter(subject_kind=change.ref.kind, subject_id=change.ref.id, fired_at__isnull=True).delete()
            record_kinds()[change.ref.kind].model_class()._base_manager.filter(pk=change.ref.id).delete()
