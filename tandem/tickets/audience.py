"""Who may hear what is told over websockets: the same condition that lists read, as a predicate, asked again for every event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tandem.conditions.context import Context
from tandem.conditions.predicate import Predicate
from tandem.kernel.errors import Invalid, Problem
from tandem.people.actors import staff_actors
from tandem.people.models import Person
from tandem.tickets.condition_fields import CATALOGUE, TicketFacts
from tandem.tickets.models import Ticket
from tandem.tickets.policies import visible_condition
from tandem.tickets.queries import visible_to

#: Ids have 63 bits.
_MOST: Final = 2**63 - 1


def may_enter_tickets(person_id: int, rooms: Sequence[str]) -> set[str]:
    """The room `tickets`: everybody on staff; what is told there is filtered for each of them."""
    return {"tickets"} if "tickets" in rooms and staff_actors([person_id]) else set()


def may_enter_ticket(person_id: int, rooms: Sequence[str]) -> set[str]:
    """Rooms named `kind:ID` after a ticket: whoever may see that ticket. One query, however many rooms."""
    found = staff_actors([person_id])
    if not found:
        return set()
    of_room = {room: int(identifier) for room in rooms if (identifier := room.partition(":")[2]).isdigit()}
    sensible = {identifier for identifier in of_room.values() if identifier <= _MOST}
    seen = set(visible_to(found[0]).filter(id__in=sensible).values_list("id", flat=True))
    return {room for room, identifier in of_room.items() if identifier in seen}


def may_enter_me(person_id: int, rooms: Sequence[str]) -> set[str]:
    """The room `me`: everybody on staff; a message there names the one person it is for."""
    return {"me"} if "me" in rooms and staff_actors([person_id]) else set()


def of_ticket(person_ids: frozenset[int], room: str, message: Mapping[str, Any]) -> set[int]:
    """Those of the listeners who may know that this ticket changed."""
    ticket = message.get("ticket")
    return set(person_ids) if ticket is None else who_sees(person_ids, int(ticket))


def of_me(person_ids: frozenset[int], room: str, message: Mapping[str, Any]) -> set[int]:
    """The one person that a message is for."""
    return {person_id for person_id in person_ids if str(person_id) == message.get("person")}


def who_sees(person_ids: frozenset[int], ticket_id: int) -> set[int]:
    """Those of these people for whom the ticket exists: four queries, however many people."""
    row = Ticket._base_manager.filter(id=ticket_id).first()
    return set() if row is None else those_who_see(person_ids, row)


def those_who_see(person_ids: frozenset[int], row: Ticket) -> set[int]:
    """The same for a row that may not be stored yet, or not as it will be."""
    facts = TicketFacts(row)
    return {
        actor.me
        for actor in staff_actors(person_ids)
        if Predicate(visible_condition(actor), CATALOGUE)(facts, Context(now_ms=0, person_id=actor.me))
    }


def check_all_see(row: Ticket, named: Mapping[int, str], refusal: Callable[[str, Person | None], Problem]) -> None:
    """Raises Invalid for those of `named` (person -> pointer) who do not see the ticket, each in the words of `refusal`, which gets
    None for a person who is not there. Asks nothing of the database for nobody."""
    unseeing = set(named) - those_who_see(frozenset(named), row) if named else set()
    if not unseeing:
        return
    people = Person.objects.in_bulk(list(unseeing))
    raise Invalid([refusal(pointer, people.get(one)) for one, pointer in named.items() if one in unseeing])
