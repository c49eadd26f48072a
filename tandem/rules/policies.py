"""Who sees which macros, and who may keep public ones."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.actors import Actor
from tandem.kernel.records import ALLOWED, Verdict
from tandem.people.actors import StaffActor, has_right
from tandem.people.policies import EVERYTHING, NO_RIGHT, NOTHING, by_right
from tandem.rules.models import Macro, MacroTeam

ONLY_OWN_TEAMS: Words = _("You may keep macros for your own teams only. Name at least one of them, and no other.")


class MacroPolicy:
    """Personal macros are their owner's alone. Public ones are kept by whoever may share with all, or with their own teams."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        # For whom a new one is stands in the command, which asks `may_share`.
        if verb == "macro.create" or (record is not None and record.owner_id == actor.person_id):
            return by_right(actor, "me.edit")
        if record.owner_id is not None:
            return Verdict(False, NO_RIGHT)
        if _for_all(actor):
            return ALLOWED
        teams = MacroTeam.objects.filter(macro_id=record.id).values_list("team_id", flat=True)
        return may_share(actor, frozenset(teams))

    def visible(self, actor: Actor) -> Q:
        if actor.kind in {"system", "import", "rule"}:
            return EVERYTHING
        if not isinstance(actor, StaffActor):
            return NOTHING
        public = Q(owner__isnull=True)
        if not _for_all(actor):
            kept = MacroTeam.objects.values("macro_id")
            public &= ~Q(id__in=kept) | Q(id__in=kept.filter(team_id__in=actor.team_ids))
        return Q(owner_id=actor.person_id) | public


def may_share(actor: Actor, team_ids: Collection[int]) -> Verdict:
    """Whether the actor may keep a public macro for these teams (none: for everybody)."""
    if _for_all(actor):
        return ALLOWED
    if not has_right(actor, "macros.share"):
        return Verdict(False, NO_RIGHT)
    own = actor.team_ids if isinstance(actor, StaffActor) else frozenset()
    return ALLOWED if team_ids and own.issuperset(team_ids) else Verdict(False, ONLY_OWN_TEAMS)


def _for_all(actor: Actor) -> bool:
    """Supervisors share with their own teams; whoever sees every ticket shares with everybody."""
    return has_right(actor, "macros.share") and has_right(actor, "tickets.read_all")


def usable(actor: StaffActor, macro: Macro, team_ids: Collection[int]) -> bool:
    """Whether the chooser offers it: switched on, and kept for one of the actor's teams if it is kept for any."""
    return macro.active and (not team_ids or not actor.team_ids.isdisjoint(team_ids))
