"""Colleagues who met in tickets in the weeks before: the world is played by one hand, so nobody met while it was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from tandem.collision.numbers import happenings as h
from tandem.collision.numbers.counting import write
from tandem.infra.clock import from_datetime
from tandem.tickets.models import Ticket

#: Weeks back. Always the same meetings, so that pictures of the world look alike.
DAYS: Final = 28
_SEED: Final = 20
#: How often people meet in each working hour, from eight o'clock on: late in the morning and after lunch most.
_BY_HOUR: Final = (1, 3, 5, 6, 2, 4, 6, 4, 3, 1)
#: What comes of two answers at once, and how often of ten.
_OUTCOMES: Final = [h.GAVE_WAY] * 5 + [h.HELD_FOR_COLLEAGUE] + [h.AGREED] * 2 + [h.SENT_KNOWING, ""]


def meet(now: datetime) -> None:
    """Write down the meetings of the last weeks, seen from `now`."""
    chance = random.Random(_SEED)  # noqa: S311  # no secret
    tickets = list(Ticket.objects.order_by("id").values_list("id", flat=True))
    for days in range(DAYS, 0, -1):
        day = now - timedelta(days=days)
        if day.weekday() < 5:
            for _ in range(chance.randint(3, 8)):
                hour = 8 + chance.choices(range(len(_BY_HOUR)), _BY_HOUR)[0]
                began = day.replace(hour=hour, minute=chance.randint(0, 59), second=chance.randint(0, 59))
                write(list(_meeting(chance, chance.choice(tickets), from_datetime(began))))


def _meeting(chance: random.Random, ticket: int, at: int) -> Iterator[h.Happening]:
    """One of them: half come to look only, in the other half two begin to answer."""
    together = chance.randint(60, 1_200) * 1000
    yield h.Happening(ticket, h.TOGETHER, str(at), at)
    yield h.Happening(ticket, h.TOGETHER, str(at), at + together, over=True)
    if chance.random() < 0.5:
        second = at + together // 3
        yield h.Happening(ticket, h.OVER_ANSWER, str(second), second)
        yield h.Happening(
            ticket, h.OVER_ANSWER, str(second), second + chance.randint(8, together // 3000) * 1000, over=True
        )
        if outcome := chance.choice(_OUTCOMES):
            yield h.Happening(ticket, outcome, str(at), second)
    elif chance.random() < 0.2:
        yield h.Happening(ticket, h.HELD_FOR_CUSTOMER, str(at), at)
