"""Change how the installation avoids collisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.roles import ROLES

#: Seconds that a floating alert may stay (AC-26).
ALERT_SECONDS: Final = (3, 10)


@dataclass
class EditCollisionPolicy(EditRecord):
    """Fields: `on`, `alert_seconds`, `unseen_roles`."""

    verb = "collision_policy.edit"
    kind = "collision_policy"

    def check(self, run: Run) -> None:
        problems = []
        least, most = ALERT_SECONDS
        if "alert_seconds" in self.edits and not least <= self.edits["alert_seconds"].mine <= most:
            detail = _("This is between %(least)s and %(most)s.") % {"least": least, "most": most}
            problems.append(Problem("/alert_seconds", "out_of_range", detail))
        for at, role in enumerate(self.edits["unseen_roles"].mine if "unseen_roles" in self.edits else ()):
            if role not in ROLES:
                problems.append(Problem(f"/unseen_roles/{at}", "unknown", _("There is no such role.")))
        if problems:
            raise Invalid(problems)
