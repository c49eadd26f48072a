"""What everybody sets for themselves: name, language, time zone."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import has_controls
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord


@dataclass
class SetPreferences(EditRecord):
    """Fields: `name`, `language` (Django's name, "" for the browser's), `time_zone` (an IANA name)."""

    verb = "person.set_preferences"
    kind = "person"

    def check(self, run: Run) -> None:
        problems = []
        if "name" in self.edits:
            name = self.edits["name"].mine
            if not name.strip() or has_controls(name) or len(name) > 200:
                problems.append(Problem("/name", "bad_name", _("A name is one line of 1 to 200 characters.")))
        if "time_zone" in self.edits and self.edits["time_zone"].mine not in available_timezones():
            problems.append(Problem("/time_zone", "unknown", _("There is no such time zone.")))
        if problems:
            raise Invalid(problems)
