"""Write an internal note: for the people who work here only, in every channel, print and export (KF-24, OD-37)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File, plan_message, uploaded_files


@dataclass
class AddNote(Command[list[File]]):
    """Notes pass no fence, change no status and reach no customer."""

    verb = "note"

    ticket_id: int
    body: Body
    client_id: str
    uploads: Sequence[int] = ()
    names: Sequence[Once] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        meaning: Json = ["note", self.body.text, self.body.html, list(self.uploads)]
        return (*self.names, Once.of(f"ticket:{self.ticket_id}", self.client_id, meaning))

    def read(self, run: Run) -> list[File]:
        return uploaded_files(run, self.uploads)

    def plan(self, run: Run, reads: list[File]) -> ChangeSet:
        changes = ChangeSet()
        plan_message(
            run,
            changes,
            self.ticket,
            self.body,
            {
                "kind": "note",
                "visibility": "internal",
                "channel": "agent",
                "author_id": run.actor.person_id,
                "client_id": self.client_id,
            },
            reads,
        )
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref
