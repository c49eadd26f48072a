"""Write an internal note: for the people who work here only, in every channel, print and export (KF-24, OD-37).

Whom it mentions is told, and follows the ticket from then on: they are asked something, and hear the answer to what they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tandem.infra.markup.mentions import mentioned_in
from tandem.kernel.changes import Cause, ChangeSet, Json, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.merging import Edit
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File, plan_message, uploaded_files
from tandem.tickets.commands.set_with import BY_NOTE, SetWith, read_edits, said
from tandem.tickets.conversations import INTERNAL, check_takes
from tandem.tickets.mentions import check_mentions

MENTIONED = Cause("mentioned")


@dataclass(frozen=True, slots=True)
class Reads:
    files: list[File]
    fields: SetWith | None = None


@dataclass
class AddNote(Command[Reads]):
    """Notes pass no fence and reach no customer. `edits` are fields of the ticket that are set with it; of itself it sets none."""

    verb = "note"

    ticket_id: int
    body: Body
    client_id: str
    uploads: Sequence[int] = ()
    #: Those of the mentions that were listed beside the text.
    listed: Sequence[int] = ()
    edits: Mapping[str, Edit] = field(default_factory=dict)
    #: An internal conversation; none: beside the ticket's first.
    conversation_id: int | None = None
    names: Sequence[Once] = ()
    #: Those who had its draft before the author (`drafts.writers_of`).
    writers: Sequence[int] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        meaning: Json = ["note", self.body.text, self.body.html, list(self.uploads)]
        if self.body.mentions:
            meaning.append(sorted(self.body.mentions))
        if self.edits:
            meaning.append(said(self.edits))
        if self.conversation_id is not None:
            meaning.append({"conversation": self.conversation_id})
        return (*self.names, Once.of(f"ticket:{self.ticket_id}", self.client_id, meaning))

    def read(self, run: Run) -> Reads:
        check_takes(self.ticket, self.conversation_id, INTERNAL)
        if self.body.mentions:
            run.members(self.ticket, "followers")
            check_mentions(run, self.ticket, self._named())
        return Reads(uploaded_files(run, self.uploads), read_edits(run, self.ticket, self.edits, BY_NOTE))

    def _named(self) -> dict[int, str]:
        """Whom it mentions, and where that stands in the request."""
        in_text = set(mentioned_in(self.body.html or ""))
        places = {person: f"/mentions/{at}" for at, person in enumerate(self.listed)}
        return {
            person: "/body_html" if person in in_text else places.get(person, "/mentions")
            for person in self.body.mentions
        }

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        plan_message(
            run,
            changes,
            self.ticket,
            self.body,
            {
                "kind": "note",
                "visibility": "internal",
                "conversation_id": self.conversation_id,
                "channel": "agent",
                "author_id": run.actor.person_id,
                "client_id": self.client_id,
                "writers": [str(writer) for writer in self.writers] or None,
            },
            reads.files,
        )
        if self.body.mentions:
            fresh = {*self.body.mentions} - {run.actor.person_id} - run.members(self.ticket, "followers")
            changes.append(SetChange(self.ticket, "followers", tuple(sorted(fresh)), (), MENTIONED))
        if reads.fields is not None:
            changes.extend(reads.fields.plan(run))
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref
