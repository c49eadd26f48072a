"""Write happenings down. What presence notices waits in memory for its thread, for nobody's typing waits for the database."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import OperationalError, close_old_connections, transaction

from tandem.collision.models import CollisionCount
from tandem.collision.numbers.happenings import Happening
from tandem.infra.server.parts import Part, ThreadPart
from tandem.tickets.models import Ticket

#: Seconds between two looks at what waits.
EVERY: Final = 1.0
#: At most so many happenings wait; of more, the oldest are not counted.
LONGEST: Final = 10_000
_BATCH: Final = 500

WAITING: Final[deque[Happening]] = deque(maxlen=LONGEST)


def note(happenings: Iterable[Happening]) -> None:
    """Count these soon. Takes no lock and no time: it is called between two words of presence."""
    WAITING.extend(happenings)


def write_waiting() -> None:
    """Write down what waits, in the order in which it came. Raises OperationalError while the database is away; it waits on."""
    while WAITING:
        batch = [WAITING.popleft() for _ in range(min(len(WAITING), _BATCH))]
        try:
            write(batch)
        except OperationalError:
            WAITING.extendleft(reversed(batch))
            raise


def write(happenings: Sequence[Happening]) -> None:
    """Write these down. What is known already is left as it is; an end is written once."""
    groups = {
        ticket: groups
        for ticket, *groups in Ticket.objects.filter(id__in={one.ticket for one in happenings}).values_list(
            "id", "department_id", "team_id"
        )
    }
    with transaction.atomic():
        CollisionCount.objects.bulk_create(
            [
                CollisionCount(
                    ticket_id=one.ticket,
                    department_id=groups[one.ticket][0],
                    team_id=groups[one.ticket][1],
                    kind=one.kind,
                    key=one.key,
                    at=one.at,
                )
                for one in happenings
                if not one.over and one.ticket in groups
            ],
            ignore_conflicts=True,
        )
        for one in happenings:
            if one.over:
                CollisionCount.objects.filter(
                    ticket_id=one.ticket, kind=one.kind, key=one.key, until__isnull=True
                ).update(until=max(one.at, int(one.key)))


def _run(stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        if WAITING:
            try:
                write_waiting()
            finally:
                # A connection that broke is not used again.
                close_old_connections()
    write_waiting()


def part() -> Part:
    """The part of `serve` that writes down what presence notices."""
    return ThreadPart("collision numbers", _run)
