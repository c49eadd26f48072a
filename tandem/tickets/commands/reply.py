"""Answer the customer in public. Passes the fence, may set the status with it, and plans one delivery a recipient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.merging import Edit
from tandem.people.models import Person
from tandem.tickets import fence, queries, statuses
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import (
    File,
    addresses_json,
    own_mail_id,
    plan_deliveries,
    plan_message,
    uploaded_files,
)
from tandem.tickets.commands.set_with import BY_REPLY, SetWith, read_edits, remembered, said
from tandem.tickets.conversations import CUSTOMER, check_takes
from tandem.tickets.department_rules import rules_of
from tandem.tickets.models import Ticket
from tandem.tickets.own_addresses import refuse_ours
from tandem.tickets.statuses import StatusFacts

#: Deliveries of one reply.
MAX_RECIPIENTS: Final = 50


@dataclass(frozen=True, slots=True)
class Reads:
    acknowledged: Sequence[int]
    to: Sequence[Address]
    cc: Sequence[Address]
    statuses: Mapping[str, StatusFacts]
    default_status: str
    files: Sequence[File]
    fields: SetWith | None = None


@dataclass
class Reply(Command[Reads]):
    """`seen` is the seq up to which the author has read; `client_id` names this composition in all its attempts.

    Without recipients it goes to the requester with the ticket's copies; without a status, to the one that the department sets
    on an agent's reply. `edits` are fields of the ticket that are set with it.
    """

    verb = "reply"

    ticket_id: int
    body: Body
    seen: int
    client_id: str
    acknowledge: Sequence[int] = ()
    to: Sequence[Address] | None = None
    cc: Sequence[Address] | None = None
    status: str | None = None
    uploads: Sequence[int] = ()
    edits: Mapping[str, Edit] = field(default_factory=dict)
    #: A further conversation with the customer; none: the ticket's first.
    conversation_id: int | None = None
    channel: str = "agent"
    names: Sequence[Once] = ()
    #: Those who had its draft before the author (`drafts.writers_of`).
    writers: Sequence[int] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        """Both names leave out `seen` and `acknowledge`: reviewing and sending the same text again is the same request."""
        recipients = [addresses_json(side) if side is not None else None for side in (self.to, self.cc)]
        meaning: Json = [self.body.text, self.body.html, *recipients, self.status, list(self.uploads)]
        if self.edits:
            meaning = [*meaning, said(self.edits)]
        if self.conversation_id is not None:
            meaning = [*meaning, {"conversation": self.conversation_id}]
        return (*self.names, Once.of(f"ticket:{self.ticket_id}", self.client_id, meaning))

    def read(self, run: Run) -> Reads:
        ticket = run.record(self.ticket)
        check_takes(self.ticket, self.conversation_id, CUSTOMER)
        rules = rules_of(run, ticket.department_id)
        review = fence.Review(rules.reviewed_before_reply, run.actor.person_id)
        acknowledged = fence.check(self.ticket, ticket.seq, self.seen, self.client_id, self.acknowledge, review)
        to = self._requester(ticket) if self.to is None else list(self.to)
        cc = self._copies(run) if self.cc is None else list(self.cc)
        if not to and not cc:
            detail = _("Nobody would receive this: the requester has no mail address. Add a recipient.")
            raise Invalid([Problem("/to", "empty", detail)])
        _check_recipients(to, cc)
        return Reads(
            acknowledged,
            to,
            cc,
            statuses.of_department(run, ticket.department_id),
            rules.on_agent_reply,
            uploaded_files(run, self.uploads),
            read_edits(run, self.ticket, self.edits, BY_REPLY),
        )

    def _requester(self, ticket: Ticket) -> list[Address]:
        main = _addresses([ticket.requester_id])
        wrote_from = queries.requester_address(ticket.requester_id, ticket.requester_address)
        return [make_address(wrote_from, main[0].name if main else "")] if wrote_from else main

    def _copies(self, run: Run) -> list[Address]:
        return _addresses(sorted(run.members(self.ticket, "cc")))

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        ticket = run.record(self.ticket)
        changes = ChangeSet()
        target = self._status(ticket, reads)
        fields = ChangeSet() if reads.fields is None else reads.fields.plan(run)
        message = plan_message(
            run,
            changes,
            self.ticket,
            self.body,
            {
                "kind": "reply",
                "visibility": "public",
                "conversation_id": self.conversation_id,
                "channel": self.channel,
                "author_id": run.actor.person_id,
                "to": addresses_json(reads.to),
                "cc": addresses_json(reads.cc),
                "mail_id": own_mail_id(run, self.ticket),
                "client_id": self.client_id,
                "acknowledged": [str(event_id) for event_id in reads.acknowledged] or None,
                "writers": [str(writer) for writer in self.writers] or None,
                "set_with_it": {**_set_with_it(ticket, target), **remembered(fields, self.ticket)} or None,
            },
            reads.files,
        )
        plan_deliveries(run, changes, self.ticket, message, [*reads.to, *reads.cc])
        if target is not None:
            changes.set(self.ticket, "status", ticket.status_id, target.id)
        changes.extend(fields)
        return changes

    def _status(self, ticket: Ticket, reads: Reads) -> StatusFacts | None:
        """The status to set with it, or None where the ticket keeps its own."""
        slug = reads.default_status if self.status is None else self.status
        if self.status is None and ticket.status_group == "closed":
            return None
        if not slug:
            return None
        if slug not in reads.statuses:
            raise Invalid([Problem("/status", "unknown", _("This department has no such status."))])
        target = reads.statuses[slug]
        if target.final:
            detail = _("A final status takes no reply, so it cannot be set with one.")
            raise Invalid([Problem("/status", "final", detail)])
        return None if target.id == ticket.status_id else target

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref


def _check_recipients(to: Sequence[Address], cc: Sequence[Address]) -> None:
    """No more than a conversation has (sec:A-16), and none of them ourselves: the reply would come back as a new mail."""
    if len({address.key for address in (*to, *cc)}) > MAX_RECIPIENTS:
        raise Invalid([Problem("/to", "too_many", _("A reply goes to at most fifty people."))])
    refuse_ours(
        (f"/{name}/{at}", address) for name, side in (("to", to), ("cc", cc)) for at, address in enumerate(side)
    )


def _set_with_it(ticket: Ticket, target: StatusFacts | None) -> dict[str, Json]:
    """What of its status goes back when the reply is taken back, as {field: [old, new]}."""
    if target is None:
        return {}
    changed: dict[str, Json] = {"status": [str(ticket.status_id), str(target.id)]}
    if ticket.solved_at is not None and target.group != "closed":
        changed["solved_at"] = [ticket.solved_at, None]
    return changed


def _addresses(person_ids: Sequence[int]) -> list[Address]:
    """The mailable addresses of some people, in their order."""
    rows = {person.id: person for person in Person.objects.filter(id__in=person_ids).only("name", "email")}
    found = []
    for person_id in person_ids:
        try:
            found.append(make_address(rows[person_id].email, rows[person_id].name))
        except InvalidAddress:
            continue
    return found
