"""Loading the demo world: all or nothing, through the mail channel and the commands, at the times at which it is said to happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tandem.cli.demo_world import company
from tandem.cli.demo_world.correspondence import Correspondence
from tandem.cli.demo_world.equipping import equip
from tandem.cli.demo_world.founding import House, found
from tandem.cli.demo_world.looking import Glances
from tandem.cli.demo_world.meetings import meet
from tandem.cli.demo_world.script import (
    Answer,
    Bounce,
    Call,
    Change,
    Clone,
    Edit,
    Follow,
    Look,
    Mail,
    Note,
    Snooze,
    Spam,
    Step,
    Trash,
)
from tandem.cli.demo_world.threads import THREADS
from tandem.cli.demo_world.workplace import Workplace
from tandem.infra import clock
from tandem.kernel.pipeline import without_effects
from tandem.people.installation import DEMO, record_fact
from tandem.sample_data.moments import Moment, ago, day
from tandem.tickets.commands.follow_ticket import FollowTicket
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.put_aside import TrashTicket

#: The company was there before anybody wrote to it.
FOUNDED = timedelta(days=30)
#: Who looks through all of their tickets, and when: most in the morning, before today's mails; the owner and the workshop seldom.
ROUNDS: Final[tuple[tuple[Moment, frozenset[str]], ...]] = (
    (day(3, "17:00"), frozenset({"amara", "lucia"})),
    (ago(300), frozenset({"tomas", "wei", "darya", "jonas", "mei", "petra"})),
)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this moment for a block."""
    milliseconds = clock.from_datetime(moment)
    with clock.travelling(lambda: milliseconds):
        yield


def load(now: datetime) -> None:
    """Write the demo world, seen from `now` (aware), into an empty installation; on any failure nothing of it stays."""
    # Before the transaction: it takes long on purpose, and the write lock must not wait for it.
    password = make_password(company.PASSWORD)
    with transaction.atomic(), without_effects():
        with at(now - FOUNDED):
            house = found(password)
            equip(house)
        _play(house, now)
        meet(now)
        record_fact(DEMO, "true")


def _play(house: House, now: datetime) -> None:
    """All matters together, in the order of time: numbers and ids grow as they would have."""
    glances = Glances(house)
    acts: list[tuple[datetime, Callable[[], None]]] = [
        (moment(now), partial(glances.look_through, keys)) for moment, keys in ROUNDS
    ]
    for thread in THREADS:
        correspondence, workplace = Correspondence(thread, now), Workplace(house, thread, now, glances)
        acts += [
            (step.at(now), partial(_carry_out, step, position, correspondence, workplace))
            for position, step in enumerate(thread.steps)
        ]
    for moment, act in sorted(acts, key=itemgetter(0)):
        with at(moment):
            act()
    glances.keep()


def _carry_out(step: Step, position: int, correspondence: Correspondence, workplace: Workplace) -> None:
    match step:
        case Mail():
            correspondence.receive(step, position)
            workplace.ticket_id = correspondence.ticket_id
        case Bounce():
            correspondence.bounce(step, position)
        case Call():
            workplace.call(step)
            correspondence.ticket_id = workplace.ticket_id
        case Answer():
            correspondence.send(workplace.answer(step, position))
        case Note():
            workplace.note(step, position)
        case Edit():
            workplace.edit(step)
        case Change():
            workplace.change(step)
        case Snooze():
            workplace.snooze(step)
        case Clone():
            workplace.clone(step)
        case Look():
            workplace.look(step.by)
        case Spam():
            workplace.do(MarkSpam(workplace.ticket_id), step.by)
        case Trash():
            workplace.do(TrashTicket(workplace.ticket_id), step.by)
        case Follow():
            workplace.do(FollowTicket(workplace.ticket_id), step.by)
