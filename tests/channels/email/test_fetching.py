"""Fetching by IMAP: what is there is kept once, and only what is kept is moved; whatever the server does meanwhile (R-01, R-02)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tandem.channels.email.fetching import lease as leases
from tandem.channels.email.fetching.lease import LeaseLost
from tandem.channels.email.intake.store import store
from tandem.channels.email.ledger import OnlyHeader, release, try_again
from tandem.channels.email.models import LedgerEntry, Mailbox, MailServer, ServerState
from tandem.channels.email.servers.troubles import Trouble
from tandem.infra import clock
from tandem.kernel.worker import drain
from tests.channels.email.fetching import incoming, ledger, look
from tests.channels.email.imap_server import OLD, Folder, ImapServer, dated, refused_port
from tests.channels.email.letters import raw_mail
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def begun(mailbox: Mailbox, imap: ImapServer, **values: Any) -> MailServer:
    """A server that has been looked at once."""
    server = incoming(mailbox, imap.port, **values)
    look(server)
    return server


def test_what_comes_is_kept_then_moved_and_becomes_a_ticket(mailbox: Mailbox, imap: ImapServer) -> None:
    imap.deliver(raw_mail(subject="was there before"))
    server = begun(mailbox, imap)
    assert ledger() == [] and len(imap.inbox.mails) == 1
    new = [raw_mail(subject="one"), raw_mail(subject="two")]
    for raw in new:
        imap.deliver(raw)
    assert look(server) == 2 and look(server) == 0
    assert ledger() == new == imap.folders["Tandem"].raws and len(imap.inbox.mails) == 1
    assert not [line for line in imap.seen if "BODY[" in line], "reading must not set \\Seen"
    drain()
    assert set(LedgerEntry.objects.values_list("state", "door")) == {("applied", "imap")}


def test_everything_that_lies_there_can_be_taken(mailbox: Mailbox, imap: ImapServer) -> None:
    old = [raw_mail() for _ in range(3)]
    for raw in old:
        imap.deliver(raw)
    server = begun(mailbox, imap, take_from="all")
    assert ledger() == old == imap.folders["Tandem"].raws
    assert look(server) == 0


def test_that_is_decided_later_as_well(mailbox: Mailbox, imap: ImapServer) -> None:
    imap.deliver(raw_mail())
    begun(mailbox, imap, after_fetch="leave")
    imap.deliver(raw_mail())
    assert look(incoming(mailbox, imap.port, after_fetch="leave")) == 1
    assert look(incoming(mailbox, imap.port, after_fetch="leave", take_from="all")) == 1
    assert LedgerEntry.objects.count() == 2 and not LedgerEntry.objects.filter(state="duplicate").exists()


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 UIDPLUS MOVE", "IMAP4rev1 UIDPLUS", "IMAP4rev1"])
@pytest.mark.parametrize("after", ["move", "delete", "leave"])
def test_mail_goes_away_as_the_server_can(after: str, capabilities: str, mailbox: Mailbox, imap: ImapServer) -> None:
    imap.capabilities = capabilities
    server = begun(mailbox, imap, after_fetch=after)
    # What another program has marked is not ours to remove.
    others = imap.deliver(raw_mail())
    imap.inbox.mails[0].flags.add("\\Deleted")
    raw = raw_mail()
    imap.deliver(raw)
    look(server)
    look(server)
    left = [mail.uid for mail in imap.inbox.mails if "\\Deleted" not in mail.flags]
    assert left == ([2] if after == "leave" else [])
    assert others in imap.inbox.uids
    assert ("Tandem" in imap.folders and imap.folders["Tandem"].raws == [raw]) is (after == "move")
    assert raw in ledger() and not LedgerEntry.objects.filter(state="duplicate").exists()


def test_mail_that_is_left_is_fetched_once_whatever_phones_do_with_flags(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap, after_fetch="leave")
    imap.deliver(raw_mail())
    assert look(server) == 1
    asked = len(imap.seen)
    assert look(server) == 0
    assert not any("BODY.PEEK[]" in line for line in imap.seen[asked:])


def test_a_folder_that_cannot_be_filed_into_loses_and_doubles_nothing(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap)
    raw = raw_mail()
    imap.deliver(raw)
    imap.faults = {"MOVE": ["no"]}
    with pytest.raises(Trouble, match="cannot_file"):
        look(server)
    assert ledger() == [raw] == imap.inbox.raws
    assert look(server) == 0
    assert ledger() == [raw] and imap.inbox.raws == []


@pytest.mark.parametrize("fault", ["drop", "drop_mid", "done_drop"])
@pytest.mark.parametrize("command", ["FETCH", "MOVE"])
def test_a_connection_that_breaks_loses_and_doubles_nothing(
    command: str, fault: str, mailbox: Mailbox, imap: ImapServer
) -> None:
    server = begun(mailbox, imap)
    new = [raw_mail() for _ in range(3)]
    for raw in new:
        imap.deliver(raw)
    # The second FETCH is that of the bodies.
    imap.faults = {command: ["", fault] if command == "FETCH" else [fault]}
    if (command, fault) != ("MOVE", "drop_mid"):
        with pytest.raises(Trouble, match="connection_lost"):
            look(server)
    look(server)
    assert ledger() == new == imap.folders["Tandem"].raws
    assert imap.inbox.raws == [] and not LedgerEntry.objects.filter(state="duplicate").exists()


def test_a_mail_that_another_program_takes_away_meanwhile_is_not_missed(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap)
    gone, stays = imap.deliver(raw_mail()), raw_mail()
    imap.deliver(stays)

    def takes(parts: str) -> None:
        if "BODY.PEEK[]" in parts:
            imap.inbox.remove({gone})

    imap.before_fetch = takes
    assert look(server) == 1
    assert ledger() == [stays] and imap.inbox.raws == []


def test_a_mail_that_the_server_does_not_hand_over_is_shown_and_holds_nothing_up(
    mailbox: Mailbox, imap: ImapServer
) -> None:
    server = begun(mailbox, imap, after_fetch="leave")
    imap.deliver(raw_mail(subject="never comes"))
    imap.faults = {"FETCH": ["", "omit", "omit"]}
    assert look(server) == 1
    assert LedgerEntry.objects.values_list("state", "reason", "subject").get() == (
        "quarantined",
        "not_delivered",
        "never comes",
    )
    behind = raw_mail(subject="behind")
    imap.deliver(behind)
    look(server)
    assert ledger("received") == [behind]


def test_a_mail_that_is_too_large_is_shown_once_and_stays_on_the_server(
    mailbox: Mailbox, imap: ImapServer, settings: Any, world: World
) -> None:
    """sec:C-16"""
    settings.MAX_MAIL_BYTES = 2_000
    server = begun(mailbox, imap)
    imap.deliver(raw_mail(subject="huge", body="x" * 5_000))
    small = raw_mail(subject="small")
    imap.deliver(small)
    look(server)
    look(server)
    entry = LedgerEntry.objects.get(state="quarantined")
    assert (entry.reason, entry.subject, entry.author) == ("too_large", "huge", "Kim <kim@customer.example>")
    assert entry.size > 5_000 and LedgerEntry.objects.count() == 2
    assert [len(raw) > 5_000 for raw in imap.inbox.raws] == [True] and ledger("received") == [small]
    with pytest.raises(OnlyHeader):
        try_again(world.actor(world.ana), entry.id)
    assert release(world.actor(world.ana), entry.id)
    drain()
    entry.refresh_from_db()
    assert entry.state == "applied"


def test_once_it_is_small_enough_it_comes(mailbox: Mailbox, imap: ImapServer, settings: Any) -> None:
    settings.MAX_MAIL_BYTES = 2_000
    server = begun(mailbox, imap)
    huge = raw_mail(body="x" * 5_000)
    imap.deliver(huge)
    look(server)
    settings.MAX_MAIL_BYTES = 10_000
    look(server)
    assert ledger("received") == [huge] == imap.folders["Tandem"].raws


def test_a_server_that_lies_about_sizes_is_found_out(mailbox: Mailbox, imap: ImapServer, settings: Any) -> None:
    settings.MAX_MAIL_BYTES = 2_000
    server = begun(mailbox, imap)
    imap.deliver(raw_mail(subject="huge", body="x" * 50_000))
    imap.faults = {"FETCH": ["lie"]}
    look(server)
    assert LedgerEntry.objects.values_list("reason", "subject").get() == ("too_large", "huge")
    assert len(imap.inbox.mails) == 1
    assert all(f"<0.{settings.MAX_MAIL_BYTES + 1}>" in line for line in imap.seen if "BODY.PEEK[]" in line)


def test_a_uid_that_is_given_twice_hides_no_mail(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap)
    first, second = raw_mail(), raw_mail()
    imap.deliver(first)
    look(server)
    imap.inbox.add(second, uid=1)
    assert look(server) == 1
    assert ledger() == [first, second]


def test_a_renumbered_folder_doubles_nothing_and_nothing_is_moved(mailbox: Mailbox, imap: ImapServer) -> None:
    old, known, fresh = dated(raw_mail(Date=""), OLD), raw_mail(Date=""), raw_mail(Date="")
    imap.inbox.add(old, OLD)
    server = begun(mailbox, imap)
    imap.deliver(known)
    look(server)
    assert ledger() == [known]
    # Restored from a backup, with what we had moved, and with moments that mean nothing any more.
    restored = Folder(uidvalidity=8)
    for raw in (known, old, fresh):
        restored.add(raw)
    imap.folders["INBOX"] = restored
    assert look(server) == 1
    assert ledger() == [known, fresh] and restored.raws == [known, old, fresh]
    state = ServerState.objects.get()
    assert (state.older, state.older_count, state.rescanning) == ("waiting", 1, False)
    assert look(server) == 0
    # From then on as before.
    later = raw_mail()
    imap.deliver(later)
    assert look(server) == 1 and ledger() == [known, fresh, later]
    assert restored.raws == [known, old, fresh]
    ServerState.objects.update(older="import")
    assert look(server) == 1 and ledger() == [known, fresh, later, old]
    assert restored.raws == [known, old, fresh] and ServerState.objects.get().older == ""


def test_a_rescan_that_is_cut_short_is_done_once_more(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap)
    imap.folders["INBOX"] = Folder(uidvalidity=9)
    new = [raw_mail(Date="") for _ in range(25)]
    for raw in new:
        imap.deliver(raw)
    imap.faults = {"FETCH": ["", "", "drop"]}
    with pytest.raises(Trouble):
        look(server)
    assert ServerState.objects.get().rescanning and 0 < len(ledger()) < 25
    look(server)
    assert ledger() == new == imap.inbox.raws and not ServerState.objects.get().rescanning


def test_a_mail_that_came_by_another_door_too_is_a_duplicate(mailbox: Mailbox, imap: ImapServer) -> None:
    server = begun(mailbox, imap)
    raw = raw_mail()
    store(raw, "kim@customer.example", mailbox.address, "lmtp")
    imap.deliver(raw)
    look(server)
    assert list(LedgerEntry.objects.order_by("id").values_list("state", flat=True)) == ["received", "duplicate"]
    assert imap.inbox.raws == []


def test_another_account_has_numbers_of_its_own(mailbox: Mailbox, imap: ImapServer) -> None:
    """Its UIDs mean other mails, and what lay there before is not ours."""
    server = begun(mailbox, imap)
    imap.deliver(raw_mail())
    look(server)
    other = ImapServer()
    try:
        other.deliver(raw_mail(subject="theirs"))
        server = incoming(mailbox, other.port, user="another")
        assert look(server) == 0
        mine = raw_mail(subject="mine")
        other.deliver(mine)
        assert look(server) == 1 and ledger()[-1] == mine and len(other.inbox.mails) == 1
    finally:
        other.close()


def test_fifty_thousand_old_mails_cost_nothing(mailbox: Mailbox, imap: ImapServer) -> None:
    raw = raw_mail()
    for _number in range(50_000):
        imap.inbox.add(raw, OLD)
    server = begun(mailbox, imap)
    new = raw_mail()
    imap.deliver(new)
    assert look(server) == 1 and ledger() == [new]
    assert not [line for line in imap.seen if line.startswith("FETCH") and "50001" not in line]


def test_of_two_fetchers_one_waits_and_one_that_wakes_up_late_stores_nothing(
    mailbox: Mailbox, imap: ImapServer
) -> None:
    server = begun(mailbox, imap)
    late = leases.take(server.id, "late")
    assert late is not None and leases.take(server.id, "second") is None
    ServerState.objects.update(lease_until=clock.now_ms() - 1)
    second = leases.take(server.id, "second")
    assert second is not None and second.fence == late.fence + 1
    raw = raw_mail()
    uid = imap.deliver(raw)

    def wakes_up() -> None:
        from tandem.channels.email.fetching.keeping import Basket

        Basket(MailServer.objects.select_related("mailbox").get(), late).keep(
            raw, f"imap:x:7:{uid}", lambda: late.note(high_water=uid)
        )

    with pytest.raises(LeaseLost):
        wakes_up()
    assert LedgerEntry.objects.count() == 0
    second.give_back()
    assert look(server) == 1 and LedgerEntry.objects.count() == 1


def test_what_is_wrong_has_a_code_and_no_banner(mailbox: Mailbox, imap: ImapServer, settings: Any) -> None:
    def code(**values: Any) -> str:
        with pytest.raises(Trouble) as raised:
            look(incoming(mailbox, **({"port": imap.port} | values)), patience=0.5)
        return raised.value.code

    assert code(password="wrong") == "login_refused"
    assert code(port=refused_port()) == "cannot_connect"
    assert code(security="tls") == "tls_failed"
    # sec:F-09: STARTTLS is never silently left out: nothing was said about a password.
    asked = len(imap.seen)
    assert code(security="starttls") == "tls_failed" and not any("LOGIN" in line for line in imap.seen[asked:])
    assert code(folder="Nowhere") == "folder_missing"
    imap.faults = {"LOGIN": ["hang"]}
    assert code() == "timeout"
    imap.greeting = b"SSH-2.0-OpenSSH_9.9\r\n"
    assert code() == "not_a_mail_server"
    imap.greeting = b""
    assert code() == "timeout"
    settings.MAIL_HOSTS_ALLOW = []
    assert code() == "cannot_connect"


def test_a_provider_that_wants_to_know_the_programs_name(mailbox: Mailbox, imap: ImapServer) -> None:
    imap.capabilities += " ID"
    assert look(incoming(mailbox, imap.port)) == 0
    assert any(line.startswith("ID") and "Tandem" in line for line in imap.seen)


def test_a_password_of_any_letters(mailbox: Mailbox, imap: ImapServer) -> None:
    imap.password = "пароль 密码"
    assert look(incoming(mailbox, imap.port, password=imap.password)) == 0


def test_moments_of_the_server_are_read(mailbox: Mailbox, imap: ImapServer) -> None:
    """A mail that came after we began is taken after a renumbering, whatever its author's clock says."""
    server = begun(mailbox, imap)
    imap.folders["INBOX"] = Folder(uidvalidity=3)
    ahead = dated(raw_mail(Date=""), datetime(2090, 1, 1, tzinfo=UTC))
    imap.inbox.add(ahead)
    assert look(server) == 1 and ledger() == [ahead]
