"""Fetching by POP3: known by UIDL, deleted only by QUIT and only after it is kept, whatever the connection does (R-01, R-02)."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.commands.set_mail_server import server_of
from tandem.channels.email.fetching.pop_run import PopRun
from tandem.channels.email.models import LedgerEntry, Mailbox, MailServer, ServerState
from tandem.channels.email.servers.troubles import Trouble
from tests.channels.email.fetching import incoming, ledger, look
from tests.channels.email.letters import raw_mail
from tests.channels.email.pop_server import PopServer
from tests.channels.email.test_faults import dies

pytestmark = pytest.mark.django_db(transaction=True)


def begun(mailbox: Mailbox, pop: PopServer, **values: Any) -> MailServer:
    server = incoming(mailbox, pop.port, **({"protocol": "pop", "after_fetch": "delete"} | values))
    look(server)
    return server


def test_what_comes_is_kept_and_then_deleted(mailbox: Mailbox, pop: PopServer) -> None:
    old = raw_mail(subject="was there before")
    pop.deliver(old)
    server = begun(mailbox, pop)
    assert ledger() == [] and len(pop.mails) == 1
    new = [raw_mail(body="one\n.\n..two"), raw_mail()]
    for raw in new:
        pop.deliver(raw)
    assert look(server) == 2 and look(server) == 0
    assert ledger() == new and list(pop.mails.values()) == [old]
    # Each is deleted after it is kept, and all go with the farewell.
    said = [line.split()[0] for line in pop.seen]
    assert said.index("DELE") > said.index("RETR") and said[-1] == "QUIT"


def test_a_first_look_that_is_cut_short_makes_nothing_new(
    mailbox: Mailbox, pop: PopServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-12: whoever dies between "I have looked" and what lay there would fetch years of mail as if it had just come."""
    pop.deliver(raw_mail(subject="was there before"))

    def die(_self: PopRun, _names: list[str]) -> None:
        raise RuntimeError("cut short")

    with monkeypatch.context() as patch:
        patch.setattr(PopRun, "_pass_over", die)
        with pytest.raises(RuntimeError):
            begun(mailbox, pop)
    server = server_of(mailbox.id, "incoming")
    assert server is not None and look(server) == 0 and look(server) == 0
    assert ledger() == [] and len(pop.mails) == 1


def test_what_is_left_is_fetched_once(mailbox: Mailbox, pop: PopServer) -> None:
    server = begun(mailbox, pop, after_fetch="leave")
    raw = raw_mail()
    pop.deliver(raw)
    assert look(server) == 1 and look(server) == 0
    assert ledger() == [raw] and len(pop.mails) == 1 and not any(line.startswith("DELE") for line in pop.seen)
    assert ServerState.objects.get().trouble == ""


def test_everything_that_lies_there_can_be_taken(mailbox: Mailbox, pop: PopServer) -> None:
    pop.deliver(raw_mail())
    begun(mailbox, pop, take_from="all")
    assert len(ledger()) == 1 and pop.mails == {}


@pytest.mark.parametrize(
    ("command", "fault"), [("QUIT", "drop"), ("DELE", "drop"), ("RETR", "drop"), ("RETR", "drop_mid")]
)
def test_a_connection_that_breaks_before_the_farewell_deletes_and_doubles_nothing(
    command: str, fault: str, mailbox: Mailbox, pop: PopServer
) -> None:
    server = begun(mailbox, pop)
    new = [raw_mail() for _ in range(3)]
    for raw in new:
        pop.deliver(raw)
    pop.faults = {command: ["", fault] if command != "QUIT" else [fault]}
    with pytest.raises(Trouble, match="connection_lost"):
        look(server)
    assert len(pop.mails) == 3
    look(server)
    assert ledger() == new and pop.mails == {}
    assert not LedgerEntry.objects.filter(state="duplicate").exists()


@pytest.mark.faults
@pytest.mark.parametrize(
    "point", ["after_fetch", "after_raw_store", "after_ledger_row", "before_imap_flag", "after_imap_flag"]
)
def test_a_fetcher_that_dies_loses_and_doubles_nothing(point: str, mailbox: Mailbox, pop: PopServer) -> None:
    server = begun(mailbox, pop)
    raw = raw_mail()
    pop.deliver(raw)
    dies(lambda: look(server), point)
    assert len(pop.mails) == 1, "deleted without a farewell"
    ServerState.objects.update(lease_until=0)
    look(server)
    assert ledger() == [raw] and pop.mails == {}


def test_a_server_without_uidl_is_not_fetched_from(mailbox: Mailbox, pop: PopServer) -> None:
    """X-11: it could not be told what was fetched already; nothing is taken, doubled or deleted, and the page says so."""
    pop.deliver(raw_mail())
    pop.knows_uidl = False
    with pytest.raises(Trouble, match="no_uidl"):
        begun(mailbox, pop, take_from="all")
    assert ledger() == [] and len(pop.mails) == 1
    assert not any(line.split()[0] in {"RETR", "DELE"} for line in pop.seen)


def test_a_server_that_refuses_to_delete_doubles_nothing(mailbox: Mailbox, pop: PopServer) -> None:
    server = begun(mailbox, pop)
    raw = raw_mail()
    pop.deliver(raw)
    pop.faults = {"DELE": ["err"]}
    with pytest.raises(Trouble):
        look(server)
    assert ledger() == [raw] and len(pop.mails) == 1
    assert look(server) == 0 and pop.mails == {} and ledger() == [raw]


def test_a_mail_that_is_too_large_is_shown_once_and_stays(mailbox: Mailbox, pop: PopServer, settings: Any) -> None:
    """sec:C-16"""
    settings.MAX_MAIL_BYTES = 2_000
    server = begun(mailbox, pop)
    pop.deliver(raw_mail(subject="huge", body="x" * 5_000))
    look(server)
    look(server)
    assert LedgerEntry.objects.values_list("reason", "subject").get() == ("too_large", "huge")
    assert len(pop.mails) == 1 and not any(line.startswith("RETR") for line in pop.seen)


def test_the_same_mail_from_two_servers_is_one(mailbox: Mailbox, pop: PopServer) -> None:
    """X-11"""
    server = begun(mailbox, pop)
    raw = raw_mail()
    for _ in range(3):
        pop.deliver(raw)
    look(server)
    states = list(LedgerEntry.objects.values_list("state", flat=True))
    assert states.count("received") == 1 and set(states) == {"received", "duplicate"} and pop.mails == {}
