"""The IMAP mailbox that we fetch from: a scripted server whose log says what came into the folder, what left it, and by whom."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from faults.journal import now_ms
from tests.channels.email.imap_server import Folder, ImapServer, Mail

INBOX: Final = "INBOX"


@dataclass(frozen=True, slots=True)
class Movement:
    """A mail came into the folder, or left it: taken away by us, or by somebody else."""

    at: int
    what: Literal["came", "taken", "removed by others"]
    uid: int
    uidvalidity: int
    sha256: str


class WatchedFolder(Folder):
    """A folder with a log. `by_others` is set while the rig itself removes something."""

    def __init__(self, movements: list[Movement], uidvalidity: int = 7) -> None:
        super().__init__(uidvalidity)
        self._movements = movements
        self._lock = threading.RLock()
        self.by_others = False

    def add(self, raw: bytes, at: datetime | None = None, uid: int | None = None) -> int:
        """Deliver a mail."""
        with self._lock:
            given = super().add(raw, at, uid)
            self._note("came", given, raw)
        return given

    def remove(self, uids: set[int]) -> None:
        """Take mails away."""
        with self._lock:
            for mail in self.mails:
                if mail.uid in uids:
                    self._note("removed by others" if self.by_others else "taken", mail.uid, mail.raw)
            super().remove(uids)

    def _note(self, what: Literal["came", "taken", "removed by others"], uid: int, raw: bytes) -> None:
        self._movements.append(Movement(now_ms(), what, uid, self.uidvalidity, hashlib.sha256(raw).hexdigest()))


class Mailbox(ImapServer):
    """One account whose INBOX is watched."""

    def __init__(self, capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE") -> None:
        self.movements: list[Movement] = []
        super().__init__(capabilities)
        self.folders[INBOX] = WatchedFolder(self.movements)

    @property
    def watched(self) -> WatchedFolder:
        """The INBOX."""
        folder = self.folders[INBOX]
        assert isinstance(folder, WatchedFolder)
        return folder

    def put(self, raw: bytes, uid: int | None = None) -> None:
        """Deliver a mail, under a number that the server must not give if it is told one."""
        with self.changed:
            self.watched.add(raw, uid=uid)
            self.changed.notify_all()

    def play(self, command: str, faults: Iterable[str]) -> None:
        """What the next commands of this name meet (see `ImapServer`)."""
        self.faults.setdefault(command, []).extend(faults)

    def remove_by_others(self, uids: set[int]) -> None:
        """Another client of the same account deletes these."""
        folder = self.watched
        with folder._lock:
            folder.by_others = True
            folder.remove(uids)
            folder.by_others = False

    def renumber(self, *, restored: Iterable[bytes] = ()) -> None:
        """A new UIDVALIDITY, as after a restore from a backup: every mail has another UID, and some are back that had left."""
        old = self.watched
        fresh = WatchedFolder(self.movements, old.uidvalidity + 1)
        for mail in [*(Mail(0, raw) for raw in restored), *old.mails]:
            fresh.add(mail.raw, mail.at)
        self.folders[INBOX] = fresh
        with self.changed:
            self.changed.notify_all()

    def shas(self) -> set[str]:
        """What lies in the INBOX now."""
        return {hashlib.sha256(raw).hexdigest() for raw in list(self.watched.raws)}
