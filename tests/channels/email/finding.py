"""What an entry of the ledger became."""

from __future__ import annotations

from tandem.channels.email.models import LedgerEntry
from tandem.tickets.models import Message, Ticket


def ticket_of(entry: LedgerEntry) -> Ticket:
    assert entry.ticket_id is not None
    return Ticket.objects.get(id=entry.ticket_id)


def message_of(entry: LedgerEntry) -> Message:
    assert entry.ticket_message_id is not None
    return Message.objects.get(id=entry.ticket_message_id)
