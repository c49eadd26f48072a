"""Carry a replacement of a tag out, ticket by ticket: each is a command run with its event, and a crash loses nothing."""

from __future__ import annotations

from typing import Final

from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import Refused
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.people.actors import staff_actors
from tandem.tickets.commands.retag_ticket import RetagTicket
from tandem.tickets.models import TagReplacement, TicketTag

_BATCH: Final = 200
KIND: Final = "tickets.replace_tag"


def _replace(claim: Claim) -> None:
    wanted = TagReplacement.objects.filter(id=int(claim.payload["replacement"])).first()
    if wanted is None or not claim.payload["person"]:
        return
    # Whoever has lost the right, or has left, meanwhile changes nothing.
    for actor in staff_actors([int(claim.payload["person"])]):
        rows, last = TicketTag.objects.filter(tag=wanted.tag), 0
        while ids := list(
            rows.filter(ticket_id__gt=last).order_by("ticket_id").values_list("ticket_id", flat=True)[:_BATCH]
        ):
            for ticket_id in ids:
                try:
                    run(RetagTicket(ticket_id, wanted.tag, wanted.by), actor)
                except Refused:
                    continue
            last = ids[-1]


def left(replacement: TagReplacement) -> tuple[int, bool]:
    """(in how many tickets the tag still stands, whether the work is over)."""
    over = not Effect.objects.filter(kind=KIND, key=str(replacement.id)).exclude(state=Effect.State.DONE).exists()
    return TicketTag.objects.filter(tag=replacement.tag).count(), over


REPLACE_TAG = EffectKind(KIND, _replace)
