"""Open a ticket: by a channel for the customer who wrote, or by an agent for somebody (KF-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.kernel.actors import Actor
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.actors import StaffActor
from tandem.people.finding import Known, look_up, person_for
from tandem.people.models import Department
from tandem.tickets import statuses
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File, addresses_json, author_acts, check_owner, plan_message
from tandem.tickets.own_addresses import refuse_ours
from tandem.tickets.statuses import StatusFacts


@dataclass(frozen=True, slots=True)
class Reads:
    known: Known
    department_id: int
    statuses: Mapping[str, StatusFacts]


@dataclass
class OpenTicket(Command[Reads]):
    """The first message is the requester's words, whoever enters them; nothing is mailed."""

    verb = "open"
    creates = "ticket"

    subject: str
    body: Body
    requester: Address
    channel: str
    priority: int = 0
    status: str = ""
    department_id: int | None = None
    owner_id: int | None = None
    tags: Sequence[str] = ()
    cc: Sequence[Address] = ()
    to: Sequence[Address] = ()
    files: Sequence[File] = ()
    mailbox_id: int | None = None
    mail_id: str | None = None
    ledger_id: int | None = None
    automatic: bool = False
    unverified: bool = False
    proof: str = ""
    spam: bool = False
    follow_up_of: int | None = None
    names: Sequence[Once] = ()

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> Reads:
        if isinstance(run.actor, StaffActor):
            # A channel has decided already which addresses are ours.
            refuse_ours([("/requester/email", self.requester), *((f"/cc/{at}", one) for at, one in enumerate(self.cc))])
        department_id = self._department(run)
        if self.owner_id is not None:
            check_owner(run.visible("person", [self.owner_id])[self.owner_id], department_id, "/owner_id")
        return Reads(look_up([self.requester, *self.cc]), department_id, statuses.of_department(run, department_id))

    def _department(self, run: Run) -> int:
        if self.department_id is not None:
            run.visible("department", [self.department_id])
            return self.department_id
        places = Department.objects.order_by("position", "id").values_list("id", flat=True)
        if isinstance(run.actor, StaffActor) and run.actor.department_ids:
            own = places.filter(id__in=run.actor.department_ids).first()
            if own is not None:
                return own
        first = places.first()
        if first is None:
            raise Invalid([Problem("/department_id", "missing", _("There is no department yet. Create one first."))])
        return first

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        requester_id = person_for(run, changes, self.requester, reads.known)
        copies = {person_for(run, changes, address, reads.known) for address in self.cc} - {requester_id}
        ticket = Ref("ticket", run.new_id())
        status = self._status(reads)
        changes.create(
            ticket,
            {
                "requester_id": requester_id,
                "requester_address": reads.known.unusual(self.requester),
                "subject": self.subject,
                "status_id": status.id,
                "status_group": status.group,
                "priority": self.priority,
                "owner_id": self.owner_id,
                "department_id": reads.department_id,
                "channel": self.channel,
                "source_id": self.mail_id,
                "mailbox_id": self.mailbox_id,
                "follow_up_of_id": self.follow_up_of,
                "created_at": run.now,
                "updated_at": run.now,
                "spam_at": run.now if self.spam else None,
            },
        )
        plan_message(
            run,
            changes,
            ticket,
            self.body,
            {
                "kind": "customer",
                "visibility": "public",
                "channel": self.channel,
                "author_id": requester_id,
                "to": addresses_json(self.to),
                "cc": addresses_json(self.cc),
                "mail_id": self.mail_id,
                "ledger_id": self.ledger_id,
                "automatic": self.automatic,
                "unverified": self.unverified,
                "proof": self.proof,
            },
            self.files,
        )
        _add_sets(changes, ticket, tuple(dict.fromkeys(self.tags)), tuple(sorted(copies)))
        return changes

    def _status(self, reads: Reads) -> StatusFacts:
        if self.status:
            if self.status not in reads.statuses:
                raise Invalid([Problem("/status", "unknown", _("This department has no such status."))])
            return reads.statuses[self.status]
        return next(iter(reads.statuses.values()))

    def acting(self, run: Run, changes: ChangeSet) -> Actor:
        return author_acts(run, changes)

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("ticket")[0].ref


def _add_sets(changes: ChangeSet, ticket: Ref, tags: tuple[str, ...], copies: tuple[int, ...]) -> None:
    changes.append(SetChange(ticket, "tags", tags, ()))
    changes.append(SetChange(ticket, "cc", copies, ()))
