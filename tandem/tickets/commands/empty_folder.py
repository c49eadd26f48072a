"""Ask for the spam folder or the trash to be emptied (KF-34, KF-35). The work is an effect: there may be thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class _EmptyFolder(Command[None]):
    """What lies in the folder now goes; what comes in while the work runs stays."""

    creates = "ticket"
    folder: ClassVar[str]

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        scopes = None if run.actor.scopes is None else sorted(run.actor.scopes)
        payload = {"folder": self.folder, "until": run.now, "person": str(run.actor.me), "scopes": scopes}
        return ChangeSet(effects=[EffectRequest("tickets.empty_folder", str(run.change_id), payload)])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None


class EmptySpam(_EmptyFolder):
    """Move everything in the spam folder to the trash, from where it can be restored."""

    verb, folder = "empty_spam", "spam"


class EmptyTrash(_EmptyFolder):
    """Delete everything in the trash for good."""

    verb, folder = "empty_trash", "trash"
