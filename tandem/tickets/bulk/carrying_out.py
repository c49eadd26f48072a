"""Carry one action out on ticket after ticket, and say of each how it went."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.actors import Actor
from tandem.kernel.changes import Json, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.errors import Conflict, Refused
from tandem.kernel.models import DoneOnce, Event
from tandem.kernel.pipeline import Outcome, run
from tandem.tickets.reading import keep_read

log = logging.getLogger("tandem.tickets.bulk")

#: So many tickets take one call (KF-36); whoever has more asks again.
MAX_TICKETS: Final = 100
NOTHING_TO_DO: Final = _("It is so already.")


@dataclass(frozen=True, slots=True)
class Result:
    """How it went with one ticket. `skipped` is what a rule or a right forbids, or what is so already: asking again changes
    nothing. `failed` is worth another try. `change_id` names what was done, so that it can be undone."""

    ticket_id: int
    outcome: Literal["done", "skipped", "failed"]
    change_id: int | None = None
    code: str | None = None
    reason: Words | None = None


def carry_out(
    actor: Actor,
    ticket_ids: Sequence[int],
    make: Callable[[int], Command[Any]],
    acting: Callable[[int], Actor] | None = None,
) -> list[Result]:
    """Run a command for each ticket, in the order given. One that is refused, or breaks, does not keep the others from theirs.
    `acting` is who acts on a ticket, where that is more than `actor`."""
    return [_one(actor, ticket_id, make, acting) for ticket_id in ticket_ids]


def _one(
    actor: Actor, ticket_id: int, make: Callable[[int], Command[Any]], acting: Callable[[int], Actor] | None
) -> Result:
    try:
        command = make(ticket_id)
        outcome = run(command, actor if acting is None else acting(ticket_id))
    except Conflict as refusal:
        return Result(ticket_id, "failed", None, refusal.code, refusal.detail)
    except Refused as refusal:
        return Result(ticket_id, "skipped", None, refusal.code, _why(refusal))
    except OperationalError:
        return Result(ticket_id, "failed", None, "server.busy", _("The server was busy. Try again."))
    except Exception:
        # One broken ticket must not hide how it went with the ninety-nine others.
        log.exception("bulk action on ticket %s", ticket_id)
        return Result(ticket_id, "failed", None, "server.error", _("Something went wrong here. Nothing was changed."))
    change = change_of(actor, ticket_id, command, outcome)
    if change is None:
        return Result(ticket_id, "skipped", None, "nothing_to_do", NOTHING_TO_DO)
    _keep_read(actor, ticket_id, outcome)
    return Result(ticket_id, "done", change)


def _keep_read(actor: Actor, ticket_id: int, outcome: Outcome) -> None:
    ticket = Ref("ticket", ticket_id)
    if outcome.run is not None and ticket in outcome.run.stands:
        keep_read(actor, ticket_id, outcome.run.record(ticket).seq, outcome.run.stands[ticket].seq)


def _why(refusal: Refused) -> Words:
    """The most telling sentence of a refusal."""
    return refusal.problems[0].detail if refusal.problems else refusal.detail


def change_of(actor: Actor, ticket_id: int, command: Command[Any], outcome: Outcome) -> int | None:
    """The id of what the run changed, None if that was nothing; of a request that is repeated, of what the first one did."""
    if not outcome.replayed:
        return next((event.change_id for event in outcome.events if event.stream_id == ticket_id), None)
    keys = [(name.scope, name.key) for name in command.once()]
    at = DoneOnce.objects.filter(scope=keys[0][0], key=keys[0][1]).values_list("created_at", flat=True).first()
    if at is None:
        return None
    events = Event.objects.filter(stream_kind="ticket", stream_id=ticket_id, at=at, actor_id=actor.person_id)
    return events.order_by("-seq").values_list("change_id", flat=True).first()


def names_for(scope: str, key: str, ticket_id: int, body: Json) -> Sequence[Once]:
    """The name of one ticket's share of a request that its caller called `key`; none without a key."""
    if not key:
        return ()
    short = hashlib.sha256(key.encode()).hexdigest()
    return (Once.of(scope, f"bulk:{short}:{ticket_id}", body),)
