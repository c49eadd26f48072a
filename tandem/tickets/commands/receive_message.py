"""Receive a customer's message into an existing ticket. Only channels do this: they have decided that it belongs here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tandem.infra.addresses import Address
from tandem.kernel.actors import Actor
from tandem.kernel.changes import Cause, ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.people.finding import Known, look_up, person_for
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File, addresses_json, author_acts, plan_message

#: Why mail of somebody whom we do not want to hear opens in the spam folder, or changes nothing where it lands.
BLOCKED: Final = Cause("blocked_sender")


@dataclass
class ReceiveMessage(Command[Known]):
    """`unverified` marks what came by a valid reply address from somebody who does not take part: agents see it, nothing
    else happens (no reopening, no copies added, nobody told). The same holds for a blocked sender, and the history says why."""

    verb = "receive"

    ticket_id: int
    body: Body
    author: Address
    channel: str
    to: Sequence[Address] = ()
    cc: Sequence[Address] = ()
    #: Of those in copy, who from now on takes part.
    joining: Sequence[Address] = ()
    files: Sequence[File] = ()
    mail_id: str | None = None
    ledger_id: int | None = None
    #: The further conversation whose message it answers; none: the ticket's first.
    conversation_id: int | None = None
    automatic: bool = False
    unverified: bool = False
    proof: str = ""
    names: Sequence[Once] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> Known:
        run.members(self.ticket, "cc")
        return look_up([self.author, *self.joining])

    def plan(self, run: Run, reads: Known) -> ChangeSet:
        changes = ChangeSet()
        author_id = person_for(run, changes, self.author, reads)
        blocked = self.author.key in reads.blocked
        plan_message(
            run,
            changes,
            self.ticket,
            self.body,
            {
                "kind": "customer",
                "visibility": "public",
                "conversation_id": self.conversation_id,
                "channel": self.channel,
                "author_id": author_id,
                "to": addresses_json(self.to),
                "cc": addresses_json(self.cc),
                "mail_id": self.mail_id,
                "ledger_id": self.ledger_id,
                "automatic": self.automatic,
                "unverified": self.unverified,
                "proof": self.proof,
            },
            self.files,
            BLOCKED if blocked else None,
        )
        if not self.unverified and not blocked:
            joining = {person_for(run, changes, address, reads) for address in self.joining}
            joining -= {run.record(self.ticket).requester_id, *run.members(self.ticket, "cc")}
            changes.append(SetChange(self.ticket, "cc", tuple(sorted(joining)), ()))
            if author_id == run.before(self.ticket, "requester") and not self.automatic:
                # Whoever writes from their office wants to be answered there.
                before = run.before(self.ticket, "requester_address")
                changes.set(self.ticket, "requester_address", before, reads.unusual(self.author))
        return changes

    def acting(self, run: Run, changes: ChangeSet) -> Actor:
        return author_acts(run, changes)

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref
