"""Change what the installation asks of everybody who signs in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord

#: Field -> the least and the most: five minutes to thirty days, one hour to a year.
BOUNDS = {"idle_minutes": (5, 30 * 24 * 60), "absolute_hours": (1, 366 * 24)}


@dataclass
class EditSecurityPolicy(EditRecord):
    """Fields: `require_two_factor`, `idle_minutes`, `absolute_hours`, `password_ends_tokens`."""

    verb = "security_policy.edit"
    kind = "security_policy"

    def check(self, run: Run) -> None:
        problems = [
            Problem(
                f"/{name}",
                "out_of_range",
                _("This is between %(least)s and %(most)s.") % {"least": least, "most": most},
            )
            for name, (least, most) in BOUNDS.items()
            if name in self.edits and not least <= self.edits[name].mine <= most
        ]
        if problems:
            raise Invalid(problems)
