"""Move a ticket to another department, by choice to a team and an owner there, with a word to the colleagues who get it (DP-05).

What follows of a move (the status is mapped, team and owner stay behind) is written once, in `EditTicket`, which is asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.kernel.merging import Edit
from tandem.people.editing import UNSEEN
from tandem.tickets.commands import add_note, edit_ticket
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.parts import check_owner
from tandem.tickets.policies import TICKET_POLICY

#: Of a team or an owner: not named, so that what can stay stays.
AS_IT_IS: Final = object()


@dataclass(frozen=True, slots=True)
class Reads:
    """The edit and the note, each with what it read."""

    edit: EditTicket
    of_edit: edit_ticket.Reads
    of_note: add_note.Reads | None


@dataclass
class MoveTicket(Command[Reads]):
    """`team_id` and `owner_id` are of the new department, None for nobody. `seen_in` is the department that the mover saw it in:
    once somebody else has moved it meanwhile, this is a conflict. `note` is internal and comes with the move."""

    verb = "move"

    ticket_id: int
    department_id: int
    team_id: Any = AS_IT_IS
    owner_id: Any = AS_IT_IS
    note: AddNote | None = None
    seen_in: Any = UNSEEN
    #: Of the pointers in refusals: the value of a bulk action lies deeper than a body of its own.
    at: str = ""
    names: Sequence[Once] = field(default=())

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> Reads:
        run.visible("department", [self.department_id])
        self._check_team(run)
        if isinstance(self.owner_id, int):
            owner = run.visible("person", [self.owner_id])[self.owner_id]
            check_owner(owner, self.department_id, f"{self.at}/owner_id")
        edit = EditTicket(self.ticket_id, self._edits())
        return Reads(edit, edit.read(run), self._read_note(run))

    def _check_team(self, run: Run) -> None:
        if not isinstance(self.team_id, int):
            return
        if run.visible("team", [self.team_id])[self.team_id].department_id != self.department_id:
            detail = _("This team belongs to another department.")
            raise Invalid([Problem(f"{self.at}/team_id", "other_department", detail)])

    def _edits(self) -> dict[str, Edit]:
        named = {"team": self.team_id, "owner": self.owner_id}
        beside = {name: Edit(UNSEEN, value) for name, value in named.items() if value is not AS_IT_IS}
        return {"department": Edit(self.seen_in, self.department_id), **beside}

    def _read_note(self, run: Run) -> add_note.Reads | None:
        if self.note is None:
            return None
        verdict = TICKET_POLICY.may(run.actor, "note", run.record(self.ticket))
        if not verdict:
            raise Forbidden(verdict.reason)
        return self.note.read(run)

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        # The note first: it is told of where the ticket was when it was written.
        changes = ChangeSet()
        if self.note is not None and reads.of_note is not None:
            changes.extend(self.note.plan(run, reads.of_note))
        changes.extend(reads.edit.plan(run, reads.of_edit))
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.ticket
