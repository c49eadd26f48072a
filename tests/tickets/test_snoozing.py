"""Snooze: out of the way for everybody, back once, whoever or whatever wakes it."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers.tickets import EventList, TicketList, TicketPage
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel import timers
from tandem.kernel.models import Effect, Event, Timer
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.people.actors import delivering_actor
from tandem.people.models import Person
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.snooze_ticket import SnoozeTicket
from tandem.tickets.commands.wake_ticket import WakeTicket
from tandem.tickets.models import Ticket
from tests.api.shapes import fits
from tests.world import World, plain

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


def asleep(ticket: Ticket) -> bool:
    return Ticket.objects.get(id=ticket.id).snoozed_at is not None


def told(person: Person) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def woken(ticket: Ticket) -> list[tuple[str, Any]]:
    events = Event.objects.filter(stream_id=ticket.id, kind="ticket.woken").order_by("seq")
    return [(event.actor_kind, event.cause and event.cause["kind"]) for event in events]


def time_passes(hours: float) -> None:
    """What the tender and the workers do once so much time has gone by."""
    later = clock.now_ms() + round(hours * HOUR)
    with clock.travelling(lambda: later):
        timers.fire_due()
        drain()


def snooze(world: World, ticket: Ticket, person: Person, hours: float | None = 2) -> None:
    until = None if hours is None else clock.now_ms() + round(hours * HOUR)
    world.do(SnoozeTicket(ticket.id, until), person)


def test_it_leaves_the_views_of_what_is_to_do_and_is_found_among_the_snoozed(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    ben = world.browser(world.ben)
    until = clock.isoformat(clock.now_ms() + HOUR)
    page = fits(ben.post(f"/tickets/{ticket.number}/snooze", {"until": until}), TicketPage)
    assert (page["snoozed"], page["snoozed_until"], page["snoozed_by"]["name"]) == (True, until, "Ben")
    where = {view: len(ben.get("/tickets", view=view).json()["results"]) for view in ("mine_open", "open", "snoozed")}
    assert where == {"mine_open": 0, "open": 0, "snoozed": 1}
    (row,) = fits(ben.get("/tickets", view="snoozed"), TicketList)["results"]
    assert row["snoozed_until"] == until
    counts = {view["key"]: view["count"] for view in ben.get("/views").json()["results"]}
    assert (counts["snoozed"], counts["mine_open"]) == (1, 0)
    last = fits(ben.get(f"/tickets/{ticket.number}/events", order="desc"), EventList)["results"][0]
    assert (last["kind"], last["new"]) == ("ticket.snoozed", {"until": until})
    assert not fits(ben.post(f"/tickets/{ticket.number}/wake"), TicketPage)["snoozed"]


def test_it_wakes_once_when_its_time_has_come_also_after_a_downtime(world: World) -> None:
    ticket = world.open_ticket(owner=world.sam)
    Notification.objects.all().delete()
    snooze(world, ticket, world.ben)
    time_passes(1)
    assert asleep(ticket)
    time_passes(50)
    time_passes(51)
    assert not asleep(ticket)
    assert woken(ticket) == [("system", "snooze_over")]
    assert told(world.ben) == ["woken"] and told(world.sam) == ["woken"]


def test_a_moved_moment_counts_and_the_earlier_one_does_not(world: World) -> None:
    ticket = world.open_ticket()
    snooze(world, ticket, world.ben, 1)
    snooze(world, ticket, world.ben, 5)
    assert Timer.objects.filter(subject_id=ticket.id, fired_at=None).count() == 1
    time_passes(3)
    assert asleep(ticket)
    time_passes(6)
    assert not asleep(ticket) and len(woken(ticket)) == 1


def test_a_timer_that_had_fired_before_the_moment_was_moved_wakes_nobody(world: World) -> None:
    ticket = world.open_ticket()
    snooze(world, ticket, world.ben, 1)
    later = clock.now_ms() + 2 * HOUR
    with clock.travelling(lambda: later):
        timers.fire_due()
        world.do(SnoozeTicket(ticket.id, later + HOUR), world.ben)
        drain()
        assert asleep(ticket)
    assert woken(ticket) == []


def test_the_customer_s_answer_wakes_it_whatever_its_time(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    Notification.objects.all().delete()
    snooze(world, ticket, world.sam, None)
    assert not Timer.objects.filter(subject_id=ticket.id).exists()
    away = ReceiveMessage(ticket.id, plain("Away"), make_address(world.kim.email), "email", automatic=True)
    world.do(away, delivering_actor(world.kim.id))
    eve = ReceiveMessage(ticket.id, plain("Hi"), make_address("eve@evil.example"), "email", unverified=True)
    world.do(eve, delivering_actor(None))
    assert asleep(ticket)
    world.write(ticket)
    assert not asleep(ticket)
    assert woken(ticket) == [("customer", "woken_by_customer")]
    assert told(world.ben) == ["customer_replied"] and told(world.sam) == ["woken"]


def test_an_answer_before_its_time_leaves_no_timer_behind(world: World) -> None:
    ticket = world.open_ticket()
    snooze(world, ticket, world.ben)
    world.write(ticket)
    assert not Timer.objects.filter(subject_id=ticket.id).exists()


def test_closing_it_wakes_it_without_a_word(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    Notification.objects.all().delete()
    snooze(world, ticket, world.ben)
    world.edit(ticket, world.sam, status=("open", "solved"))
    assert not asleep(ticket) and woken(ticket) == [] and told(world.ben) == []
    assert not Timer.objects.filter(subject_id=ticket.id).exists()


def test_notes_and_fields_let_it_sleep(world: World) -> None:
    ticket = world.open_ticket()
    snooze(world, ticket, world.ben)
    world.note(ticket, world.sam)
    world.edit(ticket, world.sam, priority=(0, 3))
    assert asleep(ticket)


def test_what_is_in_the_past_or_no_moment_is_refused(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    past = ben.post(f"/tickets/{ticket.number}/snooze", {"until": clock.isoformat(clock.now_ms() - 1)})
    assert past.status_code == 422 and past.json()["errors"][0]["pointer"] == "/until"
    assert ben.post(f"/tickets/{ticket.number}/snooze", {"until": "tomorrow"}).status_code == 400
    assert ben.post(f"/tickets/{ticket.number}/snooze", {"until": "2030-01-01T09:00"}).status_code == 400
    assert ben.post(f"/tickets/{ticket.number}/snooze", {}).status_code == 422
    assert not asleep(ticket)


@pytest.mark.parametrize("state", ["solved", "spam", "trash"])
def test_what_is_closed_or_put_aside_cannot_be_snoozed_and_says_why(world: World, state: str) -> None:
    ticket = world.open_ticket(spam=state == "spam")
    if state == "solved":
        world.edit(ticket, world.ben, status=("open", "solved"))
    if state == "trash":
        world.do(TrashTicket(ticket.id), world.sam)
    ana = world.browser(world.ana)
    refused = ana.post(f"/tickets/{ticket.number}/snooze", {"until": None})
    ability = ana.get(f"/tickets/{ticket.number}").json()["abilities"]["snooze"]
    assert refused.status_code == 403 and refused.json()["detail"] == ability["reason"]


def test_a_snoozed_ticket_in_the_trash_wakes_there_without_a_word(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    snooze(world, ticket, world.ben, 1)
    world.do(TrashTicket(ticket.id), world.sam)
    Notification.objects.all().delete()
    time_passes(2)
    assert not asleep(ticket) and told(world.ben) == []


def test_to_wake_the_awake_changes_nothing(world: World) -> None:
    ticket = world.open_ticket()
    assert world.do(WakeTicket(ticket.id), world.ben).events == []


def test_a_ticket_that_was_deleted_for_good_takes_its_timer_along(world: World) -> None:
    ticket = world.open_ticket()
    snooze(world, ticket, world.ben)
    Ticket.objects.filter(id=ticket.id).delete()
    time_passes(3)
    assert Effect.objects.get(kind="tickets.wake").state == "done"
