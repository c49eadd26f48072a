"""What an experiment is: a fault, how it is made, and what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from faults.stage import Stage
from faults.world.world import World


class Skipped(Exception):
    """It cannot be done here; the reason is a sentence for whoever reads the table."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """`seconds` of faults in the short form, and in the long one. `perform` ends with everything as it was: no fault in force."""

    name: str
    words: str
    perform: Callable[[Stage], None]
    seconds: float
    long_seconds: float
    #: Where it is done in the short form; in the long one, and when it is named, it is done everywhere.
    short_on: tuple[str, ...] = ("sqlite", "postgresql")
    #: A mailbox to fetch from, of either kind.
    imap: bool = False
    pop: bool = False
    #: The clock can be set forward, and attempts to send have the product's own pauses.
    moved: bool = False
    #: Modules that change the product inside (see `faults.inside`).
    inside: tuple[str, ...] = ()
    #: Megabytes of a disk of its own for the home; 0 is none.
    disk: int = 0
    #: The same for each of: attachments, logs, temporary files.
    parts_disk: int = 0
    #: The same for PostgreSQL's own files.
    database_disk: int = 0
    #: It kills the server that others use, too: nobody else uses it meanwhile.
    kills_server: bool = False
    before: Callable[[World], None] = lambda world: None
    #: In the long form the product keeps its own leases and pauses.
    long_times: bool = False
