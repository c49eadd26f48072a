"""What colleagues who meet can agree on with one click: each move does something at once when it is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.collision.presence import times
from tandem.collision.presence.live import Presence
from tandem.infra.words import Words
from tandem.kernel.actors import Actor
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people.editing import UNSEEN
from tandem.tickets.commands.edit_ticket import EditTicket

#: A move that nobody answers for so long ends (and frees the lease that it asked for), milliseconds.
ANSWER_WITHIN: Final = 60_000

#: (presence, who accepts, ticket, who proposed, who accepted)
Effect = Callable[[Presence, Actor, int, int, int], None]


@dataclass(frozen=True, slots=True)
class Move:
    """`sentence` is what its author says by it. `frees` tells whether silence of the other gives the lease free."""

    name: str
    sentence: Words
    carry_out: Effect
    frees: bool = False


def _owns(actor: Actor, ticket: int, person: int) -> None:
    """Whoever answers owns it; who accepted has the right to say so, or it stays as it is and says why."""
    run(EditTicket(ticket, {"owner": Edit(UNSEEN, person)}), actor)


def _i_take(presence: Presence, actor: Actor, ticket: int, proposer: int, _accepter: int) -> None:
    _owns(actor, ticket, proposer)
    presence.give_lease(proposer, ticket)


def _you_take(presence: Presence, actor: Actor, ticket: int, _proposer: int, accepter: int) -> None:
    _owns(actor, ticket, accepter)
    presence.give_lease(accepter, ticket)


def _i_answer(presence: Presence, _actor: Actor, ticket: int, proposer: int, _accepter: int) -> None:
    presence.give_lease(proposer, ticket)


def _five_minutes(presence: Presence, _actor: Actor, ticket: int, proposer: int, _accepter: int) -> None:
    presence.give_lease(proposer, ticket, times.FIVE_MINUTES)


MOVES: Final = {
    move.name: move
    for move in (
        Move("i_take", _("I take it"), _i_take, frees=True),
        Move("you_take", _("You take it"), _you_take),
        Move("i_answer", _("I answer, you do the fields"), _i_answer, frees=True),
        Move("five_minutes", _("Give me five minutes"), _five_minutes),
    )
}
