"""Give a further conversation another title. Nothing else of it changes, its kind least of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, NotFound, Problem
from tandem.kernel.merging import Edit
from tandem.people.editing import merge_field, refuse_clashes
from tandem.tickets.conversations import WRITTEN_AS
from tandem.tickets.models import Conversation
from tandem.tickets.policies import TICKET_POLICY


@dataclass
class RenameConversation(Command[Conversation]):
    """Whoever may write in it may. Raises Conflict `record.edit_conflict` when somebody else has renamed it meanwhile."""

    verb = "converse"

    ticket_id: int
    conversation_id: int
    title: Edit

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    @property
    def conversation(self) -> Ref:
        return Ref("conversation", self.conversation_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket, self.conversation)

    def read(self, run: Run) -> Conversation:
        held: Conversation = run.record(self.conversation)
        if held.ticket_id != self.ticket_id:
            raise NotFound()
        verdict = TICKET_POLICY.may(run.actor, WRITTEN_AS[held.kind], run.record(self.ticket))
        if not verdict:
            raise Forbidden(verdict.reason)
        if not self.title.mine:
            raise Invalid([Problem("/title", "empty", _("A conversation needs a title."))])
        return held

    def plan(self, run: Run, reads: Conversation) -> ChangeSet:
        changes = ChangeSet()
        refuse_clashes(self.ticket, merge_field(run, changes, self.conversation, "title", self.title))
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.conversation
