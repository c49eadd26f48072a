"""What a message sets with it: fields of the ticket that change in the same run, and go back when the message is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, FieldChange, Json, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.kernel.merging import Edit
from tandem.tickets.commands import edit_ticket
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.policies import TICKET_POLICY

#: A reply names its status beside; what moves a ticket elsewhere, or gives it to another customer, is done by itself.
BY_REPLY: Final = frozenset({"owner", "team", "priority", "type", "due_at", "tags"})
BY_NOTE: Final = BY_REPLY | {"status"}
#: Of the plain fields, those whose ids are strings wherever JSON shows them.
_IDS: Final = frozenset({"status", "owner", "team"})


@dataclass(frozen=True, slots=True)
class SetWith:
    """Edits that were read under the lock, ready to be planned."""

    command: EditTicket
    reads: edit_ticket.Reads

    def plan(self, run: Run) -> ChangeSet:
        """The changes of the fields. Raises Conflict `ticket.edit_conflict` as an edit by itself does."""
        return self.command.plan(run, self.reads)


def read_edits(run: Run, ticket: Ref, edits: Mapping[str, Edit], allowed: frozenset[str]) -> SetWith | None:
    """What the plan of these edits needs; None when there are none. Raises Forbidden for who may write but not edit, Invalid
    for a field that no message sets."""
    if not edits:
        return None
    verdict = TICKET_POLICY.may(run.actor, "edit", run.record(ticket))
    if not verdict:
        raise Forbidden(verdict.reason)
    detail = _("A message cannot set this field. Change it by itself.")
    problems = [Problem(f"/changes/{name}", "not_with_a_message", detail) for name in edits if name not in allowed]
    if problems:
        raise Invalid(problems)
    command = EditTicket(ticket.id, edits)
    return SetWith(command, command.read(run))


def said(edits: Mapping[str, Edit]) -> Json:
    """The meaning of edits, for the names under which a request counts once: what is wanted, not what was seen."""
    return {name: edit.mine for name, edit in edits.items() if name in BY_NOTE}


def remembered(changes: ChangeSet, ticket: Ref) -> dict[str, Json]:
    """What goes back, as {field: [old, new]}, of a set as {field: {added, removed}}."""
    kept: dict[str, Json] = {}
    for change in changes:
        if change.ref != ticket:
            continue
        if isinstance(change, FieldChange):
            kept[change.field] = [_shown(change.field, value) for value in (change.old, change.new)]
        elif isinstance(change, SetChange):
            kept[change.field] = {"added": list(change.added), "removed": list(change.removed)}
    return kept


def plan_back(run: Run, changes: ChangeSet, ticket: Ref, kept: Mapping[str, Any]) -> None:
    """Set back what still is as the message left it; what somebody changed since stays theirs."""
    for name, pair in kept.items():
        if isinstance(pair, Mapping):
            # A member that is gone, or back, by another hand changes nothing: sets ignore what is so already.
            present = run.members(ticket, name)
            added = tuple(member for member in pair["removed"] if member not in present)
            removed = tuple(member for member in pair["added"] if member in present)
            changes.append(SetChange(ticket, name, added, removed))
        elif name in EditTicket.PLAIN:
            old, new = (_stored(name, value) for value in pair)
            current = run.before(ticket, name)
            if current == new:
                changes.set(ticket, name, current, old)


def _shown(name: str, value: Json) -> Json:
    return str(value) if name in _IDS and value is not None else value


def _stored(name: str, value: Json) -> Json:
    return int(value) if name in _IDS and value is not None else value
