"""A mail in the wrong ticket: whoever moves it repairs where the next ones go, and the ledger follows."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.applying import apply
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.parsing import parse
from tandem.channels.email.reply_addresses import reply_address
from tandem.infra.storage import storage
from tandem.kernel.worker import drain
from tandem.people.commands.erase_customer import EraseCustomer
from tandem.tickets.models import Message, Ticket
from tests.channels.email.finding import message_of
from tests.channels.email.letters import raw_mail
from tests.world import Api, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _parsed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        apply, "parse_apart", lambda raw, sender, keys=None: parse(raw, envelope_from=sender, keys=keys)
    )


def received(to: str = "support@desk.example", sender: str = "kim@customer.example", **fields: Any) -> LedgerEntry:
    entry = store(raw_mail(sender=sender, to=to, **fields), sender, to, "lmtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)


def tickets_hold(*entries: LedgerEntry) -> list[int | None]:
    return [LedgerEntry.objects.get(id=entry.id).ticket_id for entry in entries]


@pytest.fixture
def ben(world: World) -> Api:
    return world.browser(world.ben)


@pytest.fixture
def old(world: World, mailbox: Mailbox) -> Ticket:
    """A matter that the customer answers again and again, also about other things."""
    entry = received(message_id="<first@customer.example>")
    ticket = Ticket.objects.get(id=entry.ticket_id)
    world.reply(ticket, world.ben)
    return ticket


@pytest.fixture
def answered(old: Ticket) -> dict[str, str]:
    """As a mail program answers our reply there."""
    ours = Message.objects.get(shown_in=old, kind="reply")
    return {"In_Reply_To": f"<{ours.mail_id}>", "References": f"<first@customer.example> <{ours.mail_id}>"}


def move(api: Api, entry: LedgerEntry, to: int | None, **more: Any) -> int:
    message = message_of(entry)
    number = Ticket.objects.get(id=entry.ticket_id).number
    answer = api.post(f"/tickets/{number}/messages/{message.id}/wrong-ticket", {"to": to, **more})
    assert answer.status_code == 200, answer.content
    drain()
    return int(answer.json()["to"])


def test_the_next_answer_to_the_same_mail_goes_where_the_first_was_moved(
    ben: Api, old: Ticket, answered: dict[str, str]
) -> None:
    stray = received(to=reply_address("support@desk.example", old.id), body="By the way: a refund?", **answered)
    assert stray.ticket_id == old.id
    number = move(ben, stray, None, subject="Refund")
    own = Ticket.objects.get(number=number)
    # The ledger leads to the message, and says why.
    stray.refresh_from_db()
    assert stray.ticket_id == own.id and message_of(stray).shown_in_id == own.id
    assert stray.trace[-1] == {"step": "moved", "outcome": "by_hand", "detail": ""}
    # The customer presses "reply" on the same old mail once more, and on their own mail that was moved.
    more = received(to=reply_address("support@desk.example", old.id), body="And the refund?", **answered)
    child = received(
        to=reply_address("support@desk.example", old.id),
        body="I forgot something",
        In_Reply_To=stray.message_id if stray.message_id.startswith("<") else f"<{stray.message_id}>",
    )
    assert tickets_hold(more, child) == [own.id, own.id]
    assert {"step": "moved_before", "outcome": "found", "detail": ""} in more.trace
    # What answers another mail there still belongs there.
    other = received(to=reply_address("support@desk.example", old.id), body="The old matter goes on")
    assert tickets_hold(other) == [old.id]


def test_nobody_else_is_led_astray(ben: Api, world: World, old: Ticket, answered: dict[str, str]) -> None:
    stray = received(to=reply_address("support@desk.example", old.id), **answered)
    number = move(ben, stray, None)
    theirs = received(
        to=reply_address("support@desk.example", old.id), sender="lee@customer.example", body="In copy", **answered
    )
    assert theirs.ticket_id == old.id != Ticket.objects.get(number=number).id


def test_later_ones_go_along_in_order_and_a_moved_one_is_found_by_its_id(
    ben: Api, old: Ticket, answered: dict[str, str]
) -> None:
    first = received(to=reply_address("support@desk.example", old.id), body="one", **answered)
    second = received(to=reply_address("support@desk.example", old.id), body="two", **answered)
    number = move(ben, first, None, later=[str(message_of(second).id)])
    own = Ticket.objects.get(number=number)
    assert tickets_hold(first, second) == [own.id, own.id]
    said = Message.objects.filter(shown_in=own).order_by("seq").values_list("text", flat=True)
    assert [text.strip() for text in said] == ["one", "two"]
    # An answer without any address of ours, to the moved mail alone.
    parent = f"<{second.message_id.strip('<>')}>"
    assert tickets_hold(received(body="three", In_Reply_To=parent)) == [own.id]


def test_a_mail_whose_bytes_have_gone_is_moved_all_the_same(ben: Api, old: Ticket, answered: dict[str, str]) -> None:
    stray = received(to=reply_address("support@desk.example", old.id), **answered)
    storage().path(stray.raw).unlink()
    number = move(ben, stray, None)
    assert message_of(LedgerEntry.objects.get(id=stray.id)).misled_by is None
    again = received(to=reply_address("support@desk.example", old.id), body="again", **answered)
    assert again.ticket_id == old.id and number != old.number


def test_what_is_wrong_is_said_where_it_is(ben: Api, old: Ticket) -> None:
    stray = received(to=reply_address("support@desk.example", old.id), body="stray")
    path = f"/tickets/{old.number}/messages/{message_of(stray).id}/wrong-ticket"
    for to in (9999, old.number):
        answer = ben.post(path, {"to": to})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/to")
    assert ben.post(f"/tickets/{old.number}/messages/5/wrong-ticket", {"to": None}).status_code == 404
    assert tickets_hold(stray) == [old.id]


def test_an_erased_customer_leaves_no_trace_of_what_led_them(
    ben: Api, world: World, old: Ticket, answered: dict[str, str]
) -> None:
    stray = received(to=reply_address("support@desk.example", old.id), **answered)
    move(ben, stray, None)
    assert Message.objects.filter(misled_by__isnull=False).count() == 1
    world.do(EraseCustomer(world.kim.id, typed=world.kim.name), world.ana)
    drain()
    assert not Message.objects.filter(misled_by__isnull=False).exists()
