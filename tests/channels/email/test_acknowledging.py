"""The acknowledgement of a new ticket: to whom it goes, what it says, and that it answers nobody's question."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.models import AutomaticMail, LedgerEntry, Mailbox
from tandem.kernel.errors import Conflict
from tandem.kernel.models import Event
from tandem.notifications.models import Notification
from tandem.people.commands.block_customer import BlockCustomer
from tandem.people.models import Person
from tandem.tickets.commands.send_again import SendAgain
from tandem.tickets.failed_mail import failed_mail
from tandem.tickets.models import Delivery, Message, Ticket
from tests.channels.email.answering import last_step, outcomes, received, set_up
from tests.channels.email.finding import ticket_of
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(mailbox: Mailbox) -> Mailbox:
    return set_up(mailbox)


def test_whoever_is_proven_to_open_a_ticket_is_told_so(box: Mailbox, sink: Sink) -> None:
    entry = received(message_id="<first@customer.example>")
    ticket = ticket_of(entry)
    (taken,) = sink.replies
    mail = taken.mail
    assert taken.recipients == ["kim@customer.example"]
    assert mail["Subject"] == f"We have it: #{ticket.number}"
    assert "Hello Kim, it is “The printer hums”." in mail.get_body(("plain",)).get_content()
    # RFC 3834 5: it says what it is, names what it answers, and asks others not to answer it.
    assert mail["Auto-Submitted"] == "auto-replied"
    assert (mail["In-Reply-To"], mail["References"]) == ("<first@customer.example>", "<first@customer.example>")
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Precedence"] == "bulk" and len(mail["X-Tandem-Loop"]) == 32
    assert "+" in mail["Reply-To"] and taken.sender != mail["From"]
    assert last_step(entry) == "sent"
    assert entry.trace[-1] == {
        "step": "automatic_mail",
        "outcome": "sent",
        "detail": "support@desk.example, en",
    }


def test_colleagues_see_it_and_nobody_has_answered_by_it(box: Mailbox, sink: Sink) -> None:
    ticket = ticket_of(received())
    message = Message.objects.get(shown_in=ticket, kind="reply")
    assert (message.automatic, message.author_id, message.visibility) == (True, None, "public")
    event = Event.objects.get(stream_id=ticket.id, kind="message.sent_automatically")
    assert event.cause == {"kind": "acknowledgement", "id": str(box.id), "version": None}
    assert (ticket.last_message_by, ticket.last_agent_at, ticket.accepted_at) == ("customer", None, None)
    assert ticket.snippet == "It hums in B flat." and ticket.message_count == 2
    assert not Event.objects.filter(kind="message.replied").exists()


@pytest.mark.parametrize(
    ("language", "box_language", "subject"),
    [("cs", "", "Máme"), ("", "cs", "Máme"), ("ru", "cs", "Máme"), ("", "", "We")],
)
def test_it_speaks_the_language_of_the_customer_else_of_the_mailbox(
    world: World, mailbox: Mailbox, sink: Sink, language: str, box_language: str, subject: str
) -> None:
    set_up(mailbox, language=box_language)
    Person.objects.filter(id=world.kim.id).update(language=language)
    received()
    assert sink.replies[0].mail["Subject"].startswith(subject)


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        ({"Auto_Submitted": "auto-replied"}, "from_machine"),
        ({"Precedence": "bulk"}, "from_machine"),
        ({"List_Id": "<list.example>"}, "from_machine"),
        ({"X_Auto_Response_Suppress": "All"}, "from_machine"),
        ({"subject": "Automatic reply: The printer hums"}, "from_machine"),
        ({"sender": "noreply@customer.example"}, "no_reader"),
        ({"sender": "do-not-reply+7@customer.example"}, "no_reader"),
        ({"sender": "owner-hums@customer.example"}, "no_reader"),
        ({"Date": "Sun, 22 Nov 2015 01:00:00 +0000"}, "too_old"),
    ],
)
def test_a_machine_gets_no_answer(box: Mailbox, sink: Sink, mail: dict[str, str], outcome: str) -> None:
    """sec:B-01"""
    entry = received(**mail)
    assert (last_step(entry), sink.replies) == (outcome, [])
    assert entry.state == "applied"


def test_the_null_sender_gets_no_answer(box: Mailbox, sink: Sink) -> None:
    assert last_step(received(envelope_from="")) == "from_machine"
    assert sink.replies == []


def test_a_blocked_sender_gets_no_answer(world: World, box: Mailbox, sink: Sink) -> None:
    world.do(BlockCustomer(world.kim.id), world.sam)
    assert last_step(received()) == "put_aside"
    assert sink.replies == []


def test_what_goes_on_is_not_acknowledged_again(world: World, box: Mailbox, sink: Sink) -> None:
    received(message_id="<first@customer.example>")
    entry = received(In_Reply_To="<first@customer.example>")
    assert entry.ticket_id == LedgerEntry.objects.order_by("id")[0].ticket_id
    assert len(sink.replies) == 1 and last_step(entry) == ""


def test_an_answer_to_it_finds_its_ticket(box: Mailbox, sink: Sink) -> None:
    first = received()
    sent = sink.replies[0].mail
    by_id = received(In_Reply_To=sent["Message-ID"])
    by_address = received(to=sent["Reply-To"], recipient=sent["Reply-To"].addresses[0].addr_spec)
    assert {by_id.ticket_id, by_address.ticket_id} == {first.ticket_id}


def test_one_mail_to_two_mailboxes_gets_one_answer(box: Mailbox, second_mailbox: Mailbox, sink: Sink) -> None:
    """R-09: each mailbox has its ticket, and one of them answers."""
    set_up(second_mailbox)
    raw = raw_mail(to="support@desk.example, billing@desk.example")
    one, other = received(raw=raw), received(raw=raw, recipient="billing@desk.example")
    assert one.ticket_id != other.ticket_id
    assert (last_step(one), last_step(other)) == ("sent", "answered")
    assert len(sink.replies) == 1


def test_switched_off_nothing_is_weighed(mailbox: Mailbox, sink: Sink) -> None:
    entry = received()
    assert last_step(entry) == "" and sink.replies == []
    assert not AutomaticMail.objects.exists()


def test_switched_off_meanwhile_it_is_not_sent(box: Mailbox, sink: Sink) -> None:
    from tandem.channels.email.intake.store import store
    from tandem.kernel.worker import carry_out_one
    from tests.channels.email.answering import everything, senders_are

    with senders_are("proven"):
        entry = store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
        carry_out_one()
        set_up(box, acknowledges=False)
        everything()
    entry.refresh_from_db()
    assert last_step(entry) == "switched_off" and sink.replies == []


@pytest.mark.parametrize("script", ["550 5.1.1 Nobody", "take_and_drop", "drop_after"])
def test_one_that_fails_or_is_in_doubt_is_shown_and_nobodys_work(
    world: World, box: Mailbox, sink: Sink, script: str
) -> None:
    """Reliability 5.2.6: dropped and logged, never sent twice, and no colleague's trouble."""
    sink.at["END"] = [script]
    ticket = ticket_of(received())
    delivery = Delivery.objects.get(ticket_id=ticket.id)
    assert delivery.state == ("failed" if script.startswith("5") else "uncertain")
    assert not failed_mail(world.actor(world.ana)).exists()
    assert not Notification.objects.filter(kind="mail_failed").exists()
    with pytest.raises(Conflict):
        world.do(SendAgain(ticket.id, delivery.id), world.ben)
    assert Ticket.objects.get(id=ticket.id).status.slug == "open"


def test_one_that_comes_back_opens_nothing_again(world: World, box: Mailbox, sink: Sink) -> None:
    from tandem.channels.email.commands.record_bounce import RecordBounce
    from tandem.kernel.actors import SYSTEM

    ticket = ticket_of(received())
    world.reply(ticket, world.ben, status="waiting")
    delivery = Delivery.objects.get(ticket_id=ticket.id, message__automatic=True)
    world.do(RecordBounce(ticket.id, delivery.id, "gone"), SYSTEM)
    assert Ticket.objects.select_related("status").get(id=ticket.id).status.slug == "waiting"


def test_it_never_blocks_a_reply(world: World, box: Mailbox, sink: Sink) -> None:
    ticket = ticket_of(received())
    first = Message.objects.get(shown_in=ticket, kind="customer")
    # Sent with what was seen before the acknowledgement.
    assert world.reply(ticket, world.ben, seen=first.seq).kind == "reply"


def test_markup_in_what_the_customer_wrote_stays_text(box: Mailbox, sink: Sink) -> None:
    received(subject="<img src=x onerror=1> {{ agent.name }}", sender='"<b>Kim</b> {{x}}" <kim@customer.example>')
    html = sink.replies[0].mail.get_body(("html",)).get_content()
    assert "<img" not in html and "<b>" not in html and "{{ agent.name }}" in html


def test_what_is_counted(box: Mailbox, sink: Sink) -> None:
    received()
    row = AutomaticMail.objects.get()
    assert (row.purpose, row.outcome, row.domain) == ("acknowledgement", "sent", "customer.example")
    assert outcomes() == ["sent"]


def test_it_waits_in_no_undo_window(box: Mailbox, sink: Sink, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 60_000
    received()
    assert len(sink.replies) == 1
