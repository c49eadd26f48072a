"""Put a removed file back into its message."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Fact
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden
from tandem.tickets.commands.about_file import AboutFile
from tandem.tickets.models import Attachment


class RestoreFile(AboutFile):
    """Put it back, as long as its bytes are there."""

    verb = "restore_file"

    def plan(self, run: Run, reads: Attachment) -> ChangeSet:
        changes = ChangeSet()
        if not reads.digest:
            raise Forbidden(_("This file was deleted for good."))
        if reads.removed_at is not None:
            changes.set(self.file, "removed_at", reads.removed_at, None)
            changes.set(self.file, "removed_by", reads.removed_by_id, None)
            changes.append(Fact(self.file, "attachment.restored"))
        return changes
