"""Mail that comes in and is placed, as the doors and the workers do it."""

from __future__ import annotations

from tandem.channels.email.intake.store import store_for
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.routes import Route
from tandem.kernel.worker import drain
from tests.channels.email.letters import raw_mail


def mail_in(mailbox: Mailbox, sender: str, *, envelope: str | None = None, **parts: str) -> LedgerEntry:
    """One mail, from the door to its ticket."""
    address = envelope if envelope is not None else sender.rpartition("<")[2].rstrip(">")
    entry = store_for(raw_mail(sender=sender, **parts), address, Route(mailbox.id, mailbox.address), "smtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)
