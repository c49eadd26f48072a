"""One field change: as a request, as a command, and as the statements that it comes down to.

Those are all that this change writes: the row under its lock, and its event. Changing a priority asks for no effect, moves no
document of the search, and its name would be remembered only for a request that gives one.
"""

from __future__ import annotations

import itertools
from typing import Any

from bench.bare import BareConnection
from bench.door import Browser
from bench.measure import Ratio, cpu_ms
from bench.world import AGENT
from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people.actors import staff_actor
from tandem.people.models import Person
from tandem.tickets import queries
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.vocabulary import PRIORITIES

_LOCK = "SELECT id, seq, version, priority, department_id, deleted_at, spam_at FROM tickets_ticket WHERE id = %s"
_UPDATE = "UPDATE tickets_ticket SET priority = %s, seq = %s, version = %s, updated_at = %s WHERE id = %s"
_EVENT = (
    "INSERT INTO kernel_event (id, stream_kind, stream_id, seq, change_id, at, kind, field, actor_kind, actor_id, old, new)"
    " VALUES (%s, 'ticket', %s, %s, %s, %s, 'ticket.priority_changed', 'priority', 'agent', %s, %s, %s)"
)


class Changes:
    """The same change of the same kind of ticket, three ways; every call changes another ticket."""

    def __init__(self) -> None:
        person = Person.objects.get(email=AGENT)
        self._actor = staff_actor(person)
        self._browser = Browser(AGENT)
        self._database = BareConnection()
        columns = ("id", "number", "priority")
        found: Any = list(
            queries.visible_to(self._actor).filter(status_group="open").order_by("-id").values_list(*columns)
        )
        self._tickets = itertools.cycle([list(row) for row in found])

    def _next(self) -> tuple[list[int], int, int]:
        ticket = next(self._tickets)
        before, after = ticket[2], (ticket[2] + 1) % len(PRIORITIES)
        ticket[2] = after
        return ticket, before, after

    def request(self) -> None:
        ticket, before, after = self._next()
        change = {"priority": {"base": PRIORITIES[before], "mine": PRIORITIES[after]}}
        self._browser.patch(f"/api/v1/tickets/{ticket[1]}", {"changes": change})

    def command(self) -> None:
        ticket, before, after = self._next()
        run(EditTicket(ticket[0], {"priority": Edit(before, after)}), self._actor)

    def statements(self) -> None:
        ticket, before, after = self._next()
        database, now = self._database, now_ms()
        database.begin()
        lock = " FOR UPDATE" if database.postgresql else ""
        ((_, seq, version, *_rest),) = database.rows(_LOCK + lock, [ticket[0]])
        database.do(_UPDATE, [after, seq + 1, version + 1, now, ticket[0]])
        values = [new_id(), ticket[0], seq + 1, new_id(), now, self._actor.me, str(before), str(after)]
        database.do(_EVENT, values)
        database.commit()


def measure() -> list[Ratio]:
    """A command, and the request around it, against the statements."""
    changes = Changes()
    command, bare = cpu_ms(changes.command, changes.statements)
    request, bare_again = cpu_ms(changes.request, changes.statements)
    return [
        Ratio("field change, command", command, bare, "CPU ms", "with its event"),
        Ratio("field change, request", request, bare_again, "CPU ms", "and the page that it answers with"),
    ]
