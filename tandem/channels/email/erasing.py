"""The mail channel's part in erasing a customer: raw mail, what the catcher kept, words to colleagues that wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q

from tandem.channels.email.automatic.correspondents import counted_as
from tandem.channels.email.automatic.kinds import ACKNOWLEDGE, ASK, CONFIRM
from tandem.channels.email.ledger import named_by_mail
from tandem.channels.email.models import AutomaticMail, CaughtMail, Correspondent, LedgerEntry
from tandem.infra import clock
from tandem.infra.addresses import is_valid
from tandem.infra.holding import may_delete_files
from tandem.infra.storage import storage
from tandem.kernel.models import Effect
from tandem.people.erasure import Erasure
from tandem.tickets.erasing import tickets_of
from tandem.tickets.models import Message

#: What the Message-ID of an erased mail begins with; one without "@" is nobody's.
_ERASED: Final = "erased-"
#: Effects that mail something about a ticket, or weigh whether to.
_ABOUT_TICKETS: Final = frozenset({"mail.notify", ACKNOWLEDGE, CONFIRM, ASK})


def erase(erasure: Erasure) -> None:
    """Before the tickets are gone through: they say which mails these are. The raw mails of others in the same tickets go as well,
    since they quote them and have them in copy; what was read out of those stays."""
    tickets = tickets_of(erasure)
    written = Message.objects.filter(author_id__in=erasure.people, ledger_id__isnull=False)
    which = Q(id__in=list(written.values_list("ledger_id", flat=True))) | Q(ticket_id__in=tickets)
    for address in erasure.addresses:
        # A mail that waits to be placed is new: whoever writes again is a new customer.
        which |= (Q(author__icontains=address) | Q(envelope_from__iexact=address)) & ~Q(state="received")
    # Also those whose bytes have gone with time: who wrote them, and what about, has not.
    for entry in LedgerEntry.objects.filter(which).exclude(message_id__startswith=_ERASED).order_by("id"):
        _forget(entry)
    _caught(tickets, erasure)
    _correspondents(erasure)
    _waiting(set(tickets), erasure)


def _forget(entry: LedgerEntry) -> None:
    """That a mail came, when and where it went stays; what it said and who sent it does not. Its digest stays, so that copies which
    come late are still known."""
    files = (entry.raw, entry.request)
    with transaction.atomic():
        LedgerEntry.objects.filter(id=entry.id).update(
            raw="",
            request="",
            raw_removed_at=entry.raw_removed_at or clock.now_ms(),
            author="",
            subject="",
            envelope_from=None,
            peer="",
            greeting="",
            message_id=f"{_ERASED}{entry.id}",
            trace=[],
        )
    for digest in files:
        _delete_file(digest)


def _caught(tickets: Iterable[int], erasure: Erasure) -> None:
    kept = list(CaughtMail.objects.filter(ticket_id__in=list(tickets)))
    ids = {row.id for row in kept}
    loose = CaughtMail.objects.filter(ticket_id__isnull=True)
    kept += [row for row in loose if row.id not in ids and erasure.scrub(row.recipients) != row.recipients]
    for row in kept:
        CaughtMail.objects.filter(id=row.id).delete()
        _delete_file(row.raw)


def _correspondents(erasure: Erasure) -> None:
    """That something was written by itself stays, so that it counts; to whom does not."""
    keys = [counted_as(address) for address in erasure.addresses if is_valid(address)]
    for one in Correspondent.objects.filter(key__in=keys):
        Correspondent.objects.filter(id=one.id).update(
            address="", key=f"{_ERASED}{one.id}", paused_at=None, blocked_at=None
        )
        AutomaticMail.objects.filter(correspondent=one).update(domain="")


def _delete_file(digest: str) -> None:
    """At once, unless another mail is the same to the byte, or a backup is copying the files: then the sweep takes it."""
    with may_delete_files() as may:
        if may and digest and not named_by_mail([digest]):
            storage().delete(digest)


def _waiting(tickets: set[int], erasure: Erasure) -> None:
    """Words to colleagues that have not left, and what went wrong with an effect that was set aside."""
    for effect in Effect.objects.exclude(state=Effect.State.DONE).exclude(kind="customers.erase"):
        about = effect.payload.get("ticket_id")
        if effect.kind in _ABOUT_TICKETS and about is not None and int(about) in tickets:
            Effect.objects.filter(id=effect.id).exclude(state=Effect.State.CLAIMED).delete()
            continue
        scrubbed = erasure.scrub(effect.last_error)
        if scrubbed != effect.last_error:
            Effect.objects.filter(id=effect.id).update(last_error=scrubbed)
