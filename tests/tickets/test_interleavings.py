"""Colleagues who looked at a ticket at the same time edit different fields of it: in whatever order their edits arrive, by the
real command, the ticket has all of them and its history tells of each once."""

from __future__ import annotations

from itertools import permutations

from tandem.kernel.errors import Conflict
from tandem.kernel.models import Event
from tandem.tickets.models import Ticket, TicketTag
from tests.policies.scene import taken_back
from tests.world import World


def test_every_order_of_four_edits_gives_the_same_ticket(world: World) -> None:
    ticket = world.open_ticket()
    edits = [
        (world.ben, {"subject": (ticket.subject, "The printer howls")}),
        (world.sam, {"priority": (0, 3)}),
        (world.ana, {"owner": (None, world.ben.id), "tags": ([], ["noise"])}),
        (world.mia, {"tags": ([], ["printer"])}),
    ]
    for order in permutations(edits):
        with taken_back():
            for person, fields in order:
                world.edit(ticket, person, **fields)
            now = Ticket.objects.get(id=ticket.id)
            tags = set(TicketTag.objects.filter(ticket=ticket).values_list("tag", flat=True))
            assert (now.subject, now.priority, now.owner_id, tags) == (
                "The printer howls",
                3,
                world.ben.id,
                {"noise", "printer"},
            )
            told = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id).values_list("field", "actor_id")
            for person, fields in edits:
                assert {(name, person.id) for name in fields} <= set(told)


def test_of_two_who_change_the_same_field_the_second_is_asked_whoever_it_is(world: World) -> None:
    ticket = world.open_ticket()
    for first, second in permutations([(world.ben, 1), (world.sam, 3)]):
        with taken_back():
            world.edit(ticket, first[0], priority=(0, first[1]))
            try:
                world.edit(ticket, second[0], priority=(0, second[1]), subject=(ticket.subject, "Lost?"))
            except Conflict as conflict:
                (clash,) = conflict.extra["conflicts"]
                assert clash["by"]["id"] == str(first[0].id)
            else:
                raise AssertionError("nobody was asked")
            assert Ticket.objects.get(id=ticket.id).priority == first[1]
            assert Ticket.objects.get(id=ticket.id).subject == ticket.subject, "all of an edit or nothing"
