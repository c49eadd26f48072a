"""Reading macros: what an actor may choose from, and what one would do to a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.actions.base import Intent, Situation
from tandem.actions.placeholders import BadTemplate, unknown
from tandem.actions.registry import Step, intent_of, people_of, teams_of
from tandem.actions.situation import read_situation
from tandem.kernel.errors import NotFound
from tandem.people.actors import StaffActor
from tandem.people.models import Person, Team
from tandem.rules.models import Macro, MacroTeam
from tandem.rules.records import MACRO
from tandem.tickets.models import Status


@dataclass(frozen=True, slots=True)
class Prepared:
    """A macro that is about to be applied: what it wants, and the situation that it was asked in."""

    macro: Macro
    situation: Situation
    intent: Intent


def macros_of(actor: StaffActor) -> list[Macro]:
    """All that the actor sees, personal ones first, by name."""
    found = Macro.objects.filter(MACRO.policy.visible(actor)).order_by("name_key", "id")
    return sorted(found, key=lambda macro: macro.owner_id is None)


def macro_of(actor: StaffActor, macro_id: int) -> Macro:
    """One that the actor sees. Raises NotFound."""
    macro = Macro.objects.filter(MACRO.policy.visible(actor), id=macro_id).first()
    if macro is None:
        raise NotFound()
    return macro


def teams_by_macro(ids: Iterable[int]) -> Mapping[int, list[int]]:
    """The teams that public macros are kept for."""
    kept: dict[int, list[int]] = {}
    for macro, team in (
        MacroTeam.objects.filter(macro_id__in=list(ids)).order_by("id").values_list("macro_id", "team_id")
    ):
        kept.setdefault(macro, []).append(team)
    return kept


def prepare(actor: StaffActor, number: int, macro_id: int) -> Prepared:
    """What a macro would do to a ticket, for this actor, now; nothing is changed. Raises NotFound for either that the actor
    does not see, and for a macro that is switched off."""
    macro = macro_of(actor, macro_id)
    if not macro.active:
        raise NotFound()
    situation = read_situation(actor, number, macro.steps)
    return Prepared(macro, situation, intent_of(macro.steps, situation))


@dataclass(frozen=True, slots=True)
class Living:
    """Of all that some macros name: who still works here, which teams and statuses there are. Three queries, however many."""

    people: frozenset[int]
    teams: frozenset[int]
    statuses: frozenset[str]

    @classmethod
    def of(cls, macros: Iterable[Macro]) -> Living:
        """What the steps of these macros name and exists."""
        steps = [step for macro in macros for step in macro.steps]
        people = Person.objects.filter(id__in=people_of(steps), role__isnull=False, active=True)
        return cls(
            frozenset(people.values_list("id", flat=True)),
            frozenset(Team.objects.filter(id__in=teams_of(steps)).values_list("id", flat=True)),
            frozenset(Status.objects.order_by().values_list("slug", flat=True).distinct()),
        )


def warnings_of(steps: Sequence[Step], living: Living) -> list[str]:
    """What will not work of these steps, wherever they are applied, as sentences (KF-39, KF-44)."""
    found = []
    if not people_of(steps) <= living.people:
        found.append(_("The owner that it names does not work here any more."))
    if not teams_of(steps) <= living.teams:
        found.append(_("The team that it names does not exist any more."))
    for step in steps:
        if step["action"] == "write_text":
            found += _unknown_names(step["value"]["body_html"])
        if step["action"] == "set_status" and step["value"] not in living.statuses:
            found.append(_("No department has the status that it sets."))
    return found


def _unknown_names(html: str) -> list[str]:
    try:
        names = unknown(html)
    except BadTemplate:
        return [_("Its text cannot be filled in any more: check its placeholders.")]
    return [_("%(name)s means nothing and will be shown as it is.") % {"name": f"{{{{ {name} }}}}"} for name in names]
