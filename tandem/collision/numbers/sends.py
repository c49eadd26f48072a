"""Count what the fence does: replies that it held back, and those that were sent after their author had been shown what was new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from tandem.collision.numbers.counting import write
from tandem.collision.numbers.happenings import HELD_FOR_COLLEAGUE, HELD_FOR_CUSTOMER, SENT_KNOWING, Happening
from tandem.infra.clock import now_ms
from tandem.kernel.actors import Actor
from tandem.kernel.changes import ChangeSet
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Refused
from tandem.kernel.models import Event
from tandem.tickets.commands.reply import Reply


def held_back(command: Command[Any], actor: Actor, refusal: Refused) -> None:
    """After a refusal. A composition is held once, however often its author tries; one's own reply from another tab is no
    meeting."""
    if not isinstance(command, Reply) or refusal.code != "ticket.moved_on":
        return
    authors = set(
        Event.objects.filter(id__in=cast(list[int], refusal.extra["event_ids"]))
        .exclude(actor_kind="agent", actor_id=actor.person_id)
        .values_list("actor_kind", flat=True)
    )
    if authors:
        kind = HELD_FOR_COLLEAGUE if "agent" in authors else HELD_FOR_CUSTOMER
        write([Happening(command.ticket_id, kind, command.client_id, now_ms())])


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """With a reply that says what it was sent over."""
    sent = [message for message in changes.created("message") if message.values.get("acknowledged")]
    if sent:
        write(
            [
                Happening(message.values["origin_ticket_id"], SENT_KNOWING, message.values["client_id"], run.now)
                for message in sent
            ]
        )
