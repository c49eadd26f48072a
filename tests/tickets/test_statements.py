"""How many statements a change of a ticket costs: more than these is a second thought that somebody should have."""

from __future__ import annotations

import pytest

from tandem.infra import writing
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.undo_send import UndoSend
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_field_change_locks_updates_and_tells(world: World) -> None:
    ticket, ben = world.open_ticket(), world.actor(world.ben)
    with statements() as asked:
        run(EditTicket(ticket.id, {"priority": Edit(0, 2)}), ben)
    assert asked == ["begin", "SELECT tickets_ticket", "UPDATE tickets_ticket", "INSERT kernel_event", "commit"]


def test_what_locks_a_reply_and_its_deliveries_is_written_once(world: World) -> None:
    """For an agent, whose messages are those of visible tickets: a condition with a subquery."""
    ticket = world.open_ticket()

    def answer_and_take_back(text: str) -> None:
        message = world.reply(ticket, world.ben, text)
        run(UndoSend(ticket.id, message.id), world.actor(world.ben))

    answer_and_take_back("first")
    written = writing._lock.cache_info().misses
    for text in ("second", "third"):
        answer_and_take_back(text)
    assert writing._lock.cache_info().misses == written
