"""Who sees and changes saved views: their owner, and nobody else, whatever their role."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tandem.kernel.actors import Actor
from tandem.kernel.records import Verdict
from tandem.people.actors import has_right
from tandem.people.policies import NO_RIGHT, NOTHING, by_right


class SavedViewPolicy:
    """What is one's own is changed by the right to change what is one's own. A view shows no ticket that its reader does not see
    anyway: rights are asked when it is opened."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        if record is not None and record.owner_id != actor.person_id:
            return Verdict(False, NO_RIGHT)
        return by_right(actor, "me.edit")

    def visible(self, actor: Actor) -> Q:
        return Q(owner_id=actor.person_id) if has_right(actor, "tickets.read") else NOTHING
