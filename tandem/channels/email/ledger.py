"""What people may do with the ledger: look through it, and let a mail be tried again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tandem.channels.email.commands.tell_of_ledger import TellOfLedger
from tandem.channels.email.intake.store import request_application
from tandem.channels.email.models import CaughtMail, LedgerEntry
from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound, Refused
from tandem.kernel.pipeline import run
from tandem.kernel.records import record_kinds


class RawRemoved(Refused):
    """The bytes of this mail were let go of: it cannot be read any more."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.raw_removed", _("The raw form of this mail has been removed; what it was made into stays.")
        )


#: Reasons for which only the header of a mail was fetched: reading that once more makes nothing better.
_ONLY_HEADER: Final = frozenset({"too_large", "not_delivered"})


class OnlyHeader(Refused):
    """The mail itself was never fetched."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.only_header",
            _(
                "Only the header of this mail was fetched; the mail itself lies on the mail server. Release it to have a ticket."
            ),
        )


def named_by_mail(digests: Sequence[str]) -> set[str]:
    """Those of these files that are the raw form of a mail that came in or was caught."""
    return {
        digest
        for model in (LedgerEntry, CaughtMail)
        for digest in model._default_manager.filter(raw__in=digests).values_list("raw", flat=True)
    } | set(LedgerEntry.objects.filter(request__in=digests, request__gt="").values_list("request", flat=True))


def visible_entry(actor: Actor, entry_id: int) -> LedgerEntry:
    """One entry. Raises NotFound."""
    rows = LedgerEntry.objects.select_related("mailbox")
    found = rows.filter(record_kinds()["ledger_entry"].policy.visible(actor), id=entry_id).first()
    if found is None:
        raise NotFound()
    return found


def try_again(actor: Actor, entry_id: int) -> bool:
    """Take a mail out of quarantine and place it once more; False when it does not lie there. Raises NotFound."""
    if visible_entry(actor, entry_id).reason in _ONLY_HEADER:
        raise OnlyHeader
    return _take_out(TellOfLedger(entry_id, "ledger.tried_again"), actor, released=False)


def release(actor: Actor, entry_id: int) -> bool:
    """Make a ticket of a mail in quarantine, whatever put it there; False when it does not lie there. Raises NotFound.

    A mail that cannot be read at all comes back.
    """
    return _take_out(TellOfLedger(entry_id, "ledger.released"), actor, released=True)


def _take_out(fact: TellOfLedger, actor: Actor, *, released: bool) -> bool:
    if visible_entry(actor, fact.entry_id).raw_removed_at is not None:
        raise RawRemoved
    run(fact, actor)
    with transaction.atomic():
        taken = LedgerEntry.objects.filter(id=fact.entry_id, state=LedgerEntry.State.QUARANTINED).update(
            state=LedgerEntry.State.RECEIVED, reason="", attempts=0, deaths=0
        )
        if taken:
            entry = LedgerEntry.objects.get(id=fact.entry_id)
            # Its stream has grown by this wish, so the number names it: an effect is enqueued once for each.
            request_application(entry, attempt=entry.seq, released=released)
    return bool(taken)


def set_aside() -> list[LedgerEntry]:
    """Entries in quarantine and those that wait to be applied, oldest first: for operators."""
    states = (LedgerEntry.State.QUARANTINED, LedgerEntry.State.RECEIVED)
    return list(LedgerEntry.objects.filter(state__in=states).select_related("mailbox").order_by("received_at", "id"))
