"""Mails that were chosen, once more by the program of today: what lies in quarantine is placed, what is on a ticket is read again.

Nothing happens twice: a mail that is placed has one message, and to read it again mails nobody, opens nothing and tells nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tandem.channels.email.applying.build import body_of, stored_files
from tandem.channels.email.applying.parser import parse_apart
from tandem.channels.email.commands.read_again import ReadAgain
from tandem.channels.email.commands.tell_of_ledger import TellOfLedger
from tandem.channels.email.ledger import OnlyHeader, RawRemoved, try_again, visible_entry
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.parsing.parser_child import ParserDied, ParserUnavailable
from tandem.infra import clock
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM, Actor
from tandem.kernel.changes import EffectRequest
from tandem.kernel.effects import Claim, EffectKind, Retry
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.tickets.models import Message

log = logging.getLogger("tandem.mail.replay")

REREAD: Final = "ledger.reread"
_ATTEMPTS: Final = 3
_RETRY_MS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many of the chosen mails are placed again, read again, or left as they are: there is nothing to be done with them."""

    placed: int
    read: int
    skipped: int


def replay(actor: Actor, ids: Sequence[int]) -> Replayed:
    """Ask for each of these mails that it is placed or read again. One that the actor does not see is skipped."""
    placed = read = 0
    wanted = list(dict.fromkeys(ids))
    for entry_id in wanted:
        try:
            entry = visible_entry(actor, entry_id)
            if entry.state == LedgerEntry.State.QUARANTINED:
                placed += try_again(actor, entry_id)
            elif entry.state == LedgerEntry.State.APPLIED and entry.raw and entry.ticket_message_id is not None:
                _ask(actor, entry)
                read += 1
        except (NotFound, OnlyHeader, RawRemoved):
            continue
    return Replayed(placed, read, len(wanted) - placed - read)


def _ask(actor: Actor, entry: LedgerEntry) -> None:
    run(TellOfLedger(entry.id, "ledger.read_again"), actor)
    with transaction.atomic():
        # Its stream has grown by this wish, so the number names it.
        seq = LedgerEntry.objects.values_list("seq", flat=True).get(id=entry.id)
        request = EffectRequest(REREAD, f"{entry.id}:{seq}", {"entry_id": str(entry.id)})
        outbox.enqueue([request], clock.now_ms())


def read_again(claim: Claim) -> None:
    """Carry out one such wish. A mail that cannot be read stays as it was."""
    entry = LedgerEntry.objects.filter(id=int(claim.payload["entry_id"]), state=LedgerEntry.State.APPLIED).first()
    if entry is None or not entry.raw or entry.ticket_message_id is None:
        return
    message = Message.objects.filter(id=entry.ticket_message_id).first()
    if message is None:
        return
    try:
        with storage().open(entry.raw) as file:
            mail = parse_apart(file.read(), entry.envelope_from)
    except FileNotFoundError:
        return
    except ParserUnavailable as fault:
        raise Retry(str(fault), _RETRY_MS, counts=False) from fault
    except ParserDied:
        log.warning("the mail of ledger entry %s cannot be read again", entry.id)
        return
    run(ReadAgain(entry.id, message.shown_in_id, message.id, body_of(mail), stored_files(mail)), SYSTEM, claim)


LEDGER_REREAD = EffectKind(name=REREAD, handle=read_again, max_attempts=_ATTEMPTS)
