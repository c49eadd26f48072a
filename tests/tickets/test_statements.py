"""How many statements a change of a ticket costs: more than these is a second thought that somebody should have."""

from __future__ import annotations

import pytest

from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.tickets.commands.edit_ticket import EditTicket
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_field_change_locks_updates_and_tells(world: World) -> None:
    ticket, ben = world.open_ticket(), world.actor(world.ben)
    with statements() as asked:
        run(EditTicket(ticket.id, {"priority": Edit(0, 2)}), ben)
    assert asked == ["begin", "SELECT tickets_ticket", "UPDATE tickets_ticket", "INSERT kernel_event", "commit"]
