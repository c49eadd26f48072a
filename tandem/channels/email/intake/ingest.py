"""Mails that lie in files, taken into the ledger like any other."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import InterfaceError, OperationalError

from tandem.channels.email.intake.receipt import recipients_of
from tandem.channels.email.intake.store import TooLarge, store_for
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.routes import OwnAddresses, Route

log = logging.getLogger("tandem.mail.intake")

DOOR: Final = "ingest"


@dataclass
class Ingested:
    """What became of the mails: ids of new entries, how many were known, too large, or for nobody here, and for each one that
    could not be kept a line that says which and why."""

    kept: list[int] = field(default_factory=list)
    duplicates: int = 0
    too_large: int = 0
    for_nobody: int = 0
    failed: list[str] = field(default_factory=list)


def ingest(mails: Iterable[bytes], mailbox: Mailbox | None = None) -> Ingested:
    """Keep every mail. Without `mailbox` the header says whose it is; where it does not, the only mailbox takes it.

    One mail that cannot be kept does not stop the others; raises OSError, OperationalError or InterfaceError when no disk or no
    database takes any.
    """
    done = Ingested()
    own = OwnAddresses()
    active = list(Mailbox.objects.filter(active=True).order_by("id")[:2])
    only = active[0] if len(active) == 1 else None
    for number, raw in enumerate(mails, 1):
        try:
            _ingest(raw, _route(raw, own, mailbox, only), done)
        except (OSError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("mail %s could not be kept", number)
            done.failed.append(f"mail {number}: {type(error).__name__}: {error}")
    return done


def _ingest(raw: bytes, route: Route | None, done: Ingested) -> None:
    if route is None:
        done.for_nobody += 1
        return
    try:
        entry = store_for(raw, None, route, DOOR)
    except TooLarge:
        done.too_large += 1
        return
    if entry.state == LedgerEntry.State.DUPLICATE:
        done.duplicates += 1
    else:
        done.kept.append(entry.id)


def _route(raw: bytes, own: OwnAddresses, mailbox: Mailbox | None, only: Mailbox | None) -> Route | None:
    found = [route for address in recipients_of(raw) if (route := own.route(address)) is not None]
    # An address with a token says most.
    found.sort(key=lambda route: not own.may_carry_token(route.recipient))
    if mailbox is not None:
        named = next((route for route in found if route.mailbox_id == mailbox.id), None)
        return named or Route(mailbox.id, mailbox.address)
    if found:
        return found[0]
    return Route(only.id, only.address) if only is not None else None
