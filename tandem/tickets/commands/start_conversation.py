"""Start a further conversation on a ticket, with the customer or among colleagues (OD-36). Its kind is fixed from here on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Cause, ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.tickets.conversations import CUSTOMER, INTERNAL, MAX_CONVERSATIONS, WRITTEN_AS, check_colleagues
from tandem.tickets.department_rules import rules_of
from tandem.tickets.models import Conversation
from tandem.tickets.policies import TICKET_POLICY

#: Why somebody follows from now on: they started a conversation among colleagues, or were asked to join one.
JOINED = Cause("joined_conversation")


@dataclass
class StartConversation(Command[str]):
    """Without a kind it is as the department says, and internal for whoever may not write to customers.

    `colleagues` follow the ticket from now on, so that they hear what is written; of an internal one, whoever starts it as well.
    """

    # Whoever may write notes; a conversation with the customer asks for more.
    verb = "converse"

    ticket_id: int
    title: str
    kind: str | None = None
    colleagues: Sequence[int] = ()
    names: Sequence[Once] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> str:
        """The kind that it has."""
        if not self.title:
            raise Invalid([Problem("/title", "empty", _("A conversation needs a title."))])
        if Conversation.objects.filter(ticket_id=self.ticket_id).count() >= MAX_CONVERSATIONS:
            raise Invalid([Problem("", "too_many", _("A ticket has at most two hundred conversations."))])
        check_colleagues(run, self.ticket, {person: f"/colleagues/{at}" for at, person in enumerate(self.colleagues)})
        run.members(self.ticket, "followers")
        return self._kind(run)

    def _kind(self, run: Run) -> str:
        ticket = run.record(self.ticket)
        usual = self.kind or rules_of(run, ticket.department_id).new_conversation
        verdict = TICKET_POLICY.may(run.actor, WRITTEN_AS[usual], ticket)
        if verdict:
            return usual
        if self.kind is None:
            return INTERNAL
        raise Forbidden(verdict.reason)

    def plan(self, run: Run, reads: str) -> ChangeSet:
        changes = ChangeSet()
        changes.create(
            Ref("conversation", run.new_id()),
            {
                "ticket_id": self.ticket_id,
                "kind": reads,
                "title": self.title,
                "started_at": run.now,
                "started_by_id": run.actor.person_id,
            },
        )
        joining = {*self.colleagues}
        if reads != CUSTOMER and run.actor.person_id is not None:
            joining.add(run.actor.person_id)
        fresh = tuple(sorted(joining - run.members(self.ticket, "followers")))
        changes.append(SetChange(self.ticket, "followers", fresh, (), JOINED))
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("conversation")[0].ref
