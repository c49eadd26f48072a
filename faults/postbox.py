"""The POP3 mailbox that we fetch from: a scripted server whose log says what came, and what left it by our farewell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from faults.journal import now_ms
from faults.mailbox import Movement
from tests.channels.email.pop_server import PopServer

#: There are no such numbers here.
_NONE: Final = 0


class _Watched(dict[str, bytes]):
    """Mails by UIDL, with a log."""

    def __init__(self, movements: list[Movement]) -> None:
        super().__init__()
        self._movements = movements

    def __setitem__(self, uidl: str, raw: bytes) -> None:
        super().__setitem__(uidl, raw)
        self._movements.append(Movement(now_ms(), "came", _NONE, _NONE, hashlib.sha256(raw).hexdigest()))

    def pop(self, uidl: str, *default: bytes | None) -> bytes | None:  # type: ignore[override]
        """What the server does with a deleted mail when the client has said farewell."""
        if uidl in self:
            sha256 = hashlib.sha256(self[uidl]).hexdigest()
            self._movements.append(Movement(now_ms(), "taken", _NONE, _NONE, sha256))
        return super().pop(uidl, *default)


class Postbox(PopServer):
    """One account that is watched."""

    def __init__(self) -> None:
        self.movements: list[Movement] = []
        super().__init__()
        self.mails = _Watched(self.movements)

    def put(self, raw: bytes, uid: int | None = None) -> None:
        """Deliver a mail. `uid` is for servers with numbers."""
        assert uid is None
        self.deliver(raw)

    def play(self, command: str, faults: Iterable[str]) -> None:
        """What the next commands of this name meet (see `PopServer`)."""
        self.faults.setdefault(command, []).extend(faults)

    def forget(self, shas: set[str]) -> None:
        """Another client of the same account deletes these."""
        for uidl, raw in list(self.mails.items()):
            if hashlib.sha256(raw).hexdigest() in shas:
                del self.mails[uidl]

    def rename(self) -> None:
        """Another server under the same name, as after a move to another machine: every mail that lies there has a new UIDL."""
        lying = list(self.mails.values())
        fresh = _Watched(self.movements)
        for raw in lying:
            self._given += 1
            fresh[f"moved-{self._given}"] = raw
        self.mails = fresh

    def shas(self) -> set[str]:
        """What lies there now."""
        return {hashlib.sha256(raw).hexdigest() for raw in list(self.mails.values())}
