"""A field change that two hundred conditions look at: what rules on changes will cost besides what they do.

The listener stands where rules will stand, in the rounds of the pipeline. It makes the facts before and after from the locked
row and the change set, and asks every condition; none of them acts.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import copy
from typing import Any, Final

from django.conf import settings

from bench.measure import Ratio, cpu_ms
from bench.writes import Changes
from tandem.conditions.context import Context
from tandem.conditions.nodes import Node, all_of, any_of, rule
from tandem.conditions.predicate import Predicate, Reading
from tandem.kernel.changes import ChangeSet, FieldChange, Ref
from tandem.kernel.context import Run
from tandem.kernel.records import record_kinds
from tandem.people.models import Department, Person
from tandem.tickets import statuses
from tandem.tickets.condition_fields import TicketFacts
from tandem.tickets.event_fields import RULE_CATALOGUE, TicketChange

COUNT: Final = 200
_EVENTS: Final = (
    "ticket.priority_changed",
    "ticket.status_changed",
    "message.received",
    "ticket.opened",
    "message.replied",
)
_WORDS: Final = ("refund", "invoice", "printer", "delivery", "broken", "заказ", "打印机")
_TAGS: Final = ("refund", "vip", "bug", "delivery", "follow-up")


class _Listener:
    """The conditions, and how often they were asked and held."""

    def __init__(self) -> None:
        self.predicates: list[Predicate] = []
        self.asked = self.held = 0

    def extend(self, run: Run, changes: ChangeSet) -> ChangeSet:
        """Asks everything about each ticket that changes, and adds nothing."""
        if self.predicates:
            for ref in {change.ref for change in changes if change.ref.kind == "ticket"}:
                self._ask(_happened(run, changes, ref), Context(run.now))
        return ChangeSet()

    def _ask(self, change: TicketChange, context: Context) -> None:
        self.asked += len(self.predicates)
        reading = Reading(change, context)
        self.held += sum(predicate.holds(reading) for predicate in self.predicates)


LISTENER: Final = _Listener()
listen = LISTENER.extend


def _happened(run: Run, changes: ChangeSet, ref: Ref) -> TicketChange:
    row = run.record(ref)
    tags: frozenset[Any] = run.members(ref, "tags")
    before = TicketFacts(row, statuses.by_id(run, row.status_id).slug, tags=tags)
    new, events, kind = copy(row), set(), record_kinds()["ticket"]
    for change in changes:
        if isinstance(change, FieldChange) and change.ref == ref:
            setattr(new, kind.attribute(change.field), change.new)
            event = kind.tracked[change.field]
            if isinstance(event, str):
                events.add(event)
    after = TicketFacts(new, statuses.by_id(run, new.status_id).slug, tags=tags)
    return TicketChange(after, before, frozenset(events), "agent", run.actor.person_id)


def _conditions() -> list[Node]:
    """As a house writes them: an event, and two or three facts of the ticket."""
    dice = random.Random(3)
    departments = list(Department.objects.values_list("id", flat=True))
    people = list(Person.objects.filter(role__isnull=False).values_list("id", flat=True))
    facts: tuple[Callable[[], Node], ...] = (
        lambda: rule("priority", "changed_to", dice.choice(["low", "medium", "high", "urgent"])),
        lambda: rule("priority", "is_any_of", ["high", "urgent"]),
        lambda: rule("department", "is", dice.choice(departments)),
        lambda: rule("owner", "is_any_of", dice.sample(people, 3)),
        lambda: rule("status", "is", dice.choice(["open", "waiting", "escalated"])),
        lambda: rule("tags", "includes_any", dice.sample(_TAGS, 2)),
        lambda: rule("subject", "contains", dice.choice(_WORDS)),
        lambda: any_of(rule("channel", "is", "email"), rule("author_kind", "is", "customer")),
    )
    return [
        all_of(rule("event", "includes_any", dice.sample(_EVENTS, 2)), *(make() for make in dice.sample(facts, 3)))
        for _ in range(COUNT)
    ]


def measure() -> list[Ratio]:
    """A command with the conditions, against the same command without."""
    predicates = [Predicate(node, RULE_CATALOGUE) for node in _conditions()]
    broken = [predicate.problems for predicate in predicates if predicate.problems]
    assert not broken, broken[0]
    settings.EXTENDERS = [*settings.EXTENDERS, "bench.rules.listen"]
    changes = Changes()

    def watched() -> None:
        LISTENER.predicates = predicates
        changes.command()

    def alone() -> None:
        LISTENER.predicates = []
        changes.command()

    ours, bare = cpu_ms(watched, alone)
    assert LISTENER.held, "conditions that never hold measure nothing"
    share = 100 * LISTENER.held / LISTENER.asked
    return [Ratio(f"field change, {COUNT} conditions", ours, bare, "CPU ms", f"against none; {share:.0f} % hold")]
