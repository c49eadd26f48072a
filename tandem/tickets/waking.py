"""The effect `tickets.wake`: the moment of a snoozed ticket has come."""

from __future__ import annotations

from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.tickets.commands.wake_ticket import WakeTicket
from tandem.tickets.snoozing import WAKE


def _wake_up(claim: Claim) -> None:
    try:
        run(WakeTicket(int(claim.payload["subject_id"]), due=int(claim.payload["due"])), SYSTEM, claim)
    except NotFound:
        # Deleted for good meanwhile.
        return


WAKE_TICKET = EffectKind(WAKE, _wake_up)
