"""Take a file out of a message: into the trash, for as long as the trash keeps things."""

from __future__ import annotations

from tandem.kernel.changes import ChangeSet, Fact
from tandem.kernel.context import Run
from tandem.tickets.commands.about_file import AboutFile
from tandem.tickets.models import Attachment


class RemoveFile(AboutFile):
    """From now on nobody can read it; the message says who removed it. Taking out what is out changes nothing."""

    verb = "remove_file"

    def plan(self, run: Run, reads: Attachment) -> ChangeSet:
        changes = ChangeSet()
        if reads.removed_at is None:
            changes.set(self.file, "removed_at", None, run.now)
            changes.set(self.file, "removed_by", None, run.actor.person_id)
            changes.append(Fact(self.file, "attachment.removed"))
        return changes
