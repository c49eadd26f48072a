"""A colleague answers a notification from their own mail program: as themselves, past the fence, and nobody else for them."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.applying import apply
from tandem.channels.email.composing import NotificationToken
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import CaughtMail, LedgerEntry, Mailbox
from tandem.channels.email.parsing import parse
from tandem.channels.email.sending.notice_text import notice_text
from tandem.infra.storage import storage
from tandem.kernel.models import Event
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.people.models import DepartmentMember, Person
from tandem.tickets.models import Attachment, Draft, Message, Ticket
from tests.channels.email.letters import raw_mail
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVER = "mx.desk.example"
PROVEN = f"{RECEIVER}; dmarc=pass header.from=tandem.example"


@pytest.fixture(autouse=True)
def _receiving(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The site's own server receives mail first, and notes what it found."""
    monkeypatch.setattr(
        apply, "parse_apart", lambda raw, sender, keys=None: parse(raw, envelope_from=sender, keys=keys)
    )
    settings.AUTHSERV_IDS = [RECEIVER]
    settings.REPLY_DOMAIN = "in.desk.example"
    settings.UNDO_WINDOW_MS = 0


@pytest.fixture
def ticket(world: World, mailbox: Mailbox) -> Ticket:
    return world.open_ticket(mailbox_id=mailbox.id, owner=world.ben)


def caught(recipient: str) -> list[tuple[str, str]]:
    """(address to answer, text) of what went to somebody, oldest first."""
    found = []
    for row in CaughtMail.objects.order_by("id"):
        if recipient in row.recipients:
            with storage().open(row.raw) as file:
                parsed = parse(file.read())
            found.append((parsed.reply_to.address if parsed.reply_to else "", parsed.text))
    return found


def notified(world: World, ticket: Ticket, text: str = "Is it fixed?") -> tuple[str, str]:
    """The customer writes; what Ben gets."""
    world.write(ticket, text)
    drain()
    return caught(world.ben.email)[-1]


def answered(
    address: str,
    body: str = "Yes, try again.",
    sender: str = "Ben <ben@tandem.example>",
    results: str = PROVEN,
    **headers: str,
) -> LedgerEntry:
    raw = raw_mail(sender=sender, to=address, subject="Re: news", body=body, Authentication_Results=results, **headers)
    entry = store(raw, "ben@tandem.example", address, "lmtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)


def replies(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(shown_in=ticket, kind="reply").order_by("seq"))


def test_the_notification_shows_what_was_written_and_its_answer_goes_to_the_customer(
    world: World, ticket: Ticket
) -> None:
    address, text = notified(world, ticket)
    assert text.startswith("##- ") and "> Is it fixed?" in text
    quoted = "\n".join(f"> {line}" for line in text.splitlines())
    entry = answered(
        address,
        f"Yes, try again.\n\nOn Mon, 23 Nov 2026 at 10:00, Desk Support <support@desk.example> wrote:\n{quoted}",
    )
    assert (entry.state, entry.ticket_id) == ("applied", ticket.id)
    (reply,) = replies(ticket)
    assert (reply.text, reply.author_id, reply.channel) == ("Yes, try again.", world.ben.id, "email")
    assert entry.ticket_message_id == reply.id
    (_to_kim,) = [text for _address, text in caught("kim@customer.example") if "Yes, try again." in text]
    assert "Is it fixed" not in _to_kim and "##-" not in _to_kim


@pytest.mark.parametrize(
    ("results", "sender"),
    [
        ("", "ben@tandem.example"),
        (f"{RECEIVER}; dmarc=fail header.from=tandem.example", "ben@tandem.example"),
        ("mx.evil.example; dmarc=pass header.from=tandem.example", "ben@tandem.example"),
        (f"{RECEIVER}; dmarc=pass header.from=evil.example", "ben@tandem.example"),
        (PROVEN, "sam@tandem.example"),
        (f"{RECEIVER}; dmarc=pass header.from=customer.example", "kim@customer.example"),
    ],
)
def test_without_proof_nothing_leaves(world: World, ticket: Ticket, results: str, sender: str) -> None:
    """sec:A-06: whoever got hold of the address, by a forward or a copy, answers for nobody."""
    address, _text = notified(world, ticket)
    entry = answered(address, sender=sender, results=results)
    assert (entry.state, entry.reason) == ("quarantined", "agent_spoof")
    assert replies(ticket) == []


def test_a_colleague_who_left_or_lost_the_right_does_not_answer(world: World, ticket: Ticket) -> None:
    """sec:A-07."""
    address, _text = notified(world, ticket)
    Person.objects.filter(id=world.ben.id).update(active=False)
    assert answered(address).reason == "agent_inactive"
    Person.objects.filter(id=world.ben.id).update(active=True, role="light_agent")
    entry = answered(address, message_id="<second@tandem.example>")
    assert (entry.state, entry.reason) == ("quarantined", "agent_refused")
    assert replies(ticket) == []
    assert Event.objects.filter(stream_kind="ledger_entry", stream_id=entry.id, kind="ledger.answer_refused").exists()


def test_the_fence_holds_and_the_text_is_kept(world: World, ticket: Ticket) -> None:
    address, _text = notified(world, ticket)
    world.write(ticket, "Forget it, it works.")
    entry = answered(address)
    assert (entry.state, entry.reason, replies(ticket)) == ("applied", "kept_as_draft", [])
    draft = Draft.objects.get(ticket=ticket, author=world.ben)
    assert draft.content["body_html"] == "<p>Yes, try again.</p>"
    drain()
    assert ("answer_held", "mailed_answer.held") in Notification.objects.filter(person=world.ben).values_list(
        "kind", "about"
    )
    assert "was not sent" in caught(world.ben.email)[-1][1]


def test_the_same_answer_twice_is_one_reply(world: World, ticket: Ticket) -> None:
    address, _text = notified(world, ticket)
    raw = raw_mail(sender="ben@tandem.example", to=address, body="Once.", Authentication_Results=PROVEN)
    for _copy in range(2):
        store(raw, "ben@tandem.example", address, "lmtp")
    drain()
    assert [reply.text for reply in replies(ticket)] == ["Once."]


def test_an_answer_to_a_note_is_a_note(world: World, ticket: Ticket) -> None:
    world.note(ticket, world.sam, "Ask the lab.", mentions=[world.ben])
    drain()
    address, text = caught(world.ben.email)[-1]
    assert "(internal note)" in text
    entry = answered(address, "The lab says no.")
    note = Message.objects.get(id=entry.ticket_message_id)
    assert (note.kind, note.visibility, note.text) == ("note", "internal", "The lab says no.")
    assert not [text for _address, text in caught("kim@customer.example") if "lab" in text]


@pytest.mark.parametrize(
    "body",
    [
        "##- Answer above this line, and it goes to the customer -##\nMine is below.",
        "See http://127.0.0.1:8000/agent/tickets/1 and then.",
        " ",
    ],
)
def test_what_may_hold_the_notification_itself_waits_for_a_look(
    world: World, ticket: Ticket, settings: Any, body: str
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    address, _text = notified(world, ticket)
    entry = answered(address, body)
    assert (entry.reason, replies(ticket)) == ("kept_as_draft", [])
    assert Draft.objects.filter(ticket=ticket, author=world.ben).exists()


def test_holiday_notices_are_only_noted(world: World, ticket: Ticket) -> None:
    address, _text = notified(world, ticket)
    entry = answered(address, "I am away.", Auto_Submitted="auto-replied")
    assert (entry.state, entry.reason, entry.ticket_id) == ("noted", "agent_automatic", ticket.id)
    assert replies(ticket) == [] and not Draft.objects.filter(author=world.ben).exists()


def test_files_go_with_the_answer(world: World, ticket: Ticket) -> None:
    address, _text = notified(world, ticket)
    boundary = 'multipart/mixed; boundary="b"'
    body = (
        "--b\nContent-Type: text/plain\n\nSee the plan.\n--b\nContent-Type: text/csv\n"
        'Content-Disposition: attachment; filename="plan.csv"\n\na,b\n--b--'
    )
    entry = answered(address, body, Content_Type=boundary)
    assert entry.state == "applied"
    (file,) = Attachment.objects.filter(message_id=entry.ticket_message_id)
    assert file.name == "plan.csv"


def test_the_bell_of_somebody_who_sees_it_no_more_carries_nothing(world: World, ticket: Ticket) -> None:
    """sec:Z-06: rights are asked when the mail leaves."""
    world.write(ticket, "A secret.")
    DepartmentMember.objects.filter(person_id=world.ben.id).delete()
    Ticket.objects.filter(id=ticket.id).update(owner=None)
    drain()
    assert caught(world.ben.email) == []


def test_what_was_planned_before_an_upgrade_leaves_as_it_was_written() -> None:
    assert notice_text({"text": "As it was."}, NotificationToken(1, 2, 0), "en") == "As it was."
