"""Set the status, by its slug: departments have statuses of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import Action, Intent, Situation
from tandem.kernel.changes import Json
from tandem.tickets.editable import WRONG_TYPE, Unreadable


def _parse(value: Json) -> Json:
    if not isinstance(value, str) or not value.isprintable():
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    if not 0 < len(value) <= 60:
        raise Unreadable("unknown", _("There is no such status."))
    return value


def _intend(value: Json, situation: Situation, intent: Intent) -> None:
    if value in situation.statuses:
        intent.fields["status"] = value
    else:
        intent.skipped.append(_("This department has no such status."))


SET_STATUS = Action("set_status", _("Set the status"), "status", _parse, _intend)
