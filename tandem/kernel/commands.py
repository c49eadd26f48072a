"""What a verb must provide. A command reads, then plans purely; it never saves, sends or enqueues."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import orjson

from tandem.kernel.changes import ChangeSet, Json, NewRecord, Ref

if TYPE_CHECKING:
    from tandem.kernel.actors import Actor
    from tandem.kernel.context import Run

Reads = TypeVar("Reads")


@dataclass(frozen=True, slots=True)
class Once:
    """A name under which this request counts once: repeated with the same `digest` it answers with the first result."""

    scope: str
    key: str
    digest: str

    @classmethod
    def of(cls, scope: str, key: str, body: Json) -> Once:
        """A name for a request whose meaning is `body` (anything JSON can hold)."""
        return cls(scope, key, hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest())


class Command(ABC, Generic[Reads]):
    """The only way to change a tracked record.

    The pipeline locks `targets()` through the visibility of the actor, asks the policy about `verb` for each,
    lets the command `read` what else it needs under the lock, and then asks for the `plan`. `plan` is pure, so that a
    deadlock may repeat it and a test may call it without a database.
    """

    #: What the policy is asked about.
    verb: ClassVar[str]
    #: The kind that the verb creates, for commands without targets.
    creates: ClassVar[str | None] = None

    def targets(self) -> Sequence[Ref]:
        """The records to lock and to ask the policy about."""
        return ()

    def once(self) -> Sequence[Once]:
        """The names under which this request may be repeated without effect."""
        return ()

    @abstractmethod
    def read(self, run: Run) -> Reads:
        """Everything that the plan needs beyond its targets, read under the lock. May refuse (fences, missing rows)."""

    @abstractmethod
    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        """What should be true afterwards. Pure: no database, no clock but `run.now`, ids from `run.new_id`."""

    def acting(self, run: Run, changes: ChangeSet) -> Actor:
        """Who the events name: who asked, unless the plan itself made the person who acts (a new customer's first mail)."""
        return run.actor

    def result(self, changes: ChangeSet) -> Ref | None:
        """What the caller wants to hear about: the first new record, else the first target."""
        for change in changes:
            if isinstance(change, NewRecord):
                return change.ref
        targets = self.targets()
        return targets[0] if targets else None
