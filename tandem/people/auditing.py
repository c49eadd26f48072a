"""The audit log: a copy of every event about the configuration, people and what was deleted, kept for itself.

Events of a record that is deleted for good go with it; what an admin may have to answer for stays here. Rows are only ever added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.kernel.records import record_kinds
from tandem.people.models import AuditEntry

#: Kinds of acts, by which the log is filtered.
ACTS: Final = ("created", "changed", "deleted", "signed_in", "done")
#: Of tickets, whose own history tells everything else: out of sight and back.
OF_TICKETS: Final = frozenset(
    {
        *("ticket.trashed", "ticket.restored", "ticket.deleted", "ticket.erased"),
        *("ticket.marked_spam", "ticket.unmarked_spam"),
    }
)
#: Of customers, what a change means that would otherwise only be a changed field.
_DELETED: Final = frozenset({"person.erased", "ticket.trashed", "person.address_removed"})


def is_audited(stream_kind: str, kind: str, actor_kind: str) -> bool:
    """Whether an event belongs here. What channels do by themselves, such as a customer for every new address, is no one's act."""
    if stream_kind == "ticket":
        return kind in OF_TICKETS
    return actor_kind in {"agent", "system"}


def act_of(kind: str, field: str | None) -> str:
    """Which kind of act an event tells of."""
    if kind.startswith("person.sign"):
        return "signed_in"
    if kind.endswith((".created", "_added")):
        return "created"
    if kind.endswith((".deleted", "_deleted")) or kind in _DELETED:
        return "deleted"
    return "changed" if field is not None else "done"


def project(_run: Run, _changes: ChangeSet, events: Sequence[Event]) -> None:
    """Projection: one row for each audited event, in the same transaction; none, and no statement, for all others."""
    rows = [entry_of(event) for event in events if is_audited(event.stream_kind, event.kind, event.actor_kind)]
    if rows:
        AuditEntry.objects.bulk_create(rows)


def entry_of(event: Event) -> AuditEntry:
    """The row of one event."""
    return AuditEntry(
        id=event.id,
        at=event.at,
        act=act_of(event.kind, event.field),
        kind=event.kind,
        subject_kind=event.stream_kind,
        subject_id=event.stream_id,
        field=event.field,
        actor_kind=event.actor_kind,
        actor_id=event.actor_id,
        old=event.old,
        new=event.new,
        change_id=event.change_id,
    )


def subject_kinds() -> list[str]:
    """Kinds of records that the log speaks of, in the order of the settings."""
    return [kind.name for kind in record_kinds().values() if kind.part_of is None]
