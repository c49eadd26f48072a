"""After commit: tells the rooms of a record, and of its kind's lists, where to look. For `settings.AFTER_COMMIT`.

A pointer says what changed and never its content; whoever may know more fetches it. Rooms: `ticket:17` for one record,
`list:ticket` for everybody who looks at lists of that kind.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tandem.infra.rooms import tell
from tandem.kernel.changes import Fact, NewRecord, Ref
from tandem.kernel.events import stream_of
from tandem.kernel.models import Event
from tandem.kernel.pipeline import Outcome


def publish(outcome: Outcome) -> None:
    """One pointer for each record whose story went on."""
    streams: dict[Ref, list[Event]] = defaultdict(list)
    for event in outcome.events:
        streams[Ref(event.stream_kind, event.stream_id)].append(event)
    versions = _versions(outcome)
    for stream, events in streams.items():
        message = pointer(stream, events, versions.get(stream))
        tell(f"{stream.kind}:{stream.id}", message)
        tell(f"list:{stream.kind}", message)


def pointer(stream: Ref, events: list[Event], version: int | None) -> dict[str, Any]:
    """`changed`: record, its new seq and version, kinds and fields of what happened, ids as text."""
    return {
        "type": "changed",
        "kind": stream.kind,
        "id": str(stream.id),
        "seq": events[-1].seq,
        "version": version,
        "fields": sorted({event.field for event in events if event.field}),
        "events": [{"id": str(event.id), "seq": event.seq, "kind": event.kind} for event in events],
        "change_id": str(events[-1].change_id),
        "actor_id": str(events[-1].actor_id) if events[-1].actor_id else None,
    }


def _versions(outcome: Outcome) -> dict[Ref, int]:
    """The version of each record after the run: the rows that the run holds are as they were before it."""
    run = outcome.run
    if run is None:
        return {}
    created = {change.ref for change in outcome.changes if isinstance(change, NewRecord)}
    versions: dict[Ref, int] = {}
    for change in outcome.changes:
        stream = stream_of(run, outcome.changes, change.ref)
        before: int | None = 0 if stream in created else getattr(run.records.get(stream), "version", None)
        if before is not None:
            raised = stream in created or not isinstance(change, Fact)
            versions[stream] = max(versions.get(stream, 0), before + 1 if raised else before)
    return versions
