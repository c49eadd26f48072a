"""How long raw mail is kept: what a mail was made into stays; its bytes go after a while, or with a ticket deleted for good.

The ledger's row keeps every fact and both digests, so that the same mail is still recognised when it comes once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings
from django.db.models import Q

from tandem.channels.email.automatic.clearing import forget_weighed
from tandem.channels.email.models import CaughtMail, LedgerEntry
from tandem.infra import clock
from tandem.kernel.changes import ChangeSet, EffectRequest, Removal
from tandem.kernel.context import Run
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.models import Event
from tandem.tickets.sweeping import FORGET_FILES

DAY_MS: Final = 24 * 3_600_000
_BATCH: Final = 500
#: A mail that still waits to be placed keeps its bytes whatever its age.
_PLACED: Final = (LedgerEntry.State.APPLIED, LedgerEntry.State.DUPLICATE)
_ASIDE: Final = (LedgerEntry.State.QUARANTINED,)


def forget_old(now: int) -> int:
    """Let go of the bytes of mails that are older than the settings keep them at `now`; returns how many. Their files go with the
    next sweep."""
    forgotten = 0
    for states, days in ((_PLACED, settings.RAW_MAIL_DAYS), (_ASIDE, settings.QUARANTINE_DAYS)):
        if days:
            forgotten += _forget(states, now - days * DAY_MS, now)
    if settings.RAW_MAIL_DAYS:
        forgotten += CaughtMail.objects.filter(at__lt=now - settings.RAW_MAIL_DAYS * DAY_MS).delete()[0]
    return forgotten


def _forget(states: Sequence[str], older_than: int, now: int) -> int:
    old = LedgerEntry.objects.filter(raw__gt="", received_at__lt=older_than, state__in=states).order_by("received_at")
    forgotten = 0
    # Each batch is a short transaction of its own; a mail that was taken out of quarantine meanwhile keeps its bytes.
    while ids := list(old.values_list("id", flat=True)[:_BATCH]):
        gone = LedgerEntry.objects.filter(id__in=ids, state__in=states).update(raw="", request="", raw_removed_at=now)
        forgotten += gone
        if not gone:
            break
    return forgotten


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """With a ticket that is deleted for good goes the raw form of its mails, in one transaction; their files right after."""
    removed = [change.ref.id for change in changes if isinstance(change, Removal) and change.ref.kind == "ticket"]
    if not removed:
        return
    # Copies of a mail name the first one, and the same bytes.
    entries = LedgerEntry.objects.filter(Q(ticket_id__in=removed) | Q(duplicate_of__ticket_id__in=removed), raw__gt="")
    digests = {digest for row in entries.values_list("raw", "request") for digest in row if digest}
    LedgerEntry.objects.filter(id__in=list(entries.values_list("id", flat=True))).update(
        raw="", request="", raw_removed_at=run.now
    )
    caught = CaughtMail.objects.filter(ticket_id__in=removed)
    digests |= set(caught.values_list("raw", flat=True))
    caught.delete()
    if digests:
        yield EffectRequest(FORGET_FILES.name, f"tickets:{removed[0]}", {"digests": sorted(digests)})


def _forget_old(claim: Claim) -> None:
    now = clock.now_ms()
    forget_old(now)
    forget_weighed(now)


FORGET_MAIL: Final = EffectKind("mail.forget", _forget_old, every_ms=DAY_MS, makes_room=True)
