"""Whom a note may name: colleagues who see its ticket. A note that names anybody else is not stored at all, so that nobody writes
to a customer by mistake (OD-38) and nobody waits for an answer of somebody who was never told."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tandem.kernel.changes import Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Problem
from tandem.people.models import Person
from tandem.tickets.audience import check_all_see


def check_mentions(run: Run, ticket: Ref, named: Mapping[int, str]) -> None:
    """Raises Invalid for those of `named` (person -> pointer) who do not see the ticket, saying who it is."""
    check_all_see(run.record(ticket), named, _refusal)


def _refusal(pointer: str, person: Person | None) -> Problem:
    if person is None:
        return Problem(pointer, "mention.unknown", _("There is nobody of this id."))
    words = {"name": person.name or person.email}
    if person.role is None:
        sentence = _("%(name)s is a customer and sees no internal notes. Take the mention out.") % words
        return Problem(pointer, "mention.customer", sentence)
    return Problem(pointer, "mention.no_access", _("%(name)s cannot see this ticket. Take the mention out.") % words)
