"""Set the due time, so long from now, or take it away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import Action, Intent, Situation
from tandem.conditions.problems import BadValue
from tandem.conditions.types import parse_amount
from tandem.kernel.changes import Json
from tandem.tickets.editable import WRONG_TYPE, Unreadable

_TEN_YEARS_MS = 10 * 366 * 86_400_000


def _parse(value: Json) -> Json:
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    try:
        amount = parse_amount(value)
    except BadValue:
        raise Unreadable("out_of_range", _("Say how long from now: 30m, 4h or 2d.")) from None
    if not 0 < amount <= _TEN_YEARS_MS:
        raise Unreadable("out_of_range", _("Say how long from now: 30m, 4h or 2d."))
    return value


def _intend(value: Json, situation: Situation, intent: Intent) -> None:
    intent.fields["due_at"] = None if value is None else situation.now + parse_amount(value)


SET_DUE = Action("set_due", _("Set the due time"), "amount", _parse, _intend)
