"""Delete a removed file for good, when its time in the trash is over."""

from __future__ import annotations

from tandem.kernel.changes import ChangeSet, Fact
from tandem.kernel.context import Run
from tandem.tickets.commands.about_file import AboutFile
from tandem.tickets.models import Attachment


class DeleteFile(AboutFile):
    """Forget its bytes; the next sweep takes them unless another row names them. That there was a file stays on record."""

    verb = "delete_file"

    def plan(self, run: Run, reads: Attachment) -> ChangeSet:
        changes = ChangeSet()
        if reads.removed_at is not None and reads.digest:
            changes.set(self.file, "digest", reads.digest, "")
            changes.append(Fact(self.file, "attachment.deleted"))
        return changes
