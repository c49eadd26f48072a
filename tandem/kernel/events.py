"""Events are derived from the change set by table; nobody emits one by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tandem.infra.ids import new_id
from tandem.kernel.changes import Change, ChangeSet, FieldChange, Json, NewRecord, Ref, Removal, SetChange
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.kernel.records import RecordKind, record_kinds

#: What an event says of a field that must not be read back.
UNREADABLE = "changed"


def stream_of(run: Run, changes: ChangeSet, ref: Ref) -> Ref:
    """The record whose events tell of `ref`: itself, or for a part (message, delivery) its whole (ticket)."""
    kind = record_kinds()[ref.kind]
    if kind.part_of is None:
        return ref
    whole_kind, attribute = kind.part_of
    for change in changes:
        if isinstance(change, NewRecord) and change.ref == ref:
            return Ref(whole_kind, change.values[attribute])
    return Ref(whole_kind, getattr(run.record(ref), attribute))


def _content(kind: RecordKind, change: Change) -> tuple[str | None, str | None, Json, Json]:
    """(kind of the event, field, old, new) of one change; no kind means that it is no event."""
    if isinstance(change, FieldChange):
        named = kind.tracked[change.field]
        event_kind = named(change.old, change.new) if callable(named) else named
        if change.field in kind.secret:
            return event_kind, change.field, None, UNREADABLE
        return event_kind, change.field, _plain(change.old), _plain(change.new)
    if isinstance(change, SetChange):
        added = sorted(map(_plain, change.added))
        removed = sorted(map(_plain, change.removed))
        return kind.sets[change.field].event, change.field, removed, added
    if isinstance(change, NewRecord):
        summary = kind.summary(change.values) if kind.summary else None
        return kind.created_event(change.values), None, None, summary
    if isinstance(change, Removal):
        return kind.removed, None, None, change.data
    return change.kind, None, None, change.data


def _plain(value: Json) -> Json:
    """Ids are larger than a browser's numbers can hold, so they are strings in JSON."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 53 else value


def derive(run: Run, changes: ChangeSet) -> list[Event]:
    """The event rows of a run, in the order of its changes, each with its stream's next seq."""
    next_seq: dict[Ref, int] = defaultdict(int)
    for ref, record in run.records.items():
        next_seq[ref] = getattr(record, "seq", 0) or 0
    events = []
    for change in changes:
        kind = record_kinds()[change.ref.kind]
        event_kind, field_name, old, new = _content(kind, change)
        if event_kind is None:
            continue
        stream = stream_of(run, changes, change.ref)
        next_seq[stream] += 1
        part = None if stream == change.ref else change.ref
        events.append(
            Event(
                id=new_id(),
                stream_kind=stream.kind,
                stream_id=stream.id,
                seq=next_seq[stream],
                change_id=run.change_id,
                at=run.now,
                kind=event_kind,
                field=field_name,
                actor_kind=run.actor.kind,
                actor_id=run.actor.person_id,
                part_kind=part.kind if part else None,
                part_id=part.id if part else None,
                old=old,
                new=new,
                cause=change.cause.to_json() if change.cause else None,
            )
        )
    return events


def last_seq(events: Sequence[Event], stream: Ref) -> int | None:
    """The highest seq that a run gave to a stream, None if it told nothing of it."""
    seqs = [event.seq for event in events if (event.stream_kind, event.stream_id) == (stream.kind, stream.id)]
    return max(seqs, default=None)
