"""The customers' side of a matter: their mails come in through the ledger, and ours go out as far as the local catcher."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from tandem.channels.email.applying.apply import LEDGER_APPLY
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.parsing import parse
from tandem.channels.email.reply_addresses import reply_address
from tandem.channels.email.sending.catcher import Catcher
from tandem.channels.email.sending.letters import write_letter
from tandem.cli.demo_world import letters
from tandem.cli.demo_world.letters import Letter, Quoted
from tandem.cli.demo_world.programs.mail_server import Sent, undelivered
from tandem.cli.demo_world.script import Bounce, Customer, Mail, Thread
from tandem.infra import clock
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.models import Delivery, Message

DOOR = "demo"
#: Milliseconds from an agent's click until the mail has left: the undo window, and a moment for the road.
ON_THE_WAY = 12_000


class NotApplied(Exception):
    """A mail of the demo world did not become a message: the world would be wrong, so nothing of it is kept."""


def _through_the_door(raw: bytes, envelope_from: str, recipient: str) -> LedgerEntry:
    """A mail stored, claimed and applied as the worker would; the ledger's row afterwards."""
    entry = store(raw, envelope_from, recipient, DOOR)
    claim = outbox.claim()
    assert claim is not None and claim.payload["entry_id"] == str(entry.id)
    LEDGER_APPLY.handle(claim)
    outbox.finish(claim)
    entry.refresh_from_db()
    return entry


class Correspondence:
    """One matter's mails, in both directions."""

    def __init__(self, thread: Thread, now: datetime) -> None:
        self._thread = thread
        self._now = now
        self._mailbox = Mailbox.objects.get(address=thread.mailbox)
        self.ticket_id = 0
        self._sent: list[Sent] = []
        self._answer: Quoted | None = None
        self._answer_id = ""
        self._own_id = ""

    def receive(self, step: Mail, position: int) -> None:
        """A customer's mail, through the door, the ledger and the parser into the ticket."""
        letter = self._letter(step, position)
        recipient = letter.to.address
        envelope_from = "" if step.program.null_sender else step.by.address
        entry = _through_the_door(step.program.write(letter), envelope_from, recipient)
        if step.aside:
            if entry.state != LedgerEntry.State.QUARANTINED:
                raise NotApplied(f"{self._thread.key}, step {position}: {entry.state} {entry.trace}")
            return
        if entry.state != LedgerEntry.State.APPLIED or self.ticket_id not in {0, entry.ticket_id}:
            raise NotApplied(f"{self._thread.key}, step {position}: {entry.state} {entry.reason} {entry.trace}")
        assert entry.ticket_id is not None
        self.ticket_id = entry.ticket_id
        self._own_id = letter.message_id

    def bounce(self, step: Bounce, position: int) -> None:
        """What the mail server of a customer says of our last answer, to the address from which it was sent."""
        sent = next(one for one in reversed(self._sent) if one.recipient == step.to.address)
        raw = undelivered(sent, step.at(self._now), self._message_id(step.to, position), step.text)
        entry = _through_the_door(raw, "", sent.envelope_from)
        if entry.state != LedgerEntry.State.APPLIED or entry.ticket_id != self.ticket_id:
            raise NotApplied(f"{self._thread.key}, step {position}: {entry.state} {entry.reason} {entry.trace}")

    def send(self, message_id: int) -> None:
        """What a colleague has answered, kept by the catcher and recorded as sent some seconds later."""
        later = clock.now_ms() + ON_THE_WAY
        deliveries = Delivery.objects.select_related("message", "ticket", "ticket__department")
        for delivery in deliveries.filter(message_id=message_id).order_by("id"):
            letter = write_letter(delivery)
            with clock.travelling(lambda: later):
                Catcher().deliver(letter)
                run(RecordDelivery(delivery.ticket_id, delivery.id, "sent"), SYSTEM)
            self._sent.append(Sent(letter.envelope_from, letter.recipient, letter.raw))
            self._remember(letter.raw, delivery.message.at)

    def _remember(self, raw: bytes, at: int) -> None:
        """What a customer quotes is what they got."""
        mail = parse(raw)
        assert mail.from_ is not None
        author = letters.Mailbox(mail.from_.name, mail.from_.address)
        to = letters.Mailbox(mail.to[0].name, mail.to[0].address)
        self._answer = Quoted(author, to, mail.subject, clock.to_datetime(at), mail.text.strip())
        self._answer_id = mail.message_id

    def _letter(self, step: Mail, position: int) -> Letter:
        zone = timezone(timedelta(hours=step.by.offset))
        answered = {"answer": self._answer_id, "own_mail": self._own_id, "nothing": ""}[step.follows]
        quoted = None
        if self._answer is not None and step.follows == "answer" and step.quote != "nowhere":
            quoted = Quoted(
                self._answer.author,
                self._answer.to,
                self._answer.subject,
                self._answer.when.astimezone(zone),
                self._answer.text,
            )
        return Letter(
            sender=letters.Mailbox(step.by.name, step.by.address),
            to=letters.Mailbox(self._mailbox.from_name, self._recipient(step)),
            subject=step.subject or f"{step.program.prefix}{self._thread.subject}",
            when=step.at(self._now).astimezone(zone),
            message_id=self._message_id(step.by, position),
            text=step.text,
            html=step.html,
            cc=[letters.Mailbox(copy.name, copy.address) for copy in step.cc],
            in_reply_to=answered or None,
            references=self._references(answered),
            quoted=quoted,
            quote_at=step.quote,
            files=step.files,
        )

    def _recipient(self, step: Mail) -> str:
        return (
            reply_address(self._mailbox.address, self.ticket_id) if step.follows == "answer" else self._mailbox.address
        )

    def _message_id(self, author: Customer, position: int) -> str:
        name = hashlib.sha256(f"{self._thread.key} {position}".encode()).hexdigest()[:24]
        return f"<{name}@{author.address.rpartition('@')[2]}>"

    def _references(self, answered: str) -> list[str]:
        """The conversation up to what is answered (RFC 5322 3.6.4)."""
        if not answered:
            return []
        said = Message.objects.filter(shown_in_id=self.ticket_id, visibility="public", mail_id__isnull=False)
        ids = [f"<{mail_id}>" for mail_id in said.order_by("seq").values_list("mail_id", flat=True)]
        return ids[: ids.index(answered) + 1]
