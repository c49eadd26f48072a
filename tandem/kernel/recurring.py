"""What is done again and again: one timer for each kind and period, however many processes ask for it."""

from __future__ import annotations

from tandem.kernel import timers
from tandem.kernel.changes import Ref
from tandem.kernel.effects import effect_kinds
from tandem.kernel.models import Timer

#: What recurring timers are about: nothing in particular.
_SUBJECT = Ref("recurring", 0)


class Recurring:
    """Asks for the next time of each recurring kind; remembers what it asked for, so that most calls touch no database."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}

    def ask(self, now: int) -> None:
        """Schedule the next period of every kind that recurs and forget timers of it that have long fired.

        Periods are multiples since the epoch: processes that start at different times mean the same moment, and
        the same (kind, subject, due) is one timer. A period in which nothing ran is made up for by the next one.
        """
        for kind in effect_kinds().values():
            if kind.every_ms is None:
                continue
            due = (now // kind.every_ms + 1) * kind.every_ms
            if self._asked.get(kind.name) != due:
                Timer.objects.filter(
                    kind=kind.name, subject_kind=_SUBJECT.kind, fired_at__lt=now - 2 * kind.every_ms
                ).delete()
                timers.schedule(kind.name, _SUBJECT, due)
                self._asked[kind.name] = due
