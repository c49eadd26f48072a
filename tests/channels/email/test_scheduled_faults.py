"""kill -9 of a real process while a scheduled reply leaves, then recovery: it is sent once, or held, and the ticket says so."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tandem.api.answers import sends as shapes
from tandem.channels.email.models import Mailbox
from tandem.infra import clock
from tandem.kernel import outbox, timers
from tandem.kernel.models import Effect, Event, Timer
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.tickets.models import Attachment, Delivery, Draft, Message, ScheduledReply, Ticket
from tandem.tickets.scheduled.projection import SEND
from tandem.tickets.uploads import store_upload
from tests.api.shapes import fits
from tests.channels.email.sink import Sink
from tests.deaths import dies
from tests.world import World

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
HOUR = 3_600_000
WORDS = "We look into it."
#: Every point that a due reply comes by, in their order.
POINTS = (
    *("before_timer_claim", "after_timer_claim", "after_claim"),
    *("before_commit", "after_commit", "before_finish"),
)
#: Point -> what its row says right after the death.
SENT_BY = dict.fromkeys(POINTS[:4], "waiting") | dict.fromkeys(POINTS[4:], "sent")
HELD_BY = dict.fromkeys(POINTS[:4], "waiting") | dict.fromkeys(POINTS[4:], "held")


@pytest.fixture
def ticket(world: World, mailbox: Mailbox) -> Ticket:
    """With a reply of Ben's and its file, which leaves in an hour; everything else is done."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    upload = store_upload(world.ben.id, "a.txt", BytesIO(b"hum"), 3)
    body = {
        "at": clock.isoformat(clock.now_ms() + HOUR),
        "seen": ticket.seq,
        "body_html": f"<p>{WORDS}</p>",
        "client_id": "c-once",
        "attachments": [str(upload.id)],
    }
    answer = world.browser(world.ben).post(f"/tickets/{ticket.number}/scheduled", body)
    fits(answer, shapes.ScheduledShown, 201)
    return ticket


def later(hours: int, work: Callable[[], object]) -> Callable[[], None]:
    """The same, so many hours from now."""
    moment = clock.now_ms() + hours * HOUR

    def at_that_time() -> None:
        with clock.travelling(lambda: moment):
            work()

    return at_that_time


def recover() -> None:
    """What the tender and the workers of the next process do, without waiting for leases."""
    timers.fire_due()
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    for _round in range(3):
        Effect.objects.filter(state="queued").update(not_before=0)
        drain()


def shown(world: World, ticket: Ticket) -> tuple[list[Any], list[Any]]:
    """What a colleague reads on the ticket: the replies, and what waits or was held."""
    sam = world.browser(world.sam)
    messages = sam.get(f"/tickets/{ticket.number}/messages").json()["results"]
    waiting = sam.get(f"/tickets/{ticket.number}/scheduled").json()["results"]
    return [one for one in messages if one["kind"] == "reply"], waiting


def check_nothing_is_under_way(ticket: Ticket) -> None:
    """No timer and no effect is left, and the ticket's history has no gap."""
    assert not Timer.objects.filter(kind=SEND, fired_at__isnull=True).exists()
    assert Effect.objects.get(kind=SEND).state == "done"
    seqs = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, Ticket.objects.get(id=ticket.id).seq + 1))


@pytest.mark.parametrize("point", POINTS)
def test_a_death_while_it_leaves_sends_it_once(point: str, world: World, ticket: Ticket, sink: Sink) -> None:
    drain()
    dies(later(2, drain), point)
    assert ScheduledReply.objects.get().state == SENT_BY[point]
    assert sink.taken == []
    for hours in (2, 3):
        later(hours, recover)()
    (message,) = Message.objects.filter(kind="reply")
    row = ScheduledReply.objects.get()
    assert (row.state, row.message_id, row.content) == ("sent", message.id, {})
    assert (message.author_id, message.text, message.client_id) == (world.ben.id, WORDS, "c-once")
    assert Delivery.objects.get().state == "sent"
    (mail,) = sink.taken
    assert mail.recipients == ["kim@customer.example"]
    assert Attachment.objects.get().message_id == message.id
    assert Event.objects.filter(kind="message.replied").count() == 1
    replies, waiting = shown(world, ticket)
    assert ([one["id"] for one in replies], waiting) == ([str(message.id)], [])
    assert not Draft.objects.exists()
    check_nothing_is_under_way(ticket)


@pytest.mark.parametrize("point", POINTS)
def test_a_death_while_it_is_held_holds_it_once(point: str, world: World, ticket: Ticket, sink: Sink) -> None:
    world.write(ticket, "It burns now!")
    drain()
    before = len(sink.taken)
    dies(later(2, drain), point)
    assert ScheduledReply.objects.get().state == HELD_BY[point]
    for hours in (2, 3):
        later(hours, recover)()
    assert not Message.objects.filter(kind="reply").exists()
    assert not Delivery.objects.exists()
    assert not [mail for mail in sink.taken[before:] if "kim@customer.example" in mail.recipients]
    draft = Draft.objects.get()
    assert (draft.author_id, draft.content["body_html"]) == (world.ben.id, f"<p>{WORDS}</p>")
    assert Event.objects.filter(kind="scheduled_reply.held").count() == 1
    assert Notification.objects.filter(person=world.ben, kind="reply_held").count() == 1
    replies, (held,) = shown(world, ticket)
    assert (replies, held["state"]) == ([], "held")
    assert held["reason"] == "Somebody wrote on this ticket after the reply was scheduled."
    check_nothing_is_under_way(ticket)
