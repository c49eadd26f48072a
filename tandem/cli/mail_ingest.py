"""`tandem mail ingest PATH… [--mailbox ADDRESS]`: mails from files, mbox files, maildirs and folders into the ledger."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tandem.channels.email.intake.ingest import Ingested
    from tandem.channels.email.models import Mailbox

#: Seconds without any progress after which what is left is left to the server.
_PATIENCE = 60.0


def run(arguments: list[str]) -> int:
    """Keep every mail and apply it, unless a server runs that does; print one line of counts.

    0 when every mail is in the ledger, 1 when some were left out or a path cannot be read.
    """
    parser = argparse.ArgumentParser(prog="tandem mail ingest")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="an .eml or mbox file, a maildir or a folder"
    )
    parser.add_argument("--mailbox", metavar="ADDRESS", help="the mailbox that takes them all; else the header decides")
    wanted = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tandem.channels.email.intake.folders import mails_in
    from tandem.channels.email.intake.ingest import ingest

    try:
        mailbox = _mailbox(wanted.mailbox)
        done = ingest(itertools.chain.from_iterable(map(mails_in, wanted.paths)), mailbox)
    except (LookupError, OSError) as error:
        sys.stderr.write(f"tandem mail ingest: {error}\n")
        return 1
    _apply()
    sys.stdout.write(_summary(done) + "\n")
    if done.for_nobody:
        sys.stderr.write("Some are addressed to none of the mailboxes. Name the one to take them: --mailbox ADDRESS\n")
    sys.stderr.writelines(f"tandem mail ingest: {line}\n" for line in done.failed)
    return 1 if done.for_nobody or done.too_large or done.failed else 0


def _mailbox(address: str | None) -> Mailbox | None:
    from tandem.channels.email.models import Mailbox
    from tandem.infra.addresses import InvalidAddress, lookup_key

    if address is None:
        return None
    try:
        found = Mailbox.objects.filter(address_key=lookup_key(address), active=True).first()
    except InvalidAddress:
        found = None
    if found is None:
        known = ", ".join(Mailbox.objects.filter(active=True).values_list("address", flat=True)) or "none"
        raise LookupError(f"there is no active mailbox {address!r} (known: {known})")
    return found


def _apply() -> None:
    """Carry out what was enqueued, in this process if no server serves this folder."""
    from django.conf import settings
    from django.db import connection

    from tandem.channels.email.applying.parser import close_parser
    from tandem.infra.server.installation import CannotServe, claim_home

    with contextlib.ExitStack() as stack:
        if connection.vendor == "sqlite":
            try:
                stack.enter_context(contextlib.closing(claim_home(Path(settings.HOME))))
            except CannotServe:
                # The server notices by itself that there is something to do.
                return
        stack.callback(close_parser)
        _drain()


def _drain() -> None:
    from tandem.channels.email.models import LedgerEntry
    from tandem.kernel.worker import drain

    deadline = time.monotonic() + _PATIENCE
    while LedgerEntry.objects.filter(state=LedgerEntry.State.RECEIVED).exists() and time.monotonic() < deadline:
        if drain():
            deadline = time.monotonic() + _PATIENCE
        else:
            time.sleep(0.1)


def _summary(done: Ingested) -> str:
    from collections import Counter

    from tandem.channels.email.models import LedgerEntry

    states: Counter[str] = Counter()
    for start in range(0, len(done.kept), 500):
        part = done.kept[start : start + 500]
        states.update(LedgerEntry.objects.filter(id__in=part).values_list("state", flat=True))
    total = len(done.kept) + done.duplicates + done.too_large + done.for_nobody + len(done.failed)
    counts = {
        "applied": states[LedgerEntry.State.APPLIED],
        "quarantined": states[LedgerEntry.State.QUARANTINED],
        "waiting": states[LedgerEntry.State.RECEIVED],
        "duplicates": done.duplicates + states[LedgerEntry.State.DUPLICATE],
        "too large": done.too_large,
        "for no mailbox": done.for_nobody,
        "not kept": len(done.failed),
    }
    return f"{total} mails: " + ", ".join(f"{number} {name}" for name, number in counts.items())
