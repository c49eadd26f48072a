"""Mailboxes, ledger entries and caught mail as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from tandem.channels.email.models import CaughtMail, LedgerEntry, Mailbox
from tandem.channels.email.reasons import explanation
from tandem.infra.clock import isoformat
from tandem.kernel.actors import Actor
from tandem.tickets.queries import visible_to

Row = dict[str, Any]


def mailbox(box: Mailbox) -> Row:
    """One mailbox with what an admin needs to lead mail to it."""
    local = box.address.partition("@")[0]
    return {
        "id": str(box.id),
        "address": box.address,
        "from_name": box.from_name,
        "department_id": str(box.department_id),
        "signature_html": box.signature_html,
        "active": box.active,
        "subject_token": box.subject_token,
        "forward_to": f"{local}@{settings.REPLY_DOMAIN}" if settings.REPLY_DOMAIN else box.address,
        "intake": {"smtp": _door(settings.SMTP_IN), "lmtp": _door(settings.LMTP_IN)},
    }


def _door(address: str) -> str:
    return "" if address == "off" else address


def entry(row: LedgerEntry) -> Row:
    """One mail of the ledger for a list."""
    return {
        "id": str(row.id),
        "received_at": isoformat(row.received_at),
        "mailbox": row.mailbox.address if row.mailbox else None,
        "from": row.author,
        "subject": row.subject,
        "reason": row.reason,
        "explanation": explanation(row.reason),
        "size": row.size,
        "state": row.state,
    }


def entry_page(actor: Actor, row: LedgerEntry) -> Row:
    """One mail of the ledger with the way it took."""
    return entry(row) | {
        "message_id": row.message_id,
        "door": row.door,
        "envelope_from": row.envelope_from,
        "envelope_to": row.envelope_to,
        "attempts": row.attempts,
        "duplicate_of": None if row.duplicate_of_id is None else str(row.duplicate_of_id),
        "ticket_number": numbers(actor, [row.ticket_id]).get(row.ticket_id or 0),
        "raw_removed_at": isoformat(row.raw_removed_at),
        "trace": row.trace,
    }


def caught(row: CaughtMail, ticket_numbers: dict[int, int]) -> Row:
    """One caught mail for a list."""
    return {
        "id": str(row.id),
        "at": isoformat(row.at),
        "from": row.envelope_from,
        "to": row.recipients,
        "subject": row.subject,
        "ticket_number": ticket_numbers.get(row.ticket_id or 0),
    }


def numbers(actor: Actor, ids: Iterable[int | None]) -> dict[int, int]:
    """Ticket numbers by id, of the tickets that this actor may see."""
    wanted = {one for one in ids if one is not None}
    return dict(visible_to(actor).filter(id__in=wanted).values_list("id", "number")) if wanted else {}
