"""How it stands with automatic mail: which addresses it was stopped for, by what mails, and which ones are blocked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from tandem.channels.email.models import AutomaticMail, Correspondent, LedgerEntry

#: Mails that are shown of one address, the newest of them first.
SHOWN: Final = 8
#: Addresses that are shown at once.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Exchange:
    """One mail that came in, and what was done about it by itself."""

    row: AutomaticMail
    subject: str
    received_at: int


def paused() -> QuerySet[Correspondent]:
    """Addresses that wait for a decision, the newest first."""
    return Correspondent.objects.filter(paused_at__isnull=False).order_by("-paused_at", "-id")


def blocked() -> QuerySet[Correspondent]:
    """Addresses to which nothing goes by itself, the newest first."""
    return Correspondent.objects.filter(blocked_at__isnull=False).order_by("-blocked_at", "-id")


def exchanges(correspondents: Iterable[Correspondent]) -> Mapping[int, Sequence[Exchange]]:
    """By correspondent: the last mails that were weighed, oldest first; two queries however many there are."""
    ids = [one.id for one in correspondents]
    newest = Window(RowNumber(), partition_by=[F("correspondent_id")], order_by=[F("at").desc(), F("id").desc()])
    rows = AutomaticMail.objects.filter(correspondent_id__in=ids).annotate(place=newest).filter(place__lte=SHOWN)
    found = sorted(rows, key=lambda row: (row.at, row.id))
    entries = LedgerEntry.objects.in_bulk([row.ledger_id for row in found])
    by_address: dict[int, list[Exchange]] = defaultdict(list)
    for row in found:
        entry = entries.get(row.ledger_id)
        subject, received_at = (entry.subject, entry.received_at) if entry is not None else ("", row.at)
        by_address[row.correspondent_id].append(Exchange(row, subject, received_at))
    return by_address
