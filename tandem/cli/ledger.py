"""`tandem ledger [list | retry ID… | release ID…]`: mails that were set aside, and what to do with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import django

USAGE = """usage: tandem ledger [list]
       tandem ledger retry ID... | --all      place them once more
       tandem ledger release ID... | --all    make a ticket of each, whatever put it aside
"""


def run(arguments: list[str]) -> int:
    """List what lies in quarantine or waits; or take entries out again. 1 when an id is not in quarantine."""
    verb, ids = (arguments[0], arguments[1:]) if arguments else ("list", [])
    if verb not in {"list", "retry", "release"} or (verb == "list") == bool(ids):
        sys.stderr.write(USAGE)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tandem.channels.email import ledger
    from tandem.kernel.actors import SYSTEM

    if verb == "list":
        return _list()
    take_out = ledger.try_again if verb == "retry" else ledger.release
    return _each(ids, lambda entry_id: take_out(SYSTEM, entry_id))


def _list() -> int:
    from tandem.channels.email.ledger import set_aside
    from tandem.infra.clock import isoformat

    for entry in set_aside():
        mailbox = entry.mailbox.address if entry.mailbox else "-"
        columns = (entry.id, entry.state, entry.reason or "-", isoformat(entry.received_at), mailbox, entry.author)
        sys.stdout.write("\t".join(map(str, (*columns, entry.subject))) + "\n")
    return 0


def _each(ids: list[str], take_out: Callable[[int], bool]) -> int:
    from tandem.channels.email.models import LedgerEntry
    from tandem.kernel.errors import Refused

    if ids == ["--all"]:
        rows = LedgerEntry.objects.filter(state=LedgerEntry.State.QUARANTINED)
        ids = [str(entry_id) for entry_id in rows.order_by("received_at", "id").values_list("id", flat=True)]
    wrong = 0
    for text in ids:
        try:
            taken = text.isascii() and text.isdigit() and int(text) < 1 << 63 and take_out(int(text))
        except Refused:
            taken = False
        wrong += not taken
        sys.stdout.write(
            f"{text}\t{'taken out' if taken else 'does not lie in quarantine, or its raw form was removed'}\n"
        )
    return 1 if wrong else 0
