"""What the checker may look at: the clients' journal, the sink's log, the mailbox, the tables and the files. Nothing of the product
runs to read them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from faults.journal import Note, Operation, read_journal
from faults.mailbox import Movement
from faults.sink import Attempt
from faults.stage import Stage
from faults.tokens import tokens_in
from faults.world.databases import Database
from faults.world.founding import MAILBOXES

Row = Mapping[str, Any]

#: Name -> the SELECT behind it. Only columns that the invariants speak of.
TABLES: Final = {
    "ledger": "SELECT id, mailbox_id, raw, message_id, state, reason, duplicate_of_id, received_at, ticket_id,"
    " ticket_message_id, transport FROM email_channel_ledgerentry ORDER BY id",
    "messages": "SELECT id, kind, visibility, text, mail_id, client_id, ledger_id, shown_in_id, automatic, undone_at, at"
    " FROM tickets_message ORDER BY id",
    "deliveries": "SELECT id, message_id, ticket_id, recipient, state, at FROM tickets_delivery ORDER BY id",
    "tickets": "SELECT * FROM tickets_ticket ORDER BY id",
    "events": "SELECT id, stream_kind, stream_id, seq, change_id, at, kind, field, part_kind, part_id, old, new"
    " FROM kernel_event ORDER BY stream_id, seq",
    "effects": "SELECT id, kind, key, state, attempts FROM kernel_effect ORDER BY id",
    "timers": "SELECT id, kind, due, fired_at FROM kernel_timer ORDER BY id",
    "notifications": "SELECT id, person_id, kind, ticket_id, event_id, message_id FROM notifications_notification"
    " WHERE kind = 'mail_failed' ORDER BY id",
    "attachments": "SELECT id, message_id, digest FROM tickets_attachment ORDER BY id",
}


@dataclass
class Evidence:
    """Everything, as plain rows. `patience` is how many seconds the product waits for an answer to the final dot."""

    operations: Sequence[Operation] = ()
    notes: Sequence[Note] = ()
    attempts: Sequence[Attempt] = ()
    movements: Sequence[Movement] = ()
    left_in_inbox: frozenset[str] = frozenset()
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    #: Name of each stored file -> SHA-256 of what is in it.
    files: Mapping[str, str] = field(default_factory=dict)
    #: Address -> id of its mailbox.
    mailboxes: Mapping[str, int] = field(default_factory=dict)
    #: SHA-256 of mails that lay on a server before, from which only new mail was asked for.
    passed_over: frozenset[str] = frozenset()
    complaints: Sequence[str] = ()
    patience: float = 5.0

    def table(self, name: str) -> Sequence[Row]:
        """The rows of one table."""
        return self.tables.get(name, ())

    def of_kind(self, kind: str) -> list[Operation]:
        """The attempts of one kind."""
        return [one for one in self.operations if one.kind == kind]

    def noted(self, what: str) -> list[Note]:
        """The notes of one kind."""
        return [one for one in self.notes if one.what == what]

    @cached_property
    def ledger_by_raw(self) -> Mapping[tuple[int, str], list[Row]]:
        """(mailbox, SHA-256) -> rows."""
        found: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in self.table("ledger"):
            found[int(row["mailbox_id"]), row["raw"]].append(row)
        return found

    @cached_property
    def ledger_by_id(self) -> Mapping[int, Row]:
        """By its id."""
        return {row["id"]: row for row in self.table("ledger")}

    @cached_property
    def messages_by_id(self) -> Mapping[int, Row]:
        """By its id."""
        return {row["id"]: row for row in self.table("messages")}

    @cached_property
    def replies(self) -> Mapping[str, list[Row]]:
        """Token -> the replies that carry it."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.table("messages"):
            if row["kind"] == "reply":
                for token in tokens_in(row["text"])[:1]:
                    found[token].append(row)
        return found

    @cached_property
    def deliveries_of(self) -> Mapping[int, list[Row]]:
        """Message -> its deliveries."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.table("deliveries"):
            found[row["message_id"]].append(row)
        return found

    @cached_property
    def delivery_events(self) -> Mapping[int, list[Row]]:
        """Delivery -> what the ticket's history tells of it, in order."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.table("events"):
            if row["part_kind"] == "delivery":
                found[int(row["part_id"])].append(row)
        return found

    def sent_again(self, delivery: Row) -> bool:
        """Whether a person asked for it to be sent once more."""
        return any(event["kind"] == "delivery.sent_again" for event in self.delivery_events[delivery["id"]])


def gather(stage: Stage) -> Evidence:
    """What there is to see of a stage that has come to rest."""
    operations, notes = read_journal(stage.world.folder / "journal.jsonl")
    database = stage.world.database
    moved, fetched = their_time(notes), stage.mailbox or stage.postbox
    for one in operations:
        one.at, one.ended_at = moved(one.at), one.ended_at and moved(one.ended_at)
    return Evidence(
        operations=operations,
        notes=[replace(one, at=moved(one.at)) for one in notes],
        attempts=[replace(one, at=moved(one.at)) for one in list(stage.sink.attempts)],
        movements=[replace(one, at=moved(one.at)) for one in fetched.movements] if fetched else [],
        passed_over=frozenset(stage.passed_over),
        left_in_inbox=frozenset(fetched.shas() - stage.passed_over) if fetched else frozenset(),
        tables={name: _read(database, statement) for name, statement in TABLES.items()},
        files=read_files(stage.world.home / "files"),
        mailboxes={address: int(stage.world.mailboxes[name]) for name, address in MAILBOXES.items()},
        complaints=database.complaints(),
        patience=600.0 if stage.budget.real_times else 5.0,
    )


def their_time(notes: Sequence[Note]) -> Callable[[int], int]:
    """What the clock of the world said at a moment of ours: the rig may have set it forward, and notes that."""
    moves = [(note.at, int(note.facts["by"])) for note in notes if note.what == "clock moved"]
    return lambda at: at + sum(by for since, by in moves if since <= at)


def _read(database: Database, statement: str) -> list[Row]:
    """SQLite keeps JSON as text, PostgreSQL gives what it means."""
    rows = database.rows(statement)
    if database.vendor != "sqlite":
        return rows
    return [
        {
            name: json.loads(value) if name in {"old", "new"} and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]


def read_files(folder: Path) -> dict[str, str]:
    """Name -> SHA-256 of the content, of every stored file; what is only being written has no name yet."""
    found = {}
    for path in folder.glob("??/??/*"):
        with path.open("rb") as file:
            found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
