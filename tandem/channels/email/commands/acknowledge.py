"""Acknowledge a mail by what an admin wrote: a message of the ticket that nobody wrote, with a delivery of its own.

The sender is proven when this is asked for. Whoever has just confirmed their address is proven on this ticket by it: that is noted
here as well, whether or not anything is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from tandem.actions.placeholders import BadTemplate
from tandem.channels.email.automatic.texts import Written, chosen, written
from tandem.channels.email.commands.weighing import Weighing
from tandem.channels.email.models import Mailbox
from tandem.infra import clock
from tandem.kernel.changes import Cause, ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.people.models import Department, Person
from tandem.tickets.bodies import Body, authored_body
from tandem.tickets.commands.parts import addresses_json, own_mail_id, plan_message
from tandem.tickets.models import Message

#: Why the message was written: the mailbox whose setting it is.
CAUSE: Final = "acknowledgement"
#: The event of a ticket on which somebody has confirmed their address.
CONFIRMED: Final = "sender.confirmed"
_PROOFS: Final = ("", "unproven")


@dataclass(frozen=True, slots=True)
class Reads:
    """What comes of it, and the text where it is sent."""

    outcome: str
    detail: str = ""
    mailbox_id: int | None = None
    text: Written | None = None
    body: Body | None = None


@dataclass
class Acknowledge(Command[Reads]):
    """Idempotent: a mail that was weighed before, by whichever mailbox, gets nothing more."""

    verb = "acknowledge"

    weighing: Weighing
    #: The author has confirmed their address by this mail.
    confirms: bool = False

    def targets(self) -> Sequence[Ref]:
        return (*self.weighing.targets(), *(self._doubted() if self.confirms else ()))

    def _doubted(self) -> list[Ref]:
        """What the same person wrote on this ticket before, without proof."""
        written_by = Message.objects.filter(ledger_id=self.weighing.entry_id).values("author_id")
        found = Message.objects.filter(
            shown_in_id=self.weighing.ticket_id,
            author_id__in=written_by,
            kind="customer",
            channel="email",
            unverified=False,
            proof__in=_PROOFS,
        )
        return [Ref("message", message) for message in found.values_list("id", flat=True)]

    def read(self, run: Run) -> Reads:
        if self.confirms and not self._still_doubted(run):
            # Whoever answers the same mail once more only goes on with the ticket.
            return Reads("confirmed")
        mailbox = self.weighing.mailbox(run)
        if mailbox is None or not mailbox.acknowledges:
            return Reads("switched_off")
        if refused := self.weighing.refused(run):
            return Reads(refused)
        language = chosen(mailbox.acknowledgements, self._languages(run, mailbox))
        if language is None:
            return Reads("no_text")
        try:
            text = written(mailbox.acknowledgements[language], language, self._values(run, language))
        except BadTemplate:
            return Reads("no_text", language)
        detail = f"{mailbox.address}, {language}"
        return Reads("sent", detail, mailbox.id, text, authored_body(html=text.html))

    def _still_doubted(self, run: Run) -> list[Ref]:
        """Of those messages the ones that are without proof under the lock: somebody may have confirmed them meanwhile."""
        held = [ref for ref in run.records if ref.kind == "message"]
        return [ref for ref in held if run.before(ref, "proof") in _PROOFS]

    def _languages(self, run: Run, mailbox: Mailbox) -> list[str]:
        """The customer's own, then that of the mailbox, then that of the installation."""
        own = Person.objects.filter(id=self._author(run)).values_list("language", flat=True).first()
        return [one for one in (own, mailbox.language, settings.LANGUAGE_CODE) if one]

    def _author(self, run: Run) -> int:
        author: int = run.record(self.weighing.ticket).requester_id
        return author

    def _values(self, run: Run, language: str) -> dict[str, str]:
        ticket: Any = run.record(self.weighing.ticket)
        name = self.weighing.recipient.name
        address = self.weighing.recipient.address
        with translation.override(language):
            today = date_format(clock.to_datetime(run.now), "DATE_FORMAT")
        return {
            "ticket.number": str(ticket.number),
            "ticket.subject": ticket.subject,
            "requester.name": name or address,
            "requester.first_name": name.split()[0] if name.split() else address,
            "department.name": Department.objects.values_list("name", flat=True).get(id=ticket.department_id),
            "today": today,
        }

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        if doubted := self._still_doubted(run):
            self._confirm(run, changes, doubted)
        if reads.text is not None and reads.body is not None:
            self._send(run, changes, reads.text, reads.body, Cause(CAUSE, reads.mailbox_id))
        self.weighing.note(run, changes, "acknowledgement", reads.outcome, reads.detail)
        return changes

    def _confirm(self, run: Run, changes: ChangeSet, doubted: Sequence[Ref]) -> None:
        changes.append(Fact(self.weighing.ticket, CONFIRMED))
        for ref in doubted:
            changes.set(ref, "proof", run.before(ref, "proof"), "proven")

    def _send(self, run: Run, changes: ChangeSet, text: Written, body: Body, cause: Cause) -> None:
        ticket, recipient = self.weighing.ticket, self.weighing.recipient
        message = plan_message(
            run,
            changes,
            ticket,
            Body(body.text, body.html, {"subject": text.subject, "language": text.language}),
            {
                "kind": "reply",
                "visibility": "public",
                "channel": "email",
                "automatic": True,
                "to": addresses_json([recipient]),
                "cc": [],
                "mail_id": own_mail_id(run, ticket),
                # Where it is explained: the way of the mail that it answers.
                "ledger_id": self.weighing.entry_id,
            },
            cause=cause,
        )
        delivery = {"message_id": message.id, "ticket_id": ticket.id, "recipient": recipient.address}
        changes.create(Ref("delivery", run.new_id()), {**delivery, "state": "queued", "not_before": 0, "at": run.now})
