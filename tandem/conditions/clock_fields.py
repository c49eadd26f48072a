"""Facts of the clock: what time it is where the reader is, the same for every record. Both sides take them from the context."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.conditions.context import Context
from tandem.conditions.fields import Fact, Field
from tandem.conditions.types import Choice, Number
from tandem.infra.words import Words

#: As ISO 8601 counts them: the week begins on Monday.
WEEKDAYS: Final[tuple[str, ...]] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_NAMES: Final[dict[str, Words]] = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}


def _here(context: Context) -> datetime:
    return datetime.fromtimestamp(context.now_ms / 1000, context.zone)


CLOCK_FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "now_weekday",
        _("Day of the week now"),
        Choice(WEEKDAYS, ordered=True),
        lambda context: WEEKDAYS[_here(context).weekday()],
        kind=Fact.CLOCK,
    ),
    Field(
        "now_hour",
        _("Hour of the day now"),
        Number(),
        lambda context: _here(context).hour,
        kind=Fact.CLOCK,
    ),
)
