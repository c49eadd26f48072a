"""Who has read how far, and has been told of what: gathered while the world is played, written once at its end."""

from __future__ import annotations

from collections.abc import Collection

from tandem.cli.demo_world.founding import House
from tandem.infra import clock
from tandem.notifications.models import Notification
from tandem.tickets.models import ReadMark, Ticket
from tandem.tickets.queries import visible_to


class Glances:
    """Only the last look of each person at each ticket is left of many, so nothing is written before."""

    def __init__(self, house: House) -> None:
        self._house = house
        #: (person, ticket) -> (moment in milliseconds, how far the ticket had come).
        self._last: dict[tuple[int, int], tuple[int, int]] = {}

    def look(self, by: str, ticket_id: int) -> None:
        """Somebody has the ticket before their eyes, as far as it has come."""
        seq = Ticket.objects.values_list("seq", flat=True).get(id=ticket_id)
        self._last[self._house.people[by], ticket_id] = (clock.now_ms(), seq)

    def look_through(self, keys: Collection[str]) -> None:
        """These colleagues look at every ticket that they may see."""
        for key in sorted(keys):
            for ticket_id, seq in visible_to(self._house.actor(key)).values_list("id", "seq"):
                self._last[self._house.people[key], ticket_id] = (clock.now_ms(), seq)

    def keep(self) -> None:
        """Write it down: the marks, and which notifications have been read."""
        ReadMark.objects.bulk_create(
            ReadMark(person_id=person, ticket_id=ticket, seq=seq, at=at)
            for (person, ticket), (at, seq) in self._last.items()
        )
        read = []
        for told in Notification.objects.filter(read_at__isnull=True, ticket__isnull=False):
            at, _ = self._last.get((told.person_id, told.ticket_id or 0), (0, 0))
            if told.at <= at:
                told.read_at = at
                read.append(told)
        Notification.objects.bulk_update(read, ["read_at"], batch_size=100)
