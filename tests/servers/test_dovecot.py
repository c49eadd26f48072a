"""Fetching from a real dovecot, by IMAP and POP3: R-01 and R-02 hold, and nothing of others is touched."""

from __future__ import annotations

import threading
from itertools import count
from typing import Any

import pytest

from tandem.channels.email.fetching.part import FetchingPart, wanted
from tandem.channels.email.models import LedgerEntry, Mailbox, MailServer, ServerState
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.troubles import Trouble
from tandem.channels.email.servers.trying import try_out
from tests.channels.email.fetching import incoming, ledger, look
from tests.channels.email.letters import raw_mail
from tests.channels.email.test_faults import dies, recover
from tests.patience import until
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.django_db(transaction=True)

_users = count(1)


@pytest.fixture
def user() -> str:
    """A mailbox of its own for each test."""
    return f"user{next(_users)}"


def begun(mailbox: Mailbox, dovecot: Dovecot, user: str, **values: Any) -> MailServer:
    port = dovecot.pop if values.get("protocol") == "pop" else dovecot.imap
    server = incoming(mailbox, port, **({"user": user} | values))
    look(server)
    return server


def subjects() -> list[str]:
    return list(LedgerEntry.objects.order_by("id").values_list("subject", flat=True))


def send(dovecot: Dovecot, user: str, *subjects: str) -> None:
    for subject in subjects:
        dovecot.deliver(user, raw_mail(subject=subject, Date=""))


@pytest.mark.parametrize("after", ["move", "delete", "leave"])
def test_imap(after: str, mailbox: Mailbox, dovecot: Dovecot, user: str) -> None:
    send(dovecot, user, "before")
    server = begun(mailbox, dovecot, user, after_fetch=after)
    assert subjects() == []
    send(dovecot, user, "one", "two")
    assert look(server) == 2 and look(server) == 0
    assert subjects() == ["one", "two"]
    assert len(dovecot.mails(user)) == (3 if after == "leave" else 1)
    assert len(dovecot.mails(user, ".Tandem")) == (2 if after == "move" else 0)
    # Bytes as they lie there.
    if after == "move":
        assert sorted(raw.replace(b"\r\n", b"\n") for raw in ledger()) == sorted(
            path.read_bytes().replace(b"\r\n", b"\n") for path in dovecot.mails(user, ".Tandem")
        )


@pytest.mark.parametrize("point", ["after_fetch", "after_ledger_row", "before_imap_flag", "after_imap_flag"])
def test_imap_killed(point: str, mailbox: Mailbox, dovecot: Dovecot, user: str) -> None:
    server = begun(mailbox, dovecot, user)
    send(dovecot, user, "one")
    dies(lambda: look(server), point)
    ServerState.objects.update(lease_until=0)
    look(server)
    recover()
    assert LedgerEntry.objects.values_list("state", "subject").get() == ("applied", "one")
    assert not dovecot.mails(user) and len(dovecot.mails(user, ".Tandem")) == 1


def test_imap_renumbered(mailbox: Mailbox, dovecot: Dovecot, user: str) -> None:
    server = begun(mailbox, dovecot, user, after_fetch="leave")
    send(dovecot, user, "known")
    look(server)
    dovecot.renumber(user)
    send(dovecot, user, "fresh")
    assert look(server) == 1 and look(server) == 0
    assert subjects() == ["known", "fresh"] and len(dovecot.mails(user)) == 2
    assert ServerState.objects.get().uidvalidity == 42


@pytest.mark.parametrize("after", ["delete", "leave"])
def test_pop(after: str, mailbox: Mailbox, dovecot: Dovecot, user: str) -> None:
    send(dovecot, user, "before")
    server = begun(mailbox, dovecot, user, protocol="pop", after_fetch=after)
    assert subjects() == []
    send(dovecot, user, "one", "two")
    assert look(server) == 2 and look(server) == 0
    assert subjects() == ["one", "two"]
    assert len(dovecot.mails(user)) == (3 if after == "leave" else 1)


@pytest.mark.parametrize("point", ["after_fetch", "after_ledger_row", "before_imap_flag", "after_imap_flag"])
def test_pop_killed(point: str, mailbox: Mailbox, dovecot: Dovecot, user: str) -> None:
    """Without QUIT nothing is deleted: the next session finds the mail known, and deletes it then."""
    server = begun(mailbox, dovecot, user, protocol="pop", after_fetch="delete")
    send(dovecot, user, "one")
    dies(lambda: look(server), point)
    assert len(dovecot.mails(user)) == 1
    ServerState.objects.update(lease_until=0)
    assert until(lambda: _free(server))
    recover()
    assert LedgerEntry.objects.values_list("state", "subject").get() == ("applied", "one")
    assert dovecot.mails(user) == []


def _free(server: MailServer) -> bool:
    """POP3 locks a mailbox for one session; that of the dead one ends when its server notices."""
    try:
        look(server)
    except Trouble:
        return False
    return True


def test_pop_with_a_long_line_and_one_that_is_too_large(
    mailbox: Mailbox, dovecot: Dovecot, user: str, settings: Any
) -> None:
    settings.MAX_MAIL_BYTES = 100_000
    server = begun(mailbox, dovecot, user, protocol="pop", after_fetch="delete")
    dovecot.deliver(user, raw_mail(subject="long", body="x" * 50_000, Date=""))
    dovecot.deliver(user, raw_mail(subject="huge", body="x\n" * 100_000, Date=""))
    look(server)
    look(server)
    assert sorted(LedgerEntry.objects.values_list("subject", "reason")) == [("huge", "too_large"), ("long", "")]
    assert len(dovecot.mails(user)) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encryption_and_whose_certificate_it_is(
    security: str, mailbox: Mailbox, dovecot: Dovecot, user: str, monkeypatch: Any
) -> None:
    send(dovecot, user, "one")
    port = dovecot.imaps if security == "tls" else dovecot.imap
    values = {"security": security, "user": user}
    good = incoming(mailbox, port, host="localhost", **values)
    assert try_out(account_of(good, 5)).messages == 1
    # Right certificate, wrong name; and an authority that nobody knows.
    with pytest.raises(Trouble, match="tls_failed"):
        try_out(account_of(incoming(mailbox, port, host="127.0.0.1", **values), 5))
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Trouble, match="tls_failed"):
        try_out(account_of(incoming(mailbox, port, host="localhost", **values), 5))


def test_the_part_of_the_process_fetches_within_moments_and_follows_its_admins(
    mailbox: Mailbox, dovecot: Dovecot, user: str
) -> None:
    """Begun and ended as admins decide; news come by IDLE, long before the next poll."""
    server = incoming(mailbox, dovecot.imap, user=user)
    part = FetchingPart()
    try:
        part.follow(wanted())
        assert until(lambda: ServerState.objects.filter(last_success_at__isnull=False).exists())
        send(dovecot, user, "by IDLE")
        assert until(lambda: subjects() == ["by IDLE"])
        MailServer.objects.filter(id=server.id).update(active=False)
        part.follow(wanted())
        assert until(lambda: not [one for one in threading.enumerate() if one.name == f"tandem-fetching-{server.id}"])
        assert ServerState.objects.get().holder == ""
    finally:
        part.end_all()
