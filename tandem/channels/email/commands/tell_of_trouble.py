"""A mail server of a mailbox cannot be used for a while: told once to those who look after mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run


@dataclass
class TellOfTrouble(Command[None]):
    """A fact of the mailbox's stream. `since` names the trouble: of one that lasts it is told once."""

    verb = "mailbox.tell_of_trouble"

    mailbox_id: int
    kind: Literal["mailbox.fetching_troubled", "mailbox.sending_troubled", "mailbox.hook_troubled", "mailbox.differs"]
    since: int
    code: str = ""
    count: int = 0

    def targets(self) -> Sequence[Ref]:
        return (Ref("mailbox", self.mailbox_id),)

    def once(self) -> Sequence[Once]:
        key = f"{self.kind}:{self.since}"
        return (Once.of(f"mailbox:{self.mailbox_id}", key, key),)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        told = {"code": self.code} if self.code else {"count": self.count}
        return ChangeSet([Fact(Ref("mailbox", self.mailbox_id), self.kind, told)])
