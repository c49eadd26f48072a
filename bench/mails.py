"""Mails a second: accepted, parsed in the child, decided, applied and searchable; against parsing and inserting alone."""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from bench.bare import BareConnection
from bench.measure import Ratio
from bench.texts import Writer
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.infra.addresses import make_address
from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel import worker
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.models import Department
from tandem.tickets.models import Status
from tandem.tickets.numbers import next_number

MAILS = 100
MAILBOX = "help@bench.example"


def _mails(writer: Writer, count: int) -> list[bytes]:
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
    """Parse with the standard library and insert a ticket, a message and an event, one transaction a mail."""

    def __init__(self) -> None:
        self._database = BareConnection()
        self._department = Department.objects.order_by("position").values_list("id", flat=True)[0]
        self._status = Status.objects.filter(department_id=self._department).order_by("position")[0]
        self._person = self._database.rows("SELECT id FROM people_person WHERE role IS NULL LIMIT 1")[0][0]

    def apply_all(self, batch: list[bytes]) -> None:
        for raw in batch:
            self._apply(raw)

    def _apply(self, raw: bytes) -> None:
        mail: Any = email.message_from_bytes(raw, policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()
        ticket, message, now, subject = new_id(), new_id(), now_ms(), str(mail["Subject"])
        number = next_number()
        self._database.begin()
        self._insert(
            "tickets_ticket",
            {
                "id": ticket, "seq": 2, "version": 1, "number": number, "requester_id": self._person, "subject": subject,
                "subject_norm": subject.lower(), "status_id": self._status.id, "status_group": "open", "priority": 0,
                "department_id": self._department, "channel": "email", "created_at": now, "updated_at": now,
                "reopened_count": 0, "message_count": 1, "snippet": text[:200],
            },
        )  # fmt: skip
        false = False if self._database.postgresql else 0
        self._insert(
            "tickets_message",
            {
                "id": message, "origin_ticket_id": ticket, "shown_in_id": ticket, "seq": 2, "kind": "customer",
                "visibility": "public", "channel": "email", "author_id": self._person, "at": now, "text": text, "parts": "{}",
                '"to"': "[]", "cc": "[]", "mail_id": str(mail["Message-ID"])[1:-1], "automatic": false, "unverified": false,
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
        self._database.commit()

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        marks = ", ".join(["%s"] * len(values))
        self._database.do(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def measure() -> list[Ratio]:
    """Both ways take turns with ten mails each."""
    if not Mailbox.objects.filter(address=MAILBOX).exists():
        department = Department.objects.order_by("position").values_list("id", flat=True)[0]
        run(CreateMailbox(make_address(MAILBOX), department), SYSTEM)
    writer, bare = Writer(new_id()), _Bare()
    worker.drain()
    _ours(_mails(writer, 5))
    ours = least = 0.0
    mails = _mails(writer, MAILS)
    for first in range(0, MAILS, 10):
        batch = mails[first : first + 10]
        ours += _timed(_ours, batch)
        least += _timed(bare.apply_all, batch)
    applied = LedgerEntry.objects.filter(state=LedgerEntry.State.APPLIED).count()
    assert applied >= MAILS, f"only {applied} mails were applied"
    return [
        Ratio("mails applied", MAILS / ours, MAILS / least, "a second", "accepted, parsed apart, searchable", rate=True)
    ]


def _ours(batch: list[bytes]) -> None:
    for raw in batch:
        store(raw, "someone@company1.example", MAILBOX, "bench")
    worker.drain()


def _timed(action: Callable[[list[bytes]], None], batch: list[bytes]) -> float:
    before = time.perf_counter()
    action(batch)
    return time.perf_counter() - before
