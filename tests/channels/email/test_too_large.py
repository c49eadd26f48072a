"""Whoever sent a mail that is larger than we take is told once, where it is proven who that was, with no word of theirs (C-16)."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.models import Correspondent, LedgerEntry, Mailbox, MailServer, TooLargeTold
from tandem.kernel.models import Effect
from tandem.kernel.worker import drain
from tests.channels.email.fetching import incoming, look
from tests.channels.email.imap_server import ImapServer
from tests.channels.email.letters import raw_mail
from tests.channels.email.pop_server import PopServer
from tests.channels.email.sink import Sink
from tests.channels.email.test_faults import dies, recover

pytestmark = pytest.mark.django_db(transaction=True)

PROVEN = "mx.provider.example; dmarc=pass header.from=customer.example"


@pytest.fixture
def server(mailbox: Mailbox, imap: ImapServer, sink: Sink, settings: Any) -> MailServer:
    settings.MAX_MAIL_BYTES = 2_000
    made = incoming(mailbox, imap.port, authserv_ids=["mx.provider.example"])
    look(made)
    return made


def huge(**fields: str) -> bytes:
    told = {"Authentication_Results": PROVEN, "subject": "A secret subject"} | fields
    return raw_mail(body="x" * 5_000, **told)


def test_a_proven_sender_is_told_once(server: MailServer, imap: ImapServer, sink: Sink) -> None:
    """sec:C-16"""
    imap.deliver(huge())
    for _ in range(3):
        look(server)
        drain()
    (told,) = sink.taken
    assert (told.sender, told.recipients) == ("<>", ["kim@customer.example"])
    mail = told.mail
    assert mail["auto-submitted"] == "auto-replied" and mail["subject"] == "Your message was too large"
    assert "secret" not in told.raw.decode() and "Kim" not in told.raw.decode()
    # The mail stays on the server, and in the quarantine.
    assert len(imap.inbox.mails) == 1 and LedgerEntry.objects.get().state == "quarantined"


def test_an_address_is_told_once_a_day(server: MailServer, imap: ImapServer, sink: Sink) -> None:
    """sec:C-16"""
    for _ in range(3):
        imap.deliver(huge())
        look(server)
        drain()
    assert len(sink.taken) == 1
    TooLargeTold.objects.update(at=0)
    imap.deliver(huge())
    look(server)
    drain()
    assert len(sink.taken) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"Authentication_Results": ""},
        {"Authentication_Results": "mx.evil.example; dmarc=pass header.from=customer.example"},
        {"Authentication_Results": "mx.provider.example; dmarc=fail header.from=customer.example"},
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.customer.example>"},
        {"Return_Path": "<>"},
        {"sender": "Nobody <noreply@customer.example>"},
        {
            "sender": "Desk <support@desk.example>",
            "Authentication_Results": "mx.provider.example; dmarc=pass header.from=desk.example",
        },
    ],
)
def test_strangers_machines_and_ourselves_are_told_nothing(
    fields: dict[str, str], server: MailServer, imap: ImapServer, sink: Sink
) -> None:
    """sec:C-16"""
    imap.deliver(huge(**fields))
    look(server)
    drain()
    assert LedgerEntry.objects.get().reason == "too_large" and sink.taken == []


def test_who_gets_nothing_by_itself_gets_this_neither(
    server: MailServer, imap: ImapServer, sink: Sink, settings: Any
) -> None:
    imap.deliver(huge())
    look(server)
    Correspondent.objects.create(address="kim@customer.example", key="kim@customer.example", blocked_at=1)
    drain()
    assert sink.taken == [] and not TooLargeTold.objects.exists()


def test_it_is_in_the_language_of_the_mailbox(server: MailServer, imap: ImapServer, sink: Sink) -> None:
    Mailbox.objects.update(language="cs")
    imap.deliver(huge())
    look(server)
    drain()
    assert "příliš velká" in str(sink.taken[0].mail["subject"])


def test_while_the_server_puts_it_off_it_waits_and_leaves_once(
    server: MailServer, imap: ImapServer, sink: Sink
) -> None:
    sink.at = {"MAIL": ["451 later"]}
    imap.deliver(huge())
    look(server)
    drain()
    assert sink.taken == []
    Effect.objects.update(not_before=0)
    drain()
    assert len(sink.taken) == 1


@pytest.mark.faults
def test_who_dies_while_telling_tells_nobody_twice(server: MailServer, imap: ImapServer, sink: Sink) -> None:
    imap.deliver(huge())
    look(server)
    dies(drain, "after_final_dot")
    recover()
    assert len(sink.taken) <= 1


def test_the_same_by_pop(mailbox: Mailbox, pop: PopServer, sink: Sink, settings: Any) -> None:
    settings.MAX_MAIL_BYTES = 2_000
    made = incoming(mailbox, pop.port, protocol="pop", after_fetch="delete", authserv_ids=["mx.provider.example"])
    look(made)
    pop.deliver(huge())
    look(made)
    drain()
    assert len(sink.taken) == 1 and len(pop.mails) == 1
