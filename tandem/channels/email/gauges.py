"""How incoming mail is getting on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from tandem.channels.email.models import LedgerEntry, ServerState
from tandem.infra import clock
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


def fetching() -> Iterable[Reading]:
    """How long ago each mailbox was fetched from successfully."""
    rows = ServerState.objects.filter(server__direction="incoming", server__active=True, server__mailbox__active=True)
    now = clock.now_ms()
    found = rows.values_list("server__mailbox__address", "last_success_at", "began_at", "server__created_at")
    yield Reading(
        "tandem_mail_fetch_age_seconds",
        "Seconds since mail was last fetched successfully, or since the mailbox began to fetch.",
        {(address,): (now - (success or began or created)) / 1000 for address, success, began, created in found},
        ["mailbox"],
    )


def troubles() -> Iterable[Reading]:
    """How long the servers of mailboxes have been in trouble."""
    rows = ServerState.objects.filter(server__active=True, server__mailbox__active=True)
    now = clock.now_ms()
    found = rows.values_list("server__mailbox__address", "server__direction", "trouble", "trouble_since")
    yield Reading(
        "tandem_mail_trouble_seconds",
        "Seconds since a mail server of a mailbox can be used no more; 0 while it can.",
        {(box, way): (now - (since or now)) / 1000 if trouble else 0 for box, way, trouble, since in found},
        ["mailbox", "direction"],
    )
