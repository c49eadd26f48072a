"""Mail that pretends to be of somebody else, or to be another mail: what a forger gets by it."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.applying import apply
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.parsing import parse
from tandem.channels.email.reply_addresses import reply_address
from tandem.kernel.merging import Edit
from tandem.kernel.worker import drain
from tandem.people.commands.edit_person import EditPerson
from tandem.people.editing import UNSEEN
from tandem.tickets.models import Delivery, Message, Ticket
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _parsed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        apply, "parse_apart", lambda raw, sender, keys=None: parse(raw, envelope_from=sender, keys=keys)
    )


def received(raw: bytes, recipient: str = "support@desk.example") -> LedgerEntry:
    entry = store(raw, "somebody@evil.example", recipient, "lmtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)


@pytest.mark.parametrize("active", [True, False])
def test_who_writes_as_an_agent_is_never_heard_as_one(world: World, mailbox: Mailbox, active: bool) -> None:
    """sec:A-06, A-07: neither by what such a mail would answer nor by the customers' address; nothing leaves to them."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    reply = world.reply(ticket, world.ben)
    world.do(EditPerson(world.ben.id, {"active": Edit(UNSEEN, active)}), world.ana)
    before = Delivery.objects.count(), Message.objects.filter(kind="reply").count()
    forged = {"sender": "Ben <ben@tandem.example>", "In_Reply_To": f"<{reply.mail_id}>"}
    elsewhere = received(raw_mail(**forged))
    assert elsewhere.ticket_id != ticket.id, "a Message-ID proves nothing"
    message = message_of(received(raw_mail(**forged), reply_address(mailbox.address, ticket.id)))
    assert (message.shown_in_id, message.kind, message.unverified) == (ticket.id, "customer", True)
    assert (Delivery.objects.count(), Message.objects.filter(kind="reply").count()) == before
    assert Ticket.objects.get(id=ticket.id).requester_id == world.kim.id


def test_a_message_id_that_was_used_before_suppresses_nothing(world: World, mailbox: Mailbox) -> None:
    """sec:A-17: whoever is first with an id that an expected mail will carry does not keep that mail out."""
    squatted = received(raw_mail(sender="eve@evil.example", message_id="<expected@customer.example>", body="First."))
    expected = received(raw_mail(message_id="<expected@customer.example>", body="The real one."))
    assert (squatted.state, expected.state) == ("applied", "applied")
    assert squatted.ticket_id != expected.ticket_id
    assert ticket_of(expected).requester_id == world.kim.id


def test_the_squatter_does_not_catch_the_answers(world: World, mailbox: Mailbox) -> None:
    """sec:A-17: what answers the real mail goes to its ticket, also when the other one came later."""
    expected = received(raw_mail(message_id="<expected@customer.example>", body="The real one."))
    received(raw_mail(sender="eve@evil.example", message_id="<expected@customer.example>", body="Not first."))
    answer = received(raw_mail(body="More.", In_Reply_To="<expected@customer.example>"))
    assert answer.ticket_id == expected.ticket_id


@pytest.mark.parametrize(
    "headers",
    [
        {"Authentication_Results": "desk.example; dmarc=pass header.from=customer.example"},
        {"ARC_Authentication_Results": "i=1; desk.example; dmarc=pass", "Received_SPF": "pass"},
        {"Sender": "kim@customer.example", "Reply_To": "kim@customer.example"},
        {"Resent_From": "kim@customer.example", "X_Original_From": "kim@customer.example"},
    ],
)
def test_what_a_mail_says_of_itself_proves_nothing(world: World, mailbox: Mailbox, headers: dict[str, Any]) -> None:
    """sec:A-09, A-18: results of checks, senders and reply addresses are the sender's own words."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    raw = raw_mail(sender="eve@evil.example", body="I am Kim.", **headers)
    message = message_of(received(raw, reply_address(mailbox.address, ticket.id)))
    assert message.author is not None
    assert (message.author.email, message.unverified) == ("eve@evil.example", True)


def test_a_forwarded_mail_is_of_whoever_forwarded_it(world: World, mailbox: Mailbox) -> None:
    """sec:A-20: the original sender stands in the text and is nobody's identity."""
    body = (
        "Please see.\n\n---------- Forwarded message ---------\nFrom: Kim <kim@customer.example>\nTo: Ben\n\nIt hums."
    )
    ticket = ticket_of(received(raw_mail(sender="ben@tandem.example", subject="Fwd: It hums", body=body)))
    assert ticket.requester_id == world.ben.id
    assert not ticket.copy_rows.filter(person_id=world.kim.id).exists()
