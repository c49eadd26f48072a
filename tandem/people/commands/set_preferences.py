"""What everybody sets for themselves: name, language, time zone."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.kernel.context import Run
from tandem.people.commands.edit_record import EditRecord
from tandem.people.preferences import check_preferences


@dataclass
class SetPreferences(EditRecord):
    """Fields: `name`, `language` (Django's name, "" for the browser's), `time_zone` (an IANA name)."""

    verb = "person.set_preferences"
    kind = "person"

    def check(self, run: Run) -> None:
        check_preferences({name: edit.mine for name, edit in self.edits.items()})
