"""Take back what one run did to a ticket, by the inverse command: what others changed since then stays, or says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.clock import now_ms
from tandem.kernel.actors import Actor
from tandem.kernel.changes import Json
from tandem.kernel.commands import Command
from tandem.kernel.errors import Forbidden, NotFound
from tandem.kernel.merging import Edit
from tandem.kernel.models import Event
from tandem.people.actors import StaffActor
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.mark_spam import MarkSpam, UndoSpam
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.commands.undo_send import UndoSend
from tandem.tickets.models import Status

_INVERSES: Final[dict[str, Callable[[int], Command[Any]]]] = {
    "ticket.marked_spam": UndoSpam,
    "ticket.unmarked_spam": MarkSpam,
    "ticket.trashed": RestoreTicket,
    "ticket.restored": TrashTicket,
}
#: Fields whose events hold the id of a record.
_IDS: Final = frozenset({"owner", "team", "department", "requester"})
_PLAIN: Final = frozenset({"subject", "priority", "type", "due_at"})
#: So long (milliseconds) somebody reaches back for a ticket that they moved out of their own sight.
REACH_MS: Final = 10 * 60_000


def inverse(actor: Actor, ticket_id: int, change_id: int) -> Command[Any]:
    """The command that undoes a run of the actor's own. The base of each edit is what the run had set: whatever somebody
    changed since is a conflict, not overwritten. Raises NotFound, or Forbidden for what cannot be undone."""
    rows = Event.objects.filter(
        stream_kind="ticket", stream_id=ticket_id, change_id=change_id, actor_id=actor.person_id
    )
    events = list(rows.order_by("seq"))
    if not events:
        raise NotFound()
    for event in events:
        if event.kind in _INVERSES:
            return _INVERSES[event.kind](ticket_id)
        if event.kind == "message.replied" and event.part_id is not None:
            return UndoSend(ticket_id, event.part_id)
    edits = _edits(events)
    if not edits:
        raise Forbidden(_("This cannot be undone."))
    return EditTicket(ticket_id, edits)


def reaching(actor: StaffActor, ticket_id: int, change_id: int) -> StaffActor:
    """The actor who takes a change of their own back. Whoever moved a ticket out of their own sight still sees it for that,
    where they put it, for ten minutes: else a slip of the hand could not be undone by the one who notices it first."""
    moved = Event.objects.filter(
        stream_kind="ticket",
        stream_id=ticket_id,
        change_id=change_id,
        actor_id=actor.me,
        field="department",
        at__gt=now_ms() - REACH_MS,
    )
    places = {place for value in moved.values_list("new", flat=True) if (place := _number(value)) is not None}
    return replace(actor, department_ids=actor.department_ids | places) if places else actor


def _edits(events: Sequence[Event]) -> dict[str, Edit]:
    edits: dict[str, Edit] = {}
    slugs = _slugs(events)
    for event in events:
        field, old, new = event.field, event.old, event.new
        if field == "status":
            edits[field] = Edit(slugs.get(str(new)), slugs.get(str(old)))
        elif field == "tags":
            edits[field] = Edit(new, old)
        elif field in _IDS:
            edits[field] = Edit(_number(new), _number(old))
        elif field in _PLAIN:
            edits[field] = Edit(new, old)
    return edits


def _number(value: Json) -> int | None:
    return None if value is None else int(value)


def _slugs(events: Sequence[Event]) -> dict[str, str]:
    ids = {int(side) for event in events if event.field == "status" for side in (event.old, event.new) if side}
    rows = Status.objects.filter(id__in=ids).values_list("id", "slug") if ids else ()
    return {str(identifier): slug for identifier, slug in rows}
