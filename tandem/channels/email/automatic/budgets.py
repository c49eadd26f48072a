"""How much has been written by itself: counted from rows, so that a restart forgets nothing."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from tandem.channels.email.automatic.clearing import is_old
from tandem.channels.email.automatic.kinds import DAY_MS, HOUR_MS, UsedUp
from tandem.channels.email.models import AutomaticMail, Correspondent, TooLargeTold
from tandem.infra.domains import organisation_of

SENT: Final = "sent"


def used_up(correspondent: Correspondent, ticket_id: int, now: int) -> UsedUp:
    """What forbids one more mail, "" for nothing. The caller holds the locks of the address and of the ticket."""
    since = max(correspondent.counted_from, now - DAY_MS)
    sent = AutomaticMail.objects.filter(outcome=SENT, at__gt=since)
    # What is said of mails that were too large belongs to no ticket, and goes to the same address.
    told = TooLargeTold.objects.filter(correspondent=correspondent, at__gt=since)
    found: UsedUp = _over(now, sent.filter(correspondent=correspondent), told)
    if found:
        return found
    of_ticket: dict[UsedUp, UsedUp] = {"hour": "ticket_hour", "day": "ticket_day"}
    return of_ticket.get(_over(now, sent.filter(ticket_id=ticket_id)), "")


def _over(now: int, *sent: QuerySet[Any]) -> UsedUp:
    if sum(rows.filter(at__gt=now - HOUR_MS).count() for rows in sent) >= settings.AUTOMATIC_AN_HOUR:
        return "hour"
    return "day" if sum(rows.count() for rows in sent) >= settings.AUTOMATIC_A_DAY else ""


def is_weighed(mail: str, now: int) -> bool:
    """Whether this very mail has been weighed already, by whichever mailbox, or may have been: it gets one answer at most."""
    return AutomaticMail.objects.filter(mail=mail).exists() or is_old(mail, now)


def held_back(correspondent: Correspondent, domain: str, now: int) -> str:
    """Why a stranger is not asked to confirm their address now: `asked_today`, `held_domain`, `held_all`; "" for nothing."""
    asked = AutomaticMail.objects.filter(purpose="confirmation", outcome=SENT)
    if asked.filter(correspondent=correspondent, at__gt=now - DAY_MS).exists():
        return "asked_today"
    lately = asked.filter(at__gt=now - HOUR_MS)
    if lately.filter(domain=domain).count() >= settings.CONFIRMATIONS_OF_DOMAIN:
        return "held_domain"
    return "held_all" if lately.count() >= settings.CONFIRMATIONS_AN_HOUR else ""


def domain_of(address: str) -> str:
    """The organisation's domain, which one sender may have any number of names below."""
    return organisation_of(address.rpartition("@")[2])[:253]
