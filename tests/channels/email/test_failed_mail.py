"""What did not arrive: the ticket is work again, its people are told, and only a person sends it once more."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.infra import clock
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.tickets.models import Delivery, Message, Ticket
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(world: World, mailbox: Any) -> Ticket:
    return world.open_ticket(mailbox_id=mailbox.id, owner=world.sam)


def ended(world: World, ticket: Ticket, sink: Sink, script: str) -> Delivery:
    """Ben answers and sets the status to waiting; the server does as the script says."""
    # Sam is told of the assignment before.
    drain()
    sink.at["END"] = [script]
    message = world.reply(ticket, world.ben, status="waiting")
    drain()
    return Delivery.objects.get(message_id=message.id)


def status(ticket: Ticket) -> str:
    return Ticket.objects.select_related("status").get(id=ticket.id).status.slug


def told(world: World, ticket: Ticket) -> set[tuple[str, str]]:
    rows = Notification.objects.filter(ticket_id=ticket.id, kind="mail_failed")
    return set(rows.values_list("person__name", "about"))


def test_what_failed_reopens_the_ticket_and_tells_author_and_owner(world: World, ticket: Ticket, sink: Sink) -> None:
    ended(world, ticket, sink, "550 5.1.1 Nobody")
    assert status(ticket) == "open"
    change = Event.objects.get(stream_id=ticket.id, kind="ticket.status_changed", cause__isnull=False)
    assert change.cause["kind"] == "not_delivered"
    assert told(world, ticket) == {("Ben", "delivery.failed"), ("Sam", "delivery.failed")}


def test_doubt_tells_and_changes_nothing(world: World, ticket: Ticket, sink: Sink) -> None:
    ended(world, ticket, sink, "take_and_drop")
    assert status(ticket) == "waiting"
    assert told(world, ticket) == {("Ben", "delivery.uncertain"), ("Sam", "delivery.uncertain")}


@pytest.mark.parametrize("script", ["550 5.1.1 Nobody", "take_and_drop"])
def test_a_person_sends_it_again_with_the_same_name(world: World, ticket: Ticket, sink: Sink, script: str) -> None:
    delivery = ended(world, ticket, sink, script)
    path = f"/tickets/{ticket.number}/deliveries/{delivery.id}/send-again"
    answer = world.browser(world.sam).post(path)
    assert answer.status_code == 200 and answer.json()["deliveries"][0]["state"] == "queued"
    second = world.browser(world.ben).post(path)
    assert (second.status_code, second.json()["code"]) == (409, "delivery.on_its_way")
    drain()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    ids = [taken.mail["Message-ID"] for taken in sink.replies]
    assert len(ids) == (2 if script == "take_and_drop" else 1) and len(set(ids)) == 1
    kinds = (
        Event.objects.filter(stream_id=ticket.id, part_id=delivery.id).order_by("seq").values_list("kind", flat=True)
    )
    assert list(kinds)[1:] == ["delivery.sent_again", "delivery.sent"]


def test_sent_again_it_is_tried_for_five_days_more(world: World, ticket: Ticket, sink: Sink) -> None:
    delivery = ended(world, ticket, sink, "550 5.1.1 Nobody")
    now = clock.now_ms()
    sink.at["END"] = ["451 4.2.0 Later"]
    with clock.travelling(lambda: now + 6 * 24 * 3_600_000):
        world.browser(world.ben).post(f"/tickets/{ticket.number}/deliveries/{delivery.id}/send-again")
        drain()
        delivery.refresh_from_db()
        assert delivery.state == "retry"


def test_the_list_holds_it_until_somebody_is_done_with_it(world: World, ticket: Ticket, sink: Sink) -> None:
    delivery = ended(world, ticket, sink, "550 5.1.1 Nobody")
    sam, cai = world.browser(world.sam), world.browser(world.cai)
    (row,) = sam.get("/failed-mail").json()["results"]
    assert (row["id"], row["state"], row["author"]) == (str(delivery.id), "failed", "Ben")
    assert sam.get("/mail-trouble").json() == {"failed": 1, "quarantined": 0, "loops": 0, "blocked": 0}
    assert cai.get("/failed-mail").json()["results"] == [] and cai.get("/mail-trouble").json()["failed"] == 0
    path = f"/tickets/{ticket.number}/deliveries/{delivery.id}/settle"
    assert cai.post(path).status_code == 404
    for _twice in range(2):
        assert sam.post(path).status_code == 200
    assert sam.get("/mail-trouble").json()["failed"] == 0
    assert Delivery.objects.get(id=delivery.id).state == "failed"


def test_what_is_on_its_way_or_of_another_ticket_is_not_sent_again(world: World, ticket: Ticket, sink: Sink) -> None:
    delivery = ended(world, ticket, sink, "250 Taken")
    other = world.open_ticket()
    ben = world.browser(world.ben)
    assert ben.post(f"/tickets/{ticket.number}/deliveries/{delivery.id}/send-again").status_code == 409
    assert ben.post(f"/tickets/{other.number}/deliveries/{delivery.id}/send-again").status_code == 404
    assert ben.post(f"/tickets/{ticket.number}/deliveries/{delivery.id}/settle").status_code == 404
    assert len(sink.replies) == 1 and Effect.objects.filter(kind="mail.send").count() == 1
    assert Message.objects.filter(shown_in=ticket, kind="reply").count() == 1
