"""Fetching as a part of the process: a thread for each mailbox that fetches, begun and ended as admins decide."""

from __future__ import annotations

import logging
import os
import socket
import threading
from dataclasses import dataclass
from typing import Final

from django.db import close_old_connections

from tandem.channels.email.fetching.fetcher import Fetcher
from tandem.channels.email.models import MailServer
from tandem.infra.server.parts import ThreadPart

log = logging.getLogger("tandem.mail.fetching")

#: Seconds between two looks at what admins have changed.
LOOK: Final = 2.0
#: Seconds that threads have to end in; what they were doing is done again by the next process.
GRACE: Final = 8.0


#: What makes a fetcher begin anew when it changes: the server, the mailbox, the sign-in.
Stamp = tuple[int, int, int]


@dataclass(slots=True)
class _Running:
    version: Stamp
    stop: threading.Event
    thread: threading.Thread


class FetchingPart(ThreadPart):
    """Begins and ends the fetchers."""

    def __init__(self) -> None:
        super().__init__("tandem-fetching", self._watch)
        self._running: dict[int, _Running] = {}
        self._holder = f"{socket.gethostname()[:40]}:{os.getpid()}"

    def _watch(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                close_old_connections()
                self.follow(wanted())
                stop.wait(LOOK)
        finally:
            self.end_all()

    def follow(self, servers: dict[int, Stamp]) -> None:
        """Let there be a fetcher for each of these servers, and for no other; one that was changed begins anew."""
        for server_id, running in list(self._running.items()):
            if servers.get(server_id) != running.version:
                running.stop.set()
            # A changed one begins once the old one has given its lease back.
            if not running.thread.is_alive():
                del self._running[server_id]
        for server_id, version in servers.items():
            if server_id not in self._running:
                self._begin(server_id, version)

    def _begin(self, server_id: int, version: Stamp) -> None:
        stop = threading.Event()
        fetcher = Fetcher(server_id, self._holder, stop)
        thread = threading.Thread(target=fetcher.run, name=f"tandem-fetching-{server_id}", daemon=True)
        self._running[server_id] = _Running(version, stop, thread)
        thread.start()

    def end_all(self) -> None:
        """Ask all fetchers to end, and wait for them for a moment."""
        for running in self._running.values():
            running.stop.set()
        for running in self._running.values():
            running.thread.join(GRACE)
        self._running.clear()


def wanted() -> dict[int, Stamp]:
    """The servers that are fetched from, with the versions of server and mailbox, and when somebody signed in."""
    rows = MailServer.objects.filter(direction="incoming", active=True, mailbox__active=True)
    stamps = rows.values_list("id", "version", "mailbox__version", "mailbox__sign_in__grant__granted_at")
    return {row[0]: (row[1], row[2], row[3] or 0) for row in stamps}
