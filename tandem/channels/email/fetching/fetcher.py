"""The thread that fetches for one mailbox: connect, look, wait for news, and try again later when something is wrong."""

from __future__ import annotations

import logging
import random
import threading
import time
from typing import Any, Final

from django.db import Error as DatabaseError
from django.db import close_old_connections, connections

from tandem.channels.email.commands.tell_of_trouble import TellOfTrouble
from tandem.channels.email.fetching.comparing import Comparison, is_due
from tandem.channels.email.fetching.imap_run import ImapRun
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.fetching.lease import Lease, LeaseLost, take
from tandem.channels.email.fetching.pop_run import PopRun
from tandem.channels.email.models import MailServer
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.imap import imap_session
from tandem.channels.email.servers.pop import pop_session
from tandem.channels.email.servers.troubles import Trouble, working
from tandem.infra import clock, disk, metrics
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run

log = logging.getLogger("tandem.mail.fetching")

#: Seconds between two looks where the server does not tell us of news, and where it does: some stop telling without a word.
POLL: Final = 60.0
POLL_BENEATH_IDLE: Final = 300.0
#: Seconds before another attempt: at first, and at most; and between two looks whether the lease is free.
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
LEASE_PAUSE: Final = 10.0
#: Seconds after which an end of the process, or of the mailbox, is noticed while we wait for news.
_SLICE: Final = 1.0


class Fetcher:
    """Fetches from one server until `stop` is set."""

    def __init__(self, server_id: int, holder: str, stop: threading.Event) -> None:
        self._server_id = server_id
        self._holder = holder
        self._stop = stop
        self._failures = 0
        self._compared = False

    def run(self) -> None:
        """The whole life of the thread; raises nothing."""
        while not self._stop.is_set():
            try:
                close_old_connections()
                pause = self._turn()
            except Exception:
                # The database cannot be used: there is nothing to note it in.
                log.exception("fetching could not begin")
                pause = self._pause()
            self._stop.wait(pause)
        connections.close_all()

    def _turn(self) -> float:
        """One session under one lease; seconds until the next one."""
        lease = take(self._server_id, self._holder)
        if lease is None:
            return LEASE_PAUSE
        try:
            return self._session(lease)
        except LeaseLost:
            log.warning("another process fetches now", extra={"server": str(self._server_id)})
            return LEASE_PAUSE
        except Exception as error:
            return self._failed(lease, error)
        finally:
            lease.give_back()

    def _session(self, lease: Lease) -> float:
        server = MailServer.objects.select_related("mailbox").get(id=self._server_id)
        basket = Basket(server, lease)
        if server.protocol == "pop":
            with pop_session(account_of(server)) as client:
                self._looked(lease, server, PopRun(client, basket, self._stop.is_set).look())
                # Each look compares all that lies there with the ledger.
                lease.note(compared_at=clock.now_ms())
            return POLL
        with imap_session(account_of(server)) as client:
            while not self._stop.is_set():
                self._compare(lease, server, client, basket)
                self._looked(lease, server, ImapRun(client, basket, self._stop.is_set).look())
                with working():
                    self._wait(client, lease)
        return 0.0

    def _compare(self, lease: Lease, server: MailServer, client: Any, basket: Basket) -> None:
        """Once a day, and soon after the process began, what lies there against the ledger. What was missing is told."""
        if not is_due(lease.state(), first=not self._compared):
            return
        found = Comparison(client, basket, self._stop.is_set).compare()
        self._compared = True
        if found:
            log.warning("mails were missing and were fetched", extra={"server": str(server.id), "mails": found})
            run(TellOfTrouble(server.mailbox_id, "mailbox.differs", clock.now_ms(), count=found), SYSTEM)

    def _looked(self, lease: Lease, server: MailServer, kept: int) -> None:
        self._failures = 0
        lease.note(last_success_at=clock.now_ms(), trouble="", trouble_since=None, trouble_at=None)
        if kept:
            metrics.MAILS_IN.labels(server.protocol, "kept").inc(kept)
            log.info("mails were fetched", extra={"server": str(server.id), "mails": kept})

    def _wait(self, client: Any, lease: Lease) -> None:
        """Until there is news, or it is time to look anyway. IDLE (RFC 2177) is begun anew each time."""
        idles = client.has_capability("IDLE")
        until = time.monotonic() + (POLL_BENEATH_IDLE if idles else POLL)
        if idles:
            client.idle()
        while not self._stop.is_set() and time.monotonic() < until:
            lease.renew()
            if not idles:
                self._stop.wait(_SLICE)
                continue
            asked = time.monotonic()
            news = client.idle_check(timeout=_SLICE)
            # Nothing, and at once: the connection has ended, which the next command says clearly.
            if any(_is_news(line) for line in news) or (not news and time.monotonic() - asked < _SLICE / 2):
                break
        if idles:
            client.idle_done()
        else:
            client.noop()

    def _failed(self, lease: Lease, error: Exception) -> float:
        code = _code(error)
        if code == "internal":
            log.exception("fetching failed", exc_info=error)
        else:
            log.warning("fetching failed: %s", code, extra={"server": str(self._server_id)})
        now = clock.now_ms()
        try:
            since = lease.state().trouble_since or now
            lease.note(trouble=code, trouble_since=since, trouble_at=now)
        except (LeaseLost, DatabaseError):
            log.warning("what went wrong could not be noted", extra={"server": str(self._server_id)})
        return self._pause()

    def _pause(self) -> float:
        """Seconds: twice as long after each failure, spread so that many mailboxes of one provider do not march."""
        plain = min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE)
        self._failures += 1
        return float(plain * random.uniform(0.8, 1.2))  # noqa: S311  # no secret


def _code(error: Exception) -> str:
    if isinstance(error, Trouble):
        return error.code
    return "disk_full" if disk.is_full(error) else "internal"


def _is_news(line: tuple[Any, ...]) -> bool:
    """EXISTS says that something came; BYE that the server goes. "Still here" is said every few minutes."""
    return b"EXISTS" in line or b"RECENT" in line or line[0] == b"BYE"
