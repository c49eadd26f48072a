"""Mails a second: by LMTP, parsed in the child, decided, applied and searchable; against parsing and inserting alone."""

from __future__ import annotations

import email.policy
import hashlib
import os
import smtplib
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.bare import BareConnection
from bench.lmtp import connected
from bench.measure import Ratio
from bench.texts import Writer
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.parsing import parse
from tandem.infra.addresses import make_address
from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel import worker
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.models import Department
from tandem.search.tokenizer import prepare, together
from tandem.tickets.bodies import comparable
from tandem.tickets.models import Status
from tandem.tickets.numbers import SEQUENCE

MAILS = 100
MAILBOX = "help@bench.example"


def mails(writer: Writer, count: int) -> list[bytes]:
    """New matters in four languages, half of them with an HTML part."""
    raw = []
    for number in range(count):
        language = writer.language()
        mail = EmailMessage(email.policy.SMTP)
        mail["From"] = f"Customer {number} <mail{number % 40}@company1.example>"
        mail["To"] = MAILBOX
        mail["Subject"] = writer.subject(language)
        mail["Message-ID"] = f"<{new_id():x}@company1.example>"
        mail["Date"] = "Sun, 22 Nov 2026 10:00:00 +0000"
        text = writer.body(language)
        mail.set_content(text)
        if number % 2:
            paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            mail.add_alternative(f"<html><body>{paragraphs}</body></html>", "html")
        raw.append(mail.as_bytes())
    return raw


class _Bare:
    """The same mails by the same parser and tokenizer, with the rows and the two commits that nobody could leave out.

    Accepting: the raw bytes in a synced file, then the ledger's row and the wish to apply it, committed. Applying: parse once,
    then number, ticket, message, two events and the document of the search, with the ledger's row and the wish settled, committed.
    Left out is what only a product needs: who wrote and where the mail belongs is known beforehand, nothing is looked up, the
    parser runs in this process, and nobody claims the wish before it is carried out.
    """

    def __init__(self) -> None:
        self._database = BareConnection()
        self._mailbox = Mailbox.objects.get(address=MAILBOX)
        self._status = Status.objects.filter(department_id=self._mailbox.department_id).order_by("position")[0]
        self._person = self._database.rows("SELECT id FROM people_person WHERE role IS NULL LIMIT 1")[0][0]
        self._folder = Path(settings.HOME) / "bare"
        self._folder.mkdir(exist_ok=True)
        # What truth is to each database.
        self._no: Any = False if self._database.postgresql else 0

    def apply_all(self, batch: list[bytes]) -> None:
        """Accept all of them, then apply all of them."""
        for entry, digest in [self._accept(raw) for raw in batch]:
            self._apply(entry, digest)

    def _accept(self, raw: bytes) -> tuple[int, str]:
        digest, entry, now = hashlib.sha256(raw).hexdigest(), new_id(), now_ms()
        self._keep(digest, raw)
        self._database.begin()
        self._insert(
            "email_channel_ledgerentry",
            {
                "id": entry, "seq": 0, "version": 0, "mailbox_id": self._mailbox.id, "door": "bare", "envelope_from": "",
                "envelope_to": MAILBOX, "received_at": now, "message_id": digest, "digest": digest, "raw": digest,
                "size": len(raw), "author": "", "subject": "", "state": "received", "reason": "", "attempts": 0, "trace": "[]",
            },
        )  # fmt: skip
        self._insert(
            "kernel_effect",
            {
                "id": new_id(), "kind": "bare", "key": str(entry), "payload": "{}", "state": "queued", "not_before": 0,
                "attempts": 0, "lease_until": 0, "fence": 0, "last_error": "", "created_at": now,
            },
        )  # fmt: skip
        self._database.commit()
        return entry, digest

    def _keep(self, name: str, raw: bytes) -> None:
        """The file and its name survive a power cut."""
        for path, flags, content in (
            (self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, raw),
            (self._folder, os.O_RDONLY | os.O_DIRECTORY, None),
        ):
            descriptor = os.open(path, flags, 0o600)
            if content is not None:
                os.write(descriptor, content)
            os.fsync(descriptor)
            os.close(descriptor)

    def _apply(self, entry: int, digest: str) -> None:
        mail = parse((self._folder / digest).read_bytes(), envelope_from=None)
        found = together(prepare(mail.subject), prepare(mail.shown_text))
        ticket, message, now = new_id(), new_id(), now_ms()
        self._database.begin()
        self._insert(
            "tickets_ticket",
            {
                "id": ticket, "seq": 2, "version": 1, "number": self._number(), "requester_id": self._person,
                "subject": mail.subject, "subject_norm": mail.subject.lower(), "status_id": self._status.id,
                "status_group": "open", "priority": 0, "department_id": self._mailbox.department_id, "channel": "email",
                "created_at": now, "updated_at": now, "last_message_at": now, "last_message_by": "customer",
                "last_customer_at": now, "reopened_count": 0, "message_count": 1, "snippet": mail.shown_text[:200],
                "requester_address": "",
            },
        )  # fmt: skip
        self._insert(
            "tickets_message",
            {
                "id": message, "origin_ticket_id": ticket, "shown_in_id": ticket, "seq": 2, "kind": "customer",
                "visibility": "public", "channel": "email", "author_id": self._person, "at": now, "text": mail.shown_text,
                "html": mail.html, "parts": "{}", '"to"': "[]", "cc": "[]", "mail_id": mail.message_id[1:-1],
                "ledger_id": entry, "automatic": self._no, "unverified": self._no, "revision": 0,
                "text_norm": comparable(mail.shown_text),
            },
        )  # fmt: skip
        for seq, kind in enumerate(("ticket.opened", "message.received"), 1):
            self._insert(
                "kernel_event",
                {
                    "id": new_id(), "stream_kind": "ticket", "stream_id": ticket, "seq": seq, "change_id": ticket, "at": now,
                    "kind": kind, "actor_kind": "customer", "actor_id": self._person,
                },
            )  # fmt: skip
        self._insert(
            "search_messagedocument",
            {
                "message_id": message,
                "ticket_id": ticket,
                "version": 0,
                "text": found.text,
                "tokens": " ".join(found.tokens),
            },
        )
        self._database.do(
            "UPDATE email_channel_ledgerentry SET state = 'applied', ticket_id = %s, ticket_message_id = %s WHERE id = %s",
            [ticket, message, entry],
        )
        self._database.do(
            "UPDATE kernel_effect SET state = 'done', finished_at = %s WHERE key = %s AND kind = 'bare'",
            [now, str(entry)],
        )
        self._database.commit()

    def _number(self) -> int:
        if self._database.postgresql:
            return int(self._database.rows(f"SELECT nextval('{SEQUENCE}')")[0][0])
        return int(self._database.rows("UPDATE tickets_ticketcounter SET last = last + 1 RETURNING last")[0][0])

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        marks = ", ".join("%s::tsvector" if name == "tokens" and self._database.postgresql else "%s" for name in values)
        self._database.do(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def make_mailbox() -> None:
    """The mailbox that the mails go to, unless it is there."""
    if not Mailbox.objects.filter(address=MAILBOX).exists():
        department = Department.objects.order_by("position").values_list("id", flat=True)[0]
        run(CreateMailbox(make_address(MAILBOX), department), SYSTEM)


def measure() -> list[Ratio]:
    """Both ways take turns with ten mails each."""
    make_mailbox()
    writer, bare = Writer(new_id()), _Bare()
    worker.drain()
    ours = least = 0.0
    batches = mails(writer, MAILS)
    with connected() as session:
        seconds_of(session, mails(writer, 5))
        for first in range(0, MAILS, 10):
            batch = batches[first : first + 10]
            ours += seconds_of(session, batch)
            before = time.perf_counter()
            bare.apply_all(batch)
            least += time.perf_counter() - before
    applied = LedgerEntry.objects.filter(state=LedgerEntry.State.APPLIED).count()
    assert applied >= MAILS, f"only {applied} mails were applied"
    return [
        Ratio("mails applied", MAILS / ours, MAILS / least, "a second", "by LMTP, parsed apart, searchable", rate=True)
    ]


def seconds_of(session: smtplib.LMTP, batch: list[bytes]) -> float:
    """Seconds from handing the first over until all of them are in their tickets."""
    before = time.perf_counter()
    for raw in batch:
        # A sender of their own for each: one alone would be told to come later.
        refused = session.sendmail(f"{new_id():x}@company1.example", [MAILBOX], raw)
        assert not refused, refused
    worker.drain()
    return time.perf_counter() - before
