"""A mail whose message was moved is found in the ledger where the message is: an effect, since whoever moves messages need not see
the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tandem.channels.email.commands.follow_message import FollowMessage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import ChangeSet, EffectRequest
from tandem.kernel.context import Run
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run as carry_out
from tandem.tickets.models import Message

FOLLOW: Final = "ledger.follow"


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """One effect for each message that was moved and came by mail."""
    for change in changes.created("message"):
        if change.values.get("moved_from_ticket") and change.values.get("ledger_id"):
            yield EffectRequest(FOLLOW, str(change.ref.id), {"message_id": str(change.ref.id)})


def follow(claim: Claim) -> None:
    """Lead the mail's entry to the message; nothing to do when the message is gone or was moved on."""
    message = Message.objects.filter(id=int(claim.payload["message_id"]), undone_at__isnull=True).first()
    if message is not None and message.ledger_id is not None:
        carry_out(FollowMessage(message.ledger_id, message.id, message.shown_in_id), SYSTEM)


LEDGER_FOLLOW = EffectKind(name=FOLLOW, handle=follow, max_attempts=100)
