"""Real tickets in every state that the catalogue tells apart, and what conditions may ask of them.

A field of the catalogue without clause values here fails when this module is imported.
"""

from __future__ import annotations

from tandem.conditions.context import Context
from tandem.conditions.fields import Field
from tandem.conditions.nodes import Rule, Value
from tandem.conditions.operators import operators_for
from tandem.conditions.types import Boolean, SetOf
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.commands.create_person import CreatePerson
from tandem.people.commands.create_team import CreateTeam
from tandem.people.models import Person
from tandem.tickets.commands.follow_ticket import FollowTicket
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.commands.undo_send import UndoSend
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.models import Ticket
from tests.parity.cells import CONTEXTS, NOW, SINGLE
from tests.world import World

_HOUR = 3_600_000
_QUOTED = '"a@b"@odd.example'


def make_tickets(world: World) -> None:
    """A dozen tickets: with and without owner, team, tags, copies, answers, dates; quoted, non-ASCII, huge and taken-back texts."""
    ben, cai, sam = world.ben, world.cai, world.sam
    team = run(CreateTeam("Night", world.support.id, [ben.id]), SYSTEM).result_id
    odd = Person.objects.get(id=run(CreatePerson(make_address(_QUOTED, "Odd")), SYSTEM).result_id)
    copies = [make_address(person.email) for person in (world.lee, world.oto)]
    plain = world.open_ticket()
    for person in (ben, world.ana):
        world.do(FollowTicket(plain.id), person)
    answered = world.open_ticket("STRASSE 100%", "你好，世界 ﬁne", owner=ben, tags=["vip", "late"], cc=copies)
    world.reply(answered, ben, "Sure_thing")
    noted = world.open_ticket("Straße", "x" * 3_990 + " edge beyond the cap", requester=world.oto, tags=["vip"])
    world.note(noted, sam, "Ask the neighbours")
    undone = world.open_ticket("Taken back", "Hm", owner=ben, requester=odd)
    taken = world.reply(undone, ben, "A secret slip")
    world.do(UndoSend(undone.id, taken.id), ben)
    billed = world.open_ticket("Bill", "Too high", department=world.billing, owner=cai)
    urgent = world.open_ticket("Fire", "Now", requester=world.lee, tags=["fire"])
    world.edit(urgent, ben, priority=(0, 4), type=(None, "incident"), team=(None, team), due_at=(None, NOW + _HOUR))
    solved = world.open_ticket("Done", "Thanks", owner=ben)
    world.edit(solved, ben, status=("open", "solved"))
    reopened = world.open_ticket("Again", "Still broken", owner=ben)
    world.edit(reopened, ben, status=("open", "solved"))
    world.write(reopened, "It broke again")
    world.do(MarkSpam(world.open_ticket("Win", "a prize").id), sam)
    world.do(TrashTicket(world.open_ticket("Old", "stuff").id), sam)
    _columns(plain, answered, noted, urgent, solved)
    Ticket.objects.filter(id=billed.id).update(follow_up_of_id=solved.id, channel="phone", mailbox_id=5)


def _columns(*tickets: Ticket) -> None:
    """Moments around the edges that the clauses ask about; the commands above all happened just now."""
    moments = (NOW - 1, NOW - _HOUR, NOW - _HOUR - 1, NOW - 86_400_000, NOW + 7 * 86_400_000)
    for ticket, moment in zip(tickets, moments, strict=True):
        row = Ticket.objects.filter(id=ticket.id)
        row.update(created_at=moment, updated_at=moment, last_customer_at=moment, last_agent_at=moment + 1)
        row.update(due_at=moment, accepted_at=moment + 1_200_000, last_message_at=moment)
        row.update(snoozed_at=moment, snoozed_until=moment + 1)
        row.filter(solved_at__isnull=False).update(solved_at=moment + 4 * _HOUR, closed_at=moment)


#: Clause values of fields for which those of their type tell nothing apart.
_OWN: dict[str, list[Value]] = {
    "subject": ["STRASSE", "strasse 100%", "FIRE", "100%", "_", "zzz"],
    "text": ["strasse", "世界", "fine", "sure_thing", "ask the NEIGHBOURS", "secret slip", "edge", "cap", "e n", "zzz"],
    "status": ["open", "waiting", "solved", "gone"],
    "group": ["new", "open", "on_hold", "closed"],
    "type": ["incident", "task"],
    "tags": ["vip", "late", "fire", "VIP", "gone"],
    "channel": ["email", "phone"],
    "mailbox": [5, "6"],
    "reopened": [0, 1],
    "messages": [1, 2],
    "last_writer": ["customer", "agent"],
    "requester_address": ["Kim@Customer.Example", "@customer", _QUOTED, "kim"],
    "requester_domain": ["customer.example", "odd.example", "EXAMPLE", "b"],
}
_TIMES: dict[str, list[Value]] = {
    "on_day": ["today", "yesterday", "next_week", "last_month", "2026-11-22"],
    "within_last_days": [1, 2, 30],
    "before": [NOW, NOW - _HOUR, "2026-11-22"],
    "after": [NOW, NOW - _HOUR, "2026-11-22"],
}


def contexts(world: World) -> list[Context]:
    """The moments and zones of the toy matrix, with somebody who is somebody here, and nobody."""
    ben = world.actor(world.ben)
    mine = {"person_id": ben.person_id, "team_ids": ben.team_ids, "department_ids": ben.department_ids}
    return [Context(CONTEXTS[0].now_ms, CONTEXTS[1].zone, **mine), Context(CONTEXTS[0].now_ms, CONTEXTS[3].zone)]


def _singles(field: Field, world: World) -> list[Value]:
    if field.key == "number":
        # The counter goes on from test to test on PostgreSQL.
        first = Ticket.objects.order_by("number").values_list("number", flat=True)[0]
        return [first, first + 3, str(first + 6)]
    ids: dict[str, list[Value]] = {
        "person": [world.ben.id, str(world.kim.id), world.lee.id, "current_agent", "nobody", None],
        "team": ["my_teams", "nobody", 77],
        "department": [world.support.id, str(world.billing.id), "my_departments"],
        "organisation": [world.customer_ltd.id, "nobody", None],
    }
    if field.key in _OWN:
        return _OWN[field.key]
    if isinstance(field.type, SetOf):
        return [value for value in ids["person"] if value not in ("nobody", None)]
    return ids.get(field.type.name) or SINGLE[field.type.name]


def rules_of(field: Field, world: World) -> list[Rule]:
    """Every operator that the builder offers for a field, with every clause value."""
    rules: list[Rule] = []
    for operator in operators_for(field):
        if operator.name in ("is_set", "is_not_set"):
            values: list[Value] = [None]
        elif operator.name in _TIMES:
            values = _TIMES[operator.name]
        elif operator.name.startswith("hours_"):
            values = [0, 1, "60m", "7d"]
        else:
            singles = _singles(field, world)
            listed = operator.name.endswith(("_any_of", "_none_of")) or operator.name.startswith("includes")
            values = [(one,) for one in singles] + [tuple(singles)] if listed else singles  # type: ignore[misc]  # singles hold no tuples
        rules += [Rule(field.key, operator.name, value) for value in values]
    return rules


_WITHOUT = [
    field.key
    for field in CATALOGUE
    if field.key not in _OWN
    and field.type.name not in {*SINGLE, "set", "organisation", "moment"}
    and not isinstance(field.type, Boolean)
]
if _WITHOUT:
    raise AssertionError(f"no clause values for {_WITHOUT}")
