"""The effect `mail.acknowledge`: weigh one mail of a proven sender, once; what is to leave is a delivery like any other.

Carried out again after a crash it finds what it did: the answer and the end of this effect are one transaction.
"""

from __future__ import annotations

from tandem.channels.email.automatic.correspondents import correspondent_of
from tandem.channels.email.automatic.kinds import ACKNOWLEDGE
from tandem.channels.email.commands.acknowledge import Acknowledge
from tandem.channels.email.commands.weighing import Weighing
from tandem.infra import stop_points
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run


def weighing_of(claim: Claim) -> Weighing:
    """What one such effect is about."""
    recipient = make_address(claim.payload["to"], claim.payload["name"])
    return Weighing(
        int(claim.payload["ticket_id"]),
        int(claim.payload["entry_id"]),
        correspondent_of(recipient.address),
        recipient,
    )


def _acknowledge(claim: Claim) -> None:
    command = Acknowledge(weighing_of(claim), bool(claim.payload.get("confirms")))
    stop_points.reach("before_acknowledged")
    try:
        run(command, SYSTEM, claim)
    except NotFound:
        # Its ticket was deleted for good meanwhile.
        return


MAIL_ACKNOWLEDGE = EffectKind(ACKNOWLEDGE, _acknowledge)
