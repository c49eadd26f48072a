"""How incoming mail is getting on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from tandem.channels.email.models import LedgerEntry
from tandem.infra.metrics import Reading


def ledger() -> Iterable[Reading]:
    """Mails of the ledger by state: counted along its index."""
    rows = LedgerEntry.objects.values_list("state").annotate(number=Count("id")).order_by("state")
    counts = dict(rows)
    yield Reading(
        "tandem_ledger_mails",
        "Mails of the ledger by state; `received` ones wait to be placed.",
        {(str(state),): counts.get(state, 0) for state in LedgerEntry.State.values},
        ["state"],
    )
