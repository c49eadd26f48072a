"""A small, sound state of the world, as evidence that can be forged: one mail that was answered, and a timer that fired."""

from __future__ import annotations

from typing import Any, Final

from faults.checker.evidence import Evidence
from faults.journal import Note, Operation
from faults.sink import Attempt

SUPPORT: Final = "support@desk.example"
CUSTOMER: Final = "c00000000000000aa@customer.example"
MAIL: Final = "FT-00000000000000aa"
REPLY: Final = "FT-00000000000000bb"
RAW: Final = "a" * 64
REPLY_ID: Final = "reply@desk.example"


def operation(kind: str, token: str, number: int = 1, **facts: Any) -> Operation:
    """An attempt that was answered with ok."""
    return Operation(number, kind, token, at=1_000, facts=facts, outcome="ok", answer="250 2.0.0 Kept", ended_at=1_100)


def event(seq: int, kind: str, part: tuple[str, int] | None = None, **more: Any) -> dict[str, Any]:
    """One event of ticket 1."""
    row = {"stream_kind": "ticket", "stream_id": 1, "id": seq, "seq": seq, "change_id": seq, "at": 1_200, "kind": kind}
    row |= {"field": None, "old": None, "new": None}
    return row | {"part_kind": part[0] if part else None, "part_id": part[1] if part else None} | more


def attempt(**more: Any) -> Attempt:
    """The reply, taken."""
    values: dict[str, Any] = {
        "at": 1_500,
        "recipient": CUSTOMER,
        "behaviour": "taken",
        "dot": True,
        "taken": True,
        "answer": "250",
        "token": REPLY,
        "message_id": REPLY_ID,
    }
    return Attempt(**(values | more))


def sound() -> Evidence:
    """Everything as it should be."""
    mail = operation("mail", MAIL, 1, recipients=[SUPPORT], sha256=RAW, sender=CUSTOMER)
    mail.result = {"accepted": [SUPPORT]}
    reply = operation("reply", REPLY, 2, ticket=1001, seen=2, contest="")
    reply.answer, reply.result = "201", {"status": 201, "message_id": "12"}
    entry = {
        "id": 5,
        "mailbox_id": 1,
        "raw": RAW,
        "message_id": "m",
        "state": "applied",
        "reason": "",
        "received_at": 1_050,
    }
    entry |= {"duplicate_of_id": None, "ticket_id": 1, "ticket_message_id": 11, "transport": None}
    shared = {"visibility": "public", "undone_at": None, "automatic": False, "shown_in_id": 1, "at": 1_200}
    ticket = {"id": 1, "number": 1001, "seq": 5, "version": 5, "subject": "It hums", "owner_id": 7, "status_id": 1}
    return Evidence(
        operations=[mail, reply],
        notes=[],
        attempts=[attempt()],
        tables={
            "ledger": [entry],
            "messages": [
                shared
                | {
                    "id": 11,
                    "kind": "customer",
                    "text": f"hums {MAIL}",
                    "mail_id": "m",
                    "client_id": None,
                    "ledger_id": 5,
                },
                shared
                | {
                    "id": 12,
                    "kind": "reply",
                    "text": f"hold {REPLY}",
                    "mail_id": REPLY_ID,
                    "client_id": REPLY,
                    "ledger_id": None,
                },
            ],
            "deliveries": [
                {"id": 21, "message_id": 12, "ticket_id": 1, "recipient": CUSTOMER, "state": "sent", "at": 1_500}
            ],
            "tickets": [ticket],
            "events": [
                event(1, "ticket.opened"),
                event(2, "message.received", ("message", 11)),
                event(3, "ticket.owner_changed", field="owner", old=None, new=7),
                event(4, "message.replied", ("message", 12)),
                event(5, "delivery.sent", ("delivery", 21)),
            ],
            "effects": [
                {"id": 31, "kind": "mail.send", "key": "21", "state": "done", "attempts": 1},
                {"id": 32, "kind": "wake", "key": "timer:41", "state": "done", "attempts": 1},
            ],
            "timers": [{"id": 41, "kind": "wake", "due": 500, "fired_at": 600}],
            "attachments": [{"id": 51, "message_id": 11, "digest": RAW}],
        },
        files={RAW: RAW},
        mailboxes={SUPPORT: 1, "fetched@desk.example": 3},
    )


def note(what: str, at: int = 1_000, **facts: Any) -> Note:
    """Something that happened to the world."""
    return Note(what, at, facts)
