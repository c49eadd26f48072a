"""What people may do with the ledger: look through it, and let a mail be tried again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from tandem.channels.email.commands.tell_of_ledger import TellOfLedger
from tandem.channels.email.intake.store import request_application
from tandem.channels.email.models import LedgerEntry
from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.kernel.records import record_kinds


def visible_entry(actor: Actor, entry_id: int) -> LedgerEntry:
    """One entry. Raises NotFound."""
    rows = LedgerEntry.objects.select_related("mailbox")
    found = rows.filter(record_kinds()["ledger_entry"].policy.visible(actor), id=entry_id).first()
    if found is None:
        raise NotFound()
    return found


def try_again(actor: Actor, entry_id: int) -> bool:
    """Take a mail out of quarantine and apply it once more; False when it does not lie there. Raises NotFound."""
    run(TellOfLedger(entry_id, "ledger.tried_again"), actor)
    with transaction.atomic():
        taken = LedgerEntry.objects.filter(id=entry_id, state=LedgerEntry.State.QUARANTINED).update(
            state=LedgerEntry.State.RECEIVED, reason="", attempts=0
        )
        if taken:
            entry = LedgerEntry.objects.get(id=entry_id)
            # Its stream has grown by this wish, so the number names it: an effect is enqueued once for each.
            request_application(entry, attempt=entry.seq)
    return bool(taken)


def stuck_entries() -> list[LedgerEntry]:
    """Entries that were received and not settled, oldest first: for operators."""
    rows = LedgerEntry.objects.filter(state=LedgerEntry.State.RECEIVED).select_related("mailbox")
    return list(rows.order_by(F("received_at").asc())[:200])
