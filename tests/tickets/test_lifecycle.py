"""What follows of itself: reopening, closing, taking up, the last-message columns, the fence, taking back."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.errors import Conflict, Forbidden, Invalid
from tandem.kernel.models import Event
from tandem.people.actors import delivering_actor
from tandem.people.models import Department
from tandem.tickets.commands.create_department import CreateDepartment
from tandem.tickets.commands.mark_spam import MarkSpam, UnmarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.commands.undo_send import UndoSend
from tandem.tickets.models import Delivery, Message, Ticket
from tests.world import World, plain


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("status").get(id=ticket.id)


def kinds(ticket: Ticket) -> list[str]:
    events = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id).order_by("seq")
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    return [event.kind for event in events]


def test_opening_is_two_events_and_the_requester_s_words(world: World) -> None:
    ticket = world.open_ticket()
    assert kinds(ticket) == ["ticket.opened", "message.received"]
    assert (ticket.seq, ticket.version, ticket.message_count, ticket.last_message_by) == (2, 1, 1, "customer")
    assert ticket.accepted_at is None


def test_an_answer_waits_for_the_customer_and_their_message_reopens(world: World) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben)
    assert now(ticket).status.slug == "waiting"
    assert now(ticket).accepted_at is not None
    world.write(ticket)
    reopened = now(ticket)
    assert (reopened.status.slug, reopened.last_message_by, reopened.message_count) == ("open", "customer", 3)
    last = Event.objects.filter(stream_id=ticket.id).order_by("-seq").first()
    assert last is not None and last.cause["kind"] == "reopened_by_customer"


def test_reopening_a_solved_ticket_counts(world: World) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben, status="solved")
    assert now(ticket).solved_at is not None
    world.write(ticket)
    assert (now(ticket).reopened_count, now(ticket).solved_at, now(ticket).status_group) == (1, None, "open")


def test_a_department_may_pause_what_messages_do(world: World) -> None:
    Department.objects.filter(id=world.support.id).update(on_customer_reply="", on_agent_reply="")
    ticket = world.open_ticket()
    world.reply(ticket, world.ben)
    assert now(ticket).status.slug == "open"
    world.reply(ticket, world.ben, "Bye", status="solved")
    world.write(ticket)
    assert now(ticket).status.slug == "solved"


@pytest.mark.parametrize("flags", [{"automatic": True}, {"unverified": True}])
def test_robots_and_strangers_do_not_reopen(world: World, flags: dict[str, bool]) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben)
    author = make_address(world.oto.email)
    world.do(ReceiveMessage(ticket.id, plain("Away"), author, "email", **flags), delivering_actor(world.oto.id))
    assert now(ticket).status.slug == "waiting"


def test_a_ticket_that_is_closed_for_good_takes_no_reply_and_no_other_status(world: World) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.ben, status=("open", "closed"))
    assert now(ticket).closed_at is not None
    with pytest.raises(Forbidden):
        world.reply(ticket, world.ben)
    with pytest.raises(Exception, match=r"ticket\.final"):
        world.edit(ticket, world.ben, status=("closed", "open"))


def test_the_fence_names_exactly_what_was_missed(world: World) -> None:
    ticket = world.open_ticket()
    seen = now(ticket).seq
    world.note(ticket, world.sam)
    world.edit(ticket, world.sam, priority=(0, 3))
    world.write(ticket)
    with pytest.raises(Conflict) as refusal:
        world.reply(ticket, world.ben, seen=seen)
    (blocking,) = refusal.value.extra["event_ids"]  # type: ignore[misc]
    event = Event.objects.get(id=blocking)
    assert event.kind == "message.received"
    assert Message.objects.filter(shown_in=ticket, kind="reply").count() == 0
    answered = world.reply(ticket, world.ben, seen=seen, acknowledge=[blocking])
    assert answered.acknowledged == [str(blocking)]


def test_a_colleague_s_answer_blocks_and_so_does_my_own_from_another_tab(world: World) -> None:
    ticket = world.open_ticket()
    seen = now(ticket).seq
    world.reply(ticket, world.ben, "First")
    for person in (world.sam, world.ben):
        with pytest.raises(Conflict):
            world.reply(ticket, person, "Second", seen=seen)


def test_notes_fields_and_robots_never_block(world: World) -> None:
    ticket = world.open_ticket()
    seen = now(ticket).seq
    world.note(ticket, world.sam)
    away = ReceiveMessage(ticket.id, plain("Away"), make_address(world.kim.email), "email", automatic=True)
    world.do(away, delivering_actor(world.kim.id))
    assert world.reply(ticket, world.ben, seen=seen).kind == "reply"


def test_one_may_not_have_seen_what_has_not_happened(world: World) -> None:
    ticket = world.open_ticket()
    with pytest.raises(Invalid):
        world.reply(ticket, world.ben, seen=99)


def test_sending_the_same_composition_twice_is_one_message(world: World) -> None:
    ticket = world.open_ticket()
    first = world.reply(ticket, world.ben, "Once")
    assert world.reply(ticket, world.ben, "Once").id == first.id
    assert Delivery.objects.filter(ticket=ticket).count() == 1


def test_taking_a_reply_back_restores_what_was_set_with_it(world: World, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    ticket = world.open_ticket()
    message = world.reply(ticket, world.ben, status="solved")
    with pytest.raises(Forbidden):
        world.do(UndoSend(ticket.id, message.id), world.sam)
    world.do(UndoSend(ticket.id, message.id), world.ben)
    assert now(ticket).status.slug == "open"
    assert Delivery.objects.get(message=message).state == "undone"
    with pytest.raises(Conflict):
        world.do(UndoSend(ticket.id, message.id), world.ben)
    assert world.reply(ticket, world.sam, "Mine then", seen=2).kind == "reply"


CONVERSATION = (
    *("snippet", "message_count", "last_message_at", "last_message_by", "last_customer_at", "last_agent_at"),
    *("status", "status_group", "accepted_at", "solved_at", "closed_at", "reopened_count"),
)


def conversation(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.values(*CONVERSATION).get(id=ticket.id)


@pytest.mark.parametrize("status", [None, "open", "solved"])
@pytest.mark.parametrize("earlier", ["nothing", "answered", "solved"])
def test_taking_a_reply_back_leaves_no_trace_of_it(
    world: World, settings: Any, earlier: str, status: str | None
) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    ticket = world.open_ticket()
    if earlier != "nothing":
        world.reply(ticket, world.sam, "Listen again.", status="solved" if earlier == "solved" else "waiting")
        world.note(ticket, world.sam)
    before = conversation(ticket)
    message = world.reply(ticket, world.ben, "For somebody else", status=status)
    assert conversation(ticket) != before
    world.do(UndoSend(ticket.id, message.id), world.ben)
    assert conversation(ticket) == before


def test_what_came_after_a_reply_stands_when_it_is_taken_back(world: World, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    ticket = world.open_ticket()
    message = world.reply(ticket, world.ben)
    world.write(ticket, "Never mind.")
    world.edit(ticket, world.sam, owner=(None, world.sam.id))
    world.do(UndoSend(ticket.id, message.id), world.ben)
    stands = now(ticket)
    assert (stands.snippet, stands.last_message_by, stands.message_count) == ("Never mind.", "customer", 2)
    assert stands.last_agent_at is None
    owned = Event.objects.get(stream_id=ticket.id, kind="ticket.owner_changed")
    assert stands.accepted_at == owned.at


@pytest.mark.parametrize("put_aside", [TrashTicket, MarkSpam])
def test_a_reply_can_be_stopped_from_the_trash_and_the_spam_folder(world: World, settings: Any, put_aside: Any) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    ticket = world.open_ticket()
    message = world.reply(ticket, world.ben)
    world.do(put_aside(ticket.id), world.ana)
    world.do(UndoSend(ticket.id, message.id), world.ben)
    assert Delivery.objects.get(message=message).state == "undone"


def test_a_reply_sets_no_final_status(world: World) -> None:
    ticket = world.open_ticket()
    with pytest.raises(Invalid) as refusal:
        world.reply(ticket, world.ben, status="closed")
    assert [(problem.pointer, problem.code) for problem in refusal.value.problems] == [("/status", "final")]
    assert now(ticket).message_count == 1


def test_what_has_left_cannot_be_taken_back(world: World) -> None:
    ticket = world.open_ticket()
    message = world.reply(ticket, world.ben)
    Delivery.objects.filter(message=message).update(state="sending")
    with pytest.raises(Conflict) as refusal:
        world.do(UndoSend(ticket.id, message.id), world.ben)
    assert refusal.value.code == "delivery.left"


def test_how_a_delivery_ended_is_an_event_that_blocks_nobody(world: World) -> None:
    ticket = world.open_ticket()
    message = world.reply(ticket, world.ben)
    seen = now(ticket).seq
    delivery = Delivery.objects.get(message=message)
    world.do(RecordDelivery(ticket.id, delivery.id, "sent"), SYSTEM)
    world.do(RecordDelivery(ticket.id, delivery.id, "failed"), SYSTEM)
    assert kinds(ticket)[-1] == "delivery.sent"
    assert world.reply(ticket, world.sam, seen=seen).kind == "reply"


def test_spam_and_trash_keep_the_state_underneath(world: World) -> None:
    ticket = world.open_ticket()
    with pytest.raises(Forbidden):
        world.do(MarkSpam(ticket.id), world.ben)
    world.do(MarkSpam(ticket.id), world.sam)
    with pytest.raises(Forbidden):
        world.reply(ticket, world.ben)
    world.do(UnmarkSpam(ticket.id), world.sam)
    world.do(TrashTicket(ticket.id), world.sam)
    assert now(ticket).status.slug == "open"
    with pytest.raises(Forbidden):
        world.note(ticket, world.ben)


def test_an_owner_must_be_able_to_answer_here(world: World) -> None:
    ticket = world.open_ticket()
    for nobody in (world.lin, world.cai, world.kim):
        with pytest.raises(Invalid):
            world.edit(ticket, world.sam, owner=(None, nobody.id))
    world.edit(ticket, world.sam, owner=(None, world.mia.id))
    assert now(ticket).owner_id == world.mia.id


def test_a_ticket_moves_between_departments(world: World) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.sam, department=(world.support.id, world.billing.id))
    moved = now(ticket)
    assert moved.status.department_id == world.billing.id == moved.department_id


def test_an_owner_who_cannot_answer_there_stays_behind(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    world.edit(ticket, world.sam, department=(world.support.id, world.billing.id))
    assert now(ticket).owner is None
    told = Event.objects.filter(stream_id=ticket.id, kind="ticket.owner_changed").values_list("old", "new")
    assert list(told) == [(str(world.ben.id), None)]


def test_an_owner_who_can_answer_there_goes_with_it(world: World) -> None:
    ticket = world.open_ticket(owner=world.mia)
    world.edit(ticket, world.sam, department=(world.support.id, world.billing.id))
    assert now(ticket).owner_id == world.mia.id


def test_a_ticket_moves_to_an_owner_who_may_answer_there(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    there = (world.support.id, world.billing.id)
    with pytest.raises(Invalid):
        world.edit(ticket, world.sam, department=there, owner=(world.ben.id, world.sam.id))
    world.edit(ticket, world.sam, department=there, owner=(world.ben.id, world.cai.id))
    assert now(ticket).owner_id == world.cai.id


@pytest.mark.parametrize(
    ("from_set", "status", "to_set", "arrives"),
    [
        ("five-step", "new", "default", "open"),
        ("five-step", "pending", "default", "waiting"),
        ("default", "on-hold", "simple", "on-hold"),
        ("default", "solved", "simple", "closed"),
        # The same word, but there it is the last one.
        ("simple", "closed", "default", "solved"),
    ],
)
def test_the_status_there_that_says_the_same(
    world: World, from_set: str, status: str, to_set: str, arrives: str
) -> None:
    here, there = (
        world.do(CreateDepartment(ready, status_set=ready), SYSTEM).result_id for ready in (from_set, to_set)
    )
    ticket = world.open_ticket(department=Department.objects.get(id=here), status=status)
    world.edit(ticket, world.mia, department=(here, there))
    assert (now(ticket).status.slug, now(ticket).status.department_id) == (arrives, there)


def test_whoever_hands_a_ticket_over_sees_once_more_what_they_did(world: World) -> None:
    ticket = world.open_ticket()
    api = world.browser(world.ben)
    there = {"base": str(world.support.id), "mine": str(world.billing.id)}
    answer = api.patch(f"/tickets/{ticket.number}", {"changes": {"department": there}})
    assert (answer.status_code, answer.json()["department"]["name"]) == (200, "Billing")
    assert api.get(f"/tickets/{ticket.number}").status_code == 404
