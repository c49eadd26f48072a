"""Who is told of what, and who is not."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from tandem.api.answers.notifications import NotificationList
from tandem.infra.addresses import make_address
from tandem.kernel.models import Effect
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.people.actors import delivering_actor
from tandem.people.models import DepartmentMember, Person
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.models import Ticket
from tests.api.shapes import fits
from tests.world import World, plain


def told(person: Any) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def mailed() -> list[str]:
    return [effect.payload["to"] for effect in Effect.objects.filter(kind="mail.notify", state="queued")]


def test_being_assigned_by_somebody_else_is_told_taking_it_oneself_is_not(world: World) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.ben, owner=(None, world.ben.id))
    assert told(world.ben) == []
    world.edit(ticket, world.ben, owner=(world.ben.id, world.sam.id))
    assert told(world.sam) == ["assigned"]


def test_the_owner_hears_of_the_customer_s_answer_but_not_of_robots(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    assert told(world.ben) == ["assigned"]
    world.write(ticket)
    away = ReceiveMessage(ticket.id, plain("Away"), make_address(world.kim.email), "email", automatic=True)
    world.do(away, delivering_actor(world.kim.id))
    assert told(world.ben) == ["assigned", "customer_replied"]


def test_what_a_stranger_writes_rings_nowhere(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    Effect.objects.all().delete()
    eve = ReceiveMessage(ticket.id, plain("Hi"), make_address("eve@evil.example"), "email", unverified=True)
    world.do(eve, delivering_actor(None))
    assert told(world.ben) == ["assigned"] and not mailed()


@pytest.mark.parametrize(
    "leave",
    [
        lambda world: Person.objects.filter(id=world.ben.id).update(active=False),
        lambda world: Person.objects.filter(id=world.ben.id).update(role=None),
        lambda world: DepartmentMember.objects.filter(person_id=world.ben.id).delete(),
    ],
    ids=["switched off", "no colleague any more", "another department"],
)
def test_who_does_not_see_the_ticket_any_more_hears_nothing_of_it(leave: Callable[[World], Any], world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    assert mailed() == ["ben@tandem.example"]
    Effect.objects.all().delete()
    leave(world)
    world.write(ticket)
    assert told(world.ben) == ["assigned"] and not mailed()


def test_whoever_owns_a_ticket_elsewhere_after_a_move_is_not_told_of_it(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    Effect.objects.all().delete()
    Ticket.objects.filter(id=ticket.id).update(department=world.billing)
    world.write(ticket)
    assert told(world.ben) == ["assigned"] and not mailed()


def test_the_list_shows_only_tickets_that_one_may_still_see(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    api = world.browser(world.ben)
    listed = fits(api.get("/notifications"), NotificationList)
    assert [row["kind"] for row in listed["results"]] == ["assigned"]
    assert listed["unread"] == 1
    api.post("/notifications/read", {"all": True})
    assert api.get("/notifications").json()["unread"] == 0
    world.edit(ticket, world.ana, department=(world.support.id, world.billing.id), owner=(world.ben.id, None))
    assert api.get("/notifications").json()["results"] == []


def test_nobody_is_told_twice_of_one_event(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    world.do(TrashTicket(ticket.id), world.sam)
    assert told(world.ben) == ["assigned"]


def test_of_a_ticket_that_was_deleted_for_good_no_effect_holds_a_word(world: World) -> None:
    ticket = world.open_ticket("A private matter", owner=world.ben)
    drain()
    world.write(ticket)
    world.do(TrashTicket(ticket.id), world.sam)
    world.do(DeleteTicket(ticket.id), world.ana)
    drain()
    effects = Effect.objects.filter(kind="mail.notify")
    assert list(effects.values_list("state", "payload")) == [("done", {}), ("done", {})]


def test_the_owner_gets_one_mail_in_their_language_that_no_machine_answers(world: World) -> None:
    from tandem.channels.email.commands.create_mailbox import CreateMailbox
    from tandem.channels.email.models import CaughtMail
    from tandem.infra.storage import storage
    from tandem.kernel.actors import SYSTEM

    world.do(CreateMailbox(make_address("support@localhost"), world.support.id, "Support"), SYSTEM)
    ticket = world.open_ticket("The lamp\u2028flickers", owner=world.ben)
    drain()
    drain()
    (caught,) = CaughtMail.objects.all()
    assert caught.recipients == ["ben@tandem.example"]
    with storage().open(caught.raw) as file:
        mail = message_from_bytes(file.read(), policy=default)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"].startswith(f"[#{ticket.number}] ") and "The lamp flickers" in mail["Subject"]
    assert f"/agent/tickets/{ticket.number}" in mail.as_string()
