"""How many statements a change of a ticket costs: more than these is a second thought that somebody should have."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.kernel.merging import Edit
from tandem.tickets.commands.edit_ticket import EditTicket
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def first_words(statements: CaptureQueriesContext) -> list[str]:
    """`UPDATE tickets_ticket` and the like, without what begins and ends transactions."""
    words = [statement["sql"].replace('"', "").split() for statement in statements.captured_queries]
    tables = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}
    return [f"{line[0]} {line[line.index(tables[line[0]]) + 1]}" for line in words if line[0] in tables]


def test_a_field_change_locks_updates_and_tells(world: World) -> None:
    ticket, ben = world.open_ticket(), world.actor(world.ben)
    with CaptureQueriesContext(connection) as statements:
        world.do(EditTicket(ticket.id, {"priority": Edit(0, 2)}), ben)
    assert first_words(statements) == ["SELECT tickets_ticket", "UPDATE tickets_ticket", "INSERT kernel_event"]
