"""Fetch by hand what the thread of a mailbox fetches."""

from __future__ import annotations

from typing import Any

from tandem.channels.email.commands.set_mail_server import SetMailServer, server_of
from tandem.channels.email.fetching import lease as leases
from tandem.channels.email.fetching.imap_run import ImapRun
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.fetching.pop_run import PopRun
from tandem.channels.email.models import LedgerEntry, Mailbox, MailServer
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.imap import imap_session
from tandem.channels.email.servers.pop import pop_session
from tandem.infra.storage import storage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run

INCOMING: dict[str, Any] = {
    "protocol": "imap",
    "host": "127.0.0.1",
    "port": 143,
    "security": "none",
    "user": "support",
    "active": True,
    "folder": "INBOX",
    "after_fetch": "move",
    "moved_to": "Tandem",
    "take_from": "new",
    "authserv_ids": [],
}


def incoming(mailbox: Mailbox, port: int, password: str = "s3cret", **values: Any) -> MailServer:
    """Let a mailbox fetch from a server on this machine."""
    run(SetMailServer(mailbox.id, "incoming", INCOMING | {"port": port} | values, password), SYSTEM)
    found = server_of(mailbox.id, "incoming")
    assert found is not None
    return found


def look(server: MailServer, patience: float = 5.0, holder: str = "test") -> int:
    """One session and one look into it; how many mails are new."""
    server = MailServer.objects.select_related("mailbox").get(id=server.id)
    lease = leases.take(server.id, holder)
    assert lease is not None, "somebody else fetches"
    try:
        if server.protocol == "pop":
            with pop_session(account_of(server, patience)) as pop:
                return PopRun(pop, Basket(server, lease)).look()
        with imap_session(account_of(server, patience)) as client:
            return ImapRun(client, Basket(server, lease)).look()
    finally:
        lease.give_back()


def ledger(*states: str) -> list[bytes]:
    """The raw form of what is in the ledger, in these states or all, oldest first."""
    rows = LedgerEntry.objects.order_by("id")
    return [_bytes(row) for row in (rows.filter(state__in=states) if states else rows)]


def _bytes(row: LedgerEntry) -> bytes:
    with storage().open(row.raw) as file:
        return file.read()
