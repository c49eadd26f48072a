"""Whom a note may name: colleagues who see its ticket. A note that names anybody else is not stored at all, so that nobody writes
to a customer by mistake (OD-38) and nobody waits for an answer of somebody who was never told."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tandem.kernel.changes import Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Person
from tandem.tickets.audience import those_who_see


def check_mentions(run: Run, ticket: Ref, named: Mapping[int, str]) -> None:
    """Raises Invalid for those of `named` (person -> pointer) who do not see the ticket, saying who it is."""
    if not named:
        return
    unseeing = set(named) - those_who_see(frozenset(named), run.record(ticket))
    if not unseeing:
        return
    people = Person.objects.in_bulk(list(unseeing))
    raise Invalid([_refusal(pointer, people.get(person)) for person, pointer in named.items() if person in unseeing])


def _refusal(pointer: str, person: Person | None) -> Problem:
    if person is None:
        return Problem(pointer, "mention.unknown", _("There is nobody of this id."))
    words = {"name": person.name or person.email}
    if person.role is None:
        sentence = _("%(name)s is a customer and sees no internal notes. Take the mention out.") % words
        return Problem(pointer, "mention.customer", sentence)
    return Problem(pointer, "mention.no_access", _("%(name)s cannot see this ticket. Take the mention out.") % words)
