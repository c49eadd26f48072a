"""kill -9 at every stop point of fetching, in a real process: nothing is lost, nothing comes twice (R-01, R-02)."""

from __future__ import annotations

import pytest

from tandem.channels.email.models import LedgerEntry, Mailbox, ServerState
from tests.channels.email.fetching import incoming, ledger, look
from tests.channels.email.imap_server import Folder, ImapServer
from tests.channels.email.letters import raw_mail
from tests.channels.email.test_faults import check_applied_once, dies, recover

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

POINTS = ["after_fetch", "after_raw_store", "after_ledger_row", "before_imap_flag", "after_imap_flag"]


@pytest.mark.parametrize("after", ["move", "delete", "leave"])
@pytest.mark.parametrize("point", POINTS)
def test_a_fetcher_that_dies_loses_and_doubles_nothing(
    point: str, after: str, mailbox: Mailbox, imap: ImapServer
) -> None:
    server = incoming(mailbox, imap.port, after_fetch=after)
    look(server)
    raw = raw_mail(message_id="<fault@customer.example>")
    imap.deliver(raw)
    if after == "leave" and "imap_flag" in point:
        look(server)
    else:
        dies(lambda: look(server), point)
    # Whoever held the lease is dead; the next one waits for its end.
    ServerState.objects.update(lease_until=0)
    recover()
    look(server)
    recover()
    check_applied_once(raw)
    assert LedgerEntry.objects.count() == 1
    assert imap.inbox.raws == ([raw] if after == "leave" else [])
    # Never removed without being ours, and never moved twice.
    assert after != "move" or imap.folders["Tandem"].raws == [raw]


@pytest.mark.parametrize("point", ["after_fetch", "after_ledger_row"])
def test_the_same_while_a_renumbered_folder_is_looked_through(point: str, mailbox: Mailbox, imap: ImapServer) -> None:
    server = incoming(mailbox, imap.port)
    look(server)
    known = raw_mail(Date="")
    imap.deliver(known)
    look(server)
    imap.folders["INBOX"] = Folder(uidvalidity=8)
    fresh = raw_mail(Date="")
    for raw in (known, fresh):
        imap.deliver(raw)
    dies(lambda: look(server), point)
    ServerState.objects.update(lease_until=0)
    look(server)
    assert ledger() == [known, fresh] and imap.inbox.raws == [known, fresh]
