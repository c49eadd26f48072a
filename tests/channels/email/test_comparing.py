"""Once a day what lies on the server is compared with the ledger (5.1.9): what is missing is fetched and told, nothing is doubled,
and nothing there is changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tandem.channels.email.commands.set_mail_server import SetMailServer
from tandem.channels.email.fetching import lease as leases
from tandem.channels.email.fetching.comparing import Comparison, is_due
from tandem.channels.email.fetching.fetcher import Fetcher
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox, MailServer, ServerState
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.imap import imap_session
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect, Event
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.tickets.models import Message
from tests.channels.email.fetching import INCOMING, incoming, ledger, look
from tests.channels.email.imap_server import Folder, ImapServer
from tests.channels.email.letters import raw_mail
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def compare(server: MailServer) -> int:
    server = MailServer.objects.select_related("mailbox").get(id=server.id)
    lease = leases.take(server.id, "test")
    assert lease is not None
    try:
        with imap_session(account_of(server, 5.0)) as client:
            return Comparison(client, Basket(server, lease)).compare()
    finally:
        lease.give_back()


def begun(mailbox: Mailbox, imap: ImapServer, **values: Any) -> MailServer:
    server = incoming(mailbox, imap.port, **values)
    look(server)
    # It began an hour ago.
    state = ServerState.objects.get()
    ServerState.objects.update(began_at=(state.began_at or 0) - 3_600_000)
    return server


def forget(subject: str) -> None:
    """As if the database had been restored from before this mail."""
    rows = LedgerEntry.objects.filter(subject=subject)
    Effect.objects.filter(kind="ledger.apply", key__in=[str(row.id) for row in rows]).delete()
    rows.delete()


@pytest.mark.parametrize("after", ["move", "leave"])
def test_what_the_ledger_has_lost_comes_again(after: str, mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap, after_fetch=after)
    for subject in ("kept", "lost"):
        imap.deliver(raw_mail(subject=subject))
    look(server)
    assert compare(server) == 0
    forget("lost")
    lying = {name: [mail.uid for mail in folder.mails] for name, folder in imap.folders.items()}
    assert look(server) == 0 and compare(server) == 1
    assert sorted(LedgerEntry.objects.values_list("subject", flat=True)) == ["kept", "lost"]
    assert compare(server) == 0 and ServerState.objects.get().missed == 1
    assert {name: [mail.uid for mail in folder.mails] for name, folder in imap.folders.items()} == lying
    drain()
    assert Message.objects.count() == 2


def test_what_a_filter_has_filed_beside_us_is_found(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap)
    imap.deliver(raw_mail())
    look(server)
    filed = raw_mail(subject="filed by a filter")
    imap.folders["Tandem"].add(filed)
    assert compare(server) == 1 and ledger()[-1] == filed and len(imap.folders["Tandem"].mails) == 2


def test_what_lay_there_before_or_long_ago_is_not_ours(mailbox: Mailbox, imap: ImapServer) -> None:
    imap.folders["Tandem"] = Folder()
    imap.folders["Tandem"].add(raw_mail(), datetime.now(UTC) - timedelta(days=2))
    imap.deliver(raw_mail())
    imap.inbox.mails[0].at = datetime.now(UTC) - timedelta(days=2)
    server = begun(mailbox, imap)
    assert compare(server) == 0 and ledger() == []


def test_what_lay_there_before_is_not_ours_by_whichever_clock(mailbox: Mailbox, imap: ImapServer) -> None:
    """X-12: the server's clock is an hour ahead, or all was copied there today: the numbers say what was there."""
    for _each in range(3):
        imap.inbox.add(raw_mail(subject="old"), datetime.now(UTC) + timedelta(hours=1))
    server = begun(mailbox, imap)
    assert compare(server) == 0 and ledger() == []
    new = raw_mail()
    imap.deliver(new)
    assert look(server) == 1 and compare(server) == 0 and ledger() == [new]
    # An admin who wants all of it after all gets it.
    run(SetMailServer(mailbox.id, "incoming", INCOMING | {"port": imap.port, "take_from": "all"}, "s3cret"), SYSTEM)
    assert look(server) == 3


def test_what_people_have_deleted_is_no_difference(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap, after_fetch="leave")
    imap.deliver(raw_mail())
    look(server)
    imap.inbox.remove({1})
    assert compare(server) == 0 and ServerState.objects.get().missed == 0


def test_a_mail_without_a_message_id_or_of_another_size_is_known_by_its_content(
    mailbox: Mailbox, imap: ImapServer
) -> None:
    server = begun(mailbox, imap)
    nameless = raw_mail(subject="nameless", Message_ID="")
    imap.deliver(nameless)
    look(server)
    # A server that adds a trace field when it files: another size, the same content.
    imap.folders["Tandem"].mails[0].raw = b"Received: from a by b; Sun, 22 Nov 2026 01:00:00 +0000\r\n" + nameless
    assert compare(server) == 0 and LedgerEntry.objects.count() == 1
    other = raw_mail(message_id="<same@customer.example>", body="one")
    store(other, None, mailbox.address, "lmtp")
    squatter = raw_mail(message_id="<same@customer.example>", body="another text")
    imap.folders["Tandem"].add(squatter)
    assert compare(server) == 1 and squatter in ledger()


def test_a_mail_that_is_too_large_is_shown(mailbox: Mailbox, imap: ImapServer, settings: Any) -> None:
    settings.MAX_MAIL_BYTES = 2_000
    server = begun(mailbox, imap)
    imap.folders["Tandem"] = Folder()
    imap.folders["Tandem"].add(raw_mail(subject="huge", body="x" * 5_000))
    assert compare(server) == 1 and compare(server) == 0
    assert LedgerEntry.objects.values_list("state", "reason").get() == ("quarantined", "too_large")


def test_the_thread_compares_when_it_begins_and_tells_admins(world: World, mailbox: Mailbox, imap: ImapServer) -> None:
    import threading

    server = begun(mailbox, imap)
    imap.folders["Tandem"] = Folder()
    imap.folders["Tandem"].add(raw_mail())
    assert is_due(ServerState.objects.get(), first=True)
    stop = threading.Event()
    thread = threading.Thread(target=Fetcher(server.id, "test", stop).run)
    thread.start()
    from tests.patience import until

    try:
        assert until(lambda: ServerState.objects.filter(missed=1).exists() and Notification.objects.exists())
    finally:
        stop.set()
        thread.join(30)
    assert not is_due(ServerState.objects.get(), first=True)
    told = Notification.objects.get()
    assert (told.person_id, told.about, told.subject) == (world.ana.id, "mailbox.differs", "support@desk.example")
    assert Event.objects.filter(kind="mailbox.differs").values_list("new", flat=True).get() == {"count": 1}


def test_fifty_thousand_mails_are_compared_in_few_commands(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap, after_fetch="leave")
    for _number in range(50_000):
        imap.inbox.add(b"Subject: old\r\n\r\n", datetime(2020, 1, 1, tzinfo=UTC))
    asked = len(imap.seen)
    assert compare(server) == 0 and len(imap.seen) - asked < 12
