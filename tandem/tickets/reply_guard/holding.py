"""The guard of the pipeline: no reply of a person leaves with what its department holds replies for, by whatever door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Change, ChangeSet, NewRecord, Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Problem, Refused
from tandem.tickets.department_rules import rules_of
from tandem.tickets.reply_guard.gathering import gather
from tandem.tickets.reply_guard.reasons import Reason, reasons_before
from tandem.tickets.reply_guard.words import SENTENCES

#: Where in what was sent each is found; in the text, unless said otherwise.
_PLACES: Final = {"attachment": "/attachments", "recipients": "/to"}


class Held(Refused):
    """A reply has what its department holds replies for; `reasons` in the answer says what. 422."""

    status = 422

    def __init__(self, reasons: Sequence[Reason]) -> None:
        problems = [
            Problem(_PLACES.get(one.kind, "/body"), one.kind, str(SENTENCES[one.kind]) % {"text": one.text})
            for one in reasons
        ]
        detail = _("Your department lets no reply leave with this. Change it first.")
        told = [{"kind": one.kind, "text": one.text} for one in reasons]
        super().__init__("reply.held", detail, problems=problems, extra={"reasons": told})


def nothing_held(run: Run, changes: ChangeSet, change: Change) -> None:
    """Refuse a person's reply that has what its department holds replies for. What rules and channels write is their
    own. Raises Held."""
    if not isinstance(change, NewRecord) or change.ref.kind != "message" or change.values["kind"] != "reply":
        return
    if run.actor.kind != "agent":
        return
    ticket = Ref("ticket", change.values["shown_in_id"])
    kinds = frozenset(rules_of(run, run.after(changes, ticket, "department")).holds_replies_for)
    if kinds and (reasons := reasons_before(gather(run, changes, change, ticket, kinds), kinds)):
        raise Held(reasons)
