"""The effect `tickets.send_scheduled`: the time of a scheduled reply has come.

It leaves as its author, by the same command as every other reply: rights, fence and reply guard are asked now. What is refused is
held, and its text goes back to its author. The row's state moves in the transaction of the reply itself, so that it is sent once
however often a worker dies.
"""

from __future__ import annotations

import logging
from typing import Final

from django.db import OperationalError
from django.utils import translation

from tandem.infra import disk
from tandem.infra.addresses import InvalidAddress
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, ClaimLost, EffectKind
from tandem.kernel.errors import NotFound, Refused
from tandem.kernel.pipeline import run
from tandem.people.actors import staff_actors
from tandem.tickets.commands.composition import reply_of
from tandem.tickets.commands.end_scheduled import CloseScheduled, HoldScheduled
from tandem.tickets.commands.send_scheduled import SendScheduled
from tandem.tickets.editable import Unreadable
from tandem.tickets.scheduled.projection import SEND
from tandem.tickets.scheduled.reasons import BROKEN, INACTIVE, code_of
from tandem.tickets.scheduled_replies import ScheduledReply
from tandem.tickets.uploads import forget_sent

log = logging.getLogger("tandem.tickets.scheduled")
#: What fails without being refused is tried this often before it is held: nobody is to wait for a reply that never leaves.
_TRIES: Final = 3


def _send(claim: Claim) -> None:
    rows = ScheduledReply.objects.select_related("author")
    row = rows.filter(id=int(claim.payload["subject_id"]), state="waiting").first()
    if row is None:
        # Taken back, sent by hand, or deleted with its ticket.
        return
    try:
        _send_one(row, claim)
    except Refused as refusal:
        if refusal.code == "scheduled.ended":
            return
        said = refusal.problems[0].detail if refusal.problems else refusal.detail
        with translation.override(row.author.language or "en"):
            _hold(row, code_of(refusal, row.ticket_id), str(said), claim)
    except (Unreadable, InvalidAddress):
        log.exception("scheduled reply %s cannot be read", row.id)
        _hold(row, BROKEN, "", claim)
    except (ClaimLost, OperationalError):
        raise
    except Exception as error:
        if claim.attempts < _TRIES or disk.is_full(error):
            raise
        log.exception("scheduled reply %s", row.id)
        _hold(row, BROKEN, "", claim)


def _send_one(row: ScheduledReply, claim: Claim) -> None:
    actors = staff_actors([row.author_id])
    if not actors:
        _hold(row, INACTIVE, "", claim)
        return
    outcome = run(SendScheduled(row.id, reply_of(row)), actors[0], claim)
    if outcome.replayed:
        # This very composition left by another door.
        run(CloseScheduled(row.ticket_id, row.id, outcome.result_id), SYSTEM, claim)
    forget_sent(row.author_id, row.ticket_id)


def _hold(row: ScheduledReply, code: str, detail: str, claim: Claim) -> None:
    try:
        run(HoldScheduled(row.ticket_id, row.id, code, detail), SYSTEM, claim)
    except NotFound:
        # Deleted for good meanwhile, and the row with it.
        return


SEND_SCHEDULED = EffectKind(SEND, _send)
