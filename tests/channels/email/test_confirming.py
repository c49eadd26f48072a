"""Strangers: one neutral mail a day to an address, with nothing in it that they wrote, and what answering it brings (sec:B-05)."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.models import AutomaticMail, Mailbox
from tandem.channels.email.reply_addresses import bounce_address, confirmation_address
from tandem.kernel.models import Event
from tandem.people.models import Person
from tandem.tickets.models import Message, Ticket
from tests.channels.email.answering import last_step, later, outcomes, received, set_up
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = 3_600_000
CANARY = "CANARY"


@pytest.fixture
def box(mailbox: Mailbox) -> Mailbox:
    return set_up(mailbox)


def answer_to(sink: Sink) -> str:
    """Where the newest mail wants to be answered."""
    return str(sink.taken[-1].mail["Reply-To"].addresses[0].addr_spec)


def test_nothing_of_what_a_stranger_wrote_reaches_anybody(box: Mailbox, sink: Sink) -> None:
    raw = raw_mail(
        sender=f'"{CANARY}" <victim@else.example>',
        subject=CANARY,
        body=CANARY,
        message_id=f"<{CANARY}@evil.example>",
        References=f"<{CANARY}.2@evil.example>",
        Reply_To=f"{CANARY}@evil.example",
        Thread_Topic=CANARY,
    )
    entry = received("unproven", raw=raw, envelope_from="evil@evil.example")
    (taken,) = sink.taken
    assert CANARY.encode() not in taken.raw and b"evil" not in taken.raw
    assert taken.recipients == ["victim@else.example"] and taken.mail["To"] == "victim@else.example"
    assert taken.mail["Subject"] == "Please confirm your address"
    assert (taken.mail["In-Reply-To"], taken.mail["References"]) == (None, None)
    assert (taken.mail["Auto-Submitted"], taken.mail["Precedence"]) == ("auto-replied", "bulk")
    assert last_step(entry) == "sent"
    assert Event.objects.get(kind="sender.asked").stream_id == entry.ticket_id
    assert Message.objects.count() == 1


def test_an_address_is_asked_once_a_day(box: Mailbox, sink: Sink) -> None:
    for number in range(5):
        received("unproven", subject=f"No {number}")
    # What stands after a plus is the same mailbox, and the same person's patience.
    assert last_step(received("unproven", sender="kim+more@customer.example")) == "asked_today"
    assert len(sink.taken) == 1 and Ticket.objects.count() == 6
    later(24 * HOUR)
    assert last_step(received("unproven")) == "sent"
    assert len(sink.taken) == 2


def test_a_flood_of_strangers_is_held_by_domain_and_in_all(box: Mailbox, sink: Sink, settings: Any) -> None:
    settings.CONFIRMATIONS_OF_DOMAIN, settings.CONFIRMATIONS_AN_HOUR = 2, 3
    steps = [last_step(received("unproven", sender=f"a{number}@mail{number}.one.example")) for number in range(4)]
    assert steps == ["sent", "sent", "held_domain", "held_domain"]
    steps = [last_step(received("unproven", sender=f"a@d{number}.test")) for number in range(3)]
    assert steps == ["sent", "held_all", "held_all"]
    assert len(sink.taken) == 3
    later(HOUR)
    assert last_step(received("unproven", sender="b@d9.test")) == "sent"


def test_whoever_answers_it_is_proven_on_this_ticket_and_acknowledged(box: Mailbox, sink: Sink) -> None:
    first = received("unproven")
    asked = answer_to(sink)
    answer = received("unproven", recipient=asked, to=asked, body="")
    assert answer.ticket_id == first.ticket_id
    assert [message.proof for message in Message.objects.filter(kind="customer")] == ["proven", "proven"]
    assert Event.objects.filter(kind="sender.confirmed", stream_id=first.ticket_id).count() == 1
    assert sink.taken[-1].mail["Subject"].startswith("We have it")
    assert last_step(answer) == "sent" and len(sink.taken) == 2
    # Once: another answer to it changes nothing more, and gets nothing more.
    again = received("unproven", recipient=asked, to=asked, body="Once more")
    assert again.ticket_id == first.ticket_id and len(sink.taken) == 2
    assert (message_of(again).proof, last_step(again)) == ("proven", "confirmed")
    assert Event.objects.filter(kind="sender.confirmed").count() == 1


def test_it_proves_nothing_elsewhere(box: Mailbox, sink: Sink) -> None:
    """A forged mail of tomorrow is as unproven as that of today."""
    received("unproven")
    received("unproven", recipient=answer_to(sink), to=answer_to(sink))
    other = received("unproven", subject="Something else")
    assert message_of(other).proof == "unproven" and last_step(other) == "asked_today"


def test_only_who_was_asked_can_confirm(box: Mailbox, sink: Sink) -> None:
    first = received("unproven")
    address = answer_to(sink)
    other = received("unproven", recipient=address, to=address, sender="mallory@evil.example")
    assert other.ticket_id != first.ticket_id
    changed = address.replace(address[10], "b" if address[10] != "b" else "c", 1)
    guess = received("unproven", recipient="support@desk.example", to=changed)
    assert guess.ticket_id != first.ticket_id
    assert set(Message.objects.values_list("proof", flat=True)) == {"unproven"}
    assert not Event.objects.filter(kind="sender.confirmed").exists()


def test_a_machine_that_answers_it_confirms_nothing(box: Mailbox, sink: Sink) -> None:
    first = received("unproven")
    address = answer_to(sink)
    away = received("unproven", recipient=address, to=address, Auto_Submitted="auto-replied")
    assert away.ticket_id == first.ticket_id and len(sink.taken) == 1
    assert set(Message.objects.values_list("proof", flat=True)) == {"unproven"}


def test_a_disowned_mail_confirms_nothing_and_is_not_asked(box: Mailbox, sink: Sink) -> None:
    assert last_step(received("failed")) == "disowned"
    assert sink.taken == []
    first = received("unproven", sender="lee@customer.example")
    address = answer_to(sink)
    received("failed", recipient=address, to=address, sender="lee@customer.example", enforced=True)
    assert message_of(first).proof == "unproven"


def test_one_that_comes_back_is_noted_and_nothing_else(box: Mailbox, sink: Sink) -> None:
    received("unproven")
    returns_to = sink.taken[0].sender
    assert returns_to == bounce_address("support@desk.example", AutomaticMail.objects.get().id)
    report = received(
        "unproven",
        recipient=returns_to,
        envelope_from="",
        sender="MAILER-DAEMON@else.example",
        to=returns_to,
        subject="Undelivered Mail Returned to Sender",
    )
    assert (report.state, report.reason) == ("noted", "ask_returned")
    assert Ticket.objects.count() == 1 and len(sink.taken) == 1


def test_it_speaks_the_language_of_the_mailbox_and_leads_to_its_reply_address(mailbox: Mailbox, sink: Sink) -> None:
    from tandem.infra.addresses import make_address

    set_up(mailbox, language="cs", reply_address=make_address("pomoc@znacka.example"))
    Person.objects.filter(email="kim@customer.example").update(language="ru")
    ticket = ticket_of(received("unproven"))
    expected = confirmation_address("", ticket.id, "kim@customer.example", "pomoc@znacka.example")
    assert answer_to(sink) == expected and expected.startswith("pomoc+") and expected.endswith("@znacka.example")
    assert sink.taken[0].mail["Subject"] == "Potvrďte prosím svou adresu"
    answer = received("unproven", recipient=expected, to=expected)
    assert answer.ticket_id == ticket.id


def test_switched_off_nobody_is_asked(mailbox: Mailbox, sink: Sink) -> None:
    set_up(mailbox, confirms=False)
    assert last_step(received("unproven")) == "switched_off"
    assert sink.taken == [] and outcomes() == []


def test_a_confirmed_address_gets_no_acknowledgement_where_that_is_switched_off(mailbox: Mailbox, sink: Sink) -> None:
    set_up(mailbox, acknowledges=False)
    first = received("unproven")
    answer = received("unproven", recipient=answer_to(sink), to=answer_to(sink))
    assert (message_of(first).proof, last_step(answer), len(sink.taken)) == ("proven", "switched_off", 1)
