"""The record of a key that signs is not published any more: told once to those who look after mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run

#: What was found -> the event that tells of it.
_EVENTS = {"missing": "signing_key.record_missing", "other": "signing_key.record_differs"}


@dataclass
class TellOfRecord(Command[None]):
    """A fact of the key's stream. `since` names the trouble: of one that lasts it is told once."""

    verb = "signing_key.tell_of_record"

    key_id: int
    since: int
    found: str

    def targets(self) -> Sequence[Ref]:
        return (Ref("signing_key", self.key_id),)

    def once(self) -> Sequence[Once]:
        key = f"record:{self.since}"
        return (Once.of(f"signing_key:{self.key_id}", key, key),)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(Ref("signing_key", self.key_id), _EVENTS[self.found])])
