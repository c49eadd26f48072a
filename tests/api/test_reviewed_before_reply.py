"""What a department has reviewed before a reply leaves blocks it like a message, by every door; messages block everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from tandem.api.answers import people as shapes
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel.models import Event
from tandem.people.models import Department
from tandem.tickets.commands.snooze_ticket import SnoozeTicket
from tandem.tickets.commands.wake_ticket import WakeTicket
from tandem.tickets.fence_kinds import KINDS
from tandem.tickets.models import Message, Ticket
from tests.api.shapes import fits
from tests.statements import statements
from tests.world import Answer, Api, World


def review(world: World, *kinds: str, department: Department | None = None) -> None:
    place = department or world.support
    answer = world.browser(world.ana).patch(f"/departments/{place.id}", {"reviewed_before_reply": list(kinds)})
    assert answer.status_code == 200, answer.content


def seq_of(ticket: Ticket) -> int:
    return Ticket._base_manager.get(id=ticket.id).seq


def send(api: Api, ticket: Ticket, seen: int, **fields: Any) -> Answer:
    message = {"visibility": "public", "body": "We look into it.", "seen": seen, "client_id": f"c{ticket.id}"}
    return api.post(f"/tickets/{ticket.number}/messages", message | fields)


def blocked_by(answer: Answer) -> list[str]:
    assert answer.status_code == 409, answer.content
    assert answer.json()["code"] == "ticket.moved_on"
    return [event["kind"] for event in answer.json()["events"]]


def status(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.sam, status=("open", "waiting"))


def _snooze(world: World, ticket: Ticket) -> None:
    world.do(SnoozeTicket(ticket.id, None), world.sam)
    world.do(WakeTicket(ticket.id), world.sam)


def assign(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.sam, owner=(None, world.sam.id))


def note(world: World, ticket: Ticket) -> None:
    world.note(ticket, world.sam, "They will sue.")


def _fields(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.sam, priority=(0, 4), tags=([], ["vip"]), subject=("The printer hums", "It sings"))
    world.edit(ticket, world.sam, cc=([], [make_address("lee@customer.example")]))


DONE: Final[dict[str, tuple[Callable[[World, Ticket], None], list[str]]]] = {
    "note": (note, ["message.noted"]),
    "status": (status, ["ticket.status_changed"]),
    "assignment": (assign, ["ticket.owner_changed"]),
    "field": (
        _fields,
        ["ticket.cc_changed", "ticket.priority_changed", "ticket.subject_changed", "ticket.tags_changed"],
    ),
}


class TestTheSetting:
    def test_an_admin_says_what_is_reviewed(self, world: World) -> None:
        ana = world.browser(world.ana)
        edited = ana.patch(f"/departments/{world.support.id}", {"reviewed_before_reply": ["status", "note", "note"]})
        assert fits(edited, shapes.DepartmentShown)["reviewed_before_reply"] == ["note", "status"]
        catalogue = fits(world.browser(world.ben).get("/catalogue"), shapes.CatalogueShown)
        chosen = {one["name"]: one["reviewed_before_reply"] for one in catalogue["departments"]}
        assert chosen == {"Support": ["note", "status"], "Billing": []}
        assert catalogue["reviewed_events"] == {kind: list(events) for kind, events in KINDS.items()}
        told = ana.get("/audit", kind="department").json()["results"][0]
        assert told["sentence"].startswith("changed what is reviewed before a reply leaves")
        assert told["new_label"] == "internal notes, the status and snoozing"

    def test_a_new_department_has_it_from_the_start(self, world: World) -> None:
        body = {"name": "Returns", "reviewed_before_reply": ["assignment"]}
        made = fits(world.browser(world.ana).post("/departments", body), shapes.DepartmentShown, 201)
        assert made["reviewed_before_reply"] == ["assignment"]

    def test_an_unknown_kind_and_whoever_may_not_are_refused(self, world: World) -> None:
        path = f"/departments/{world.support.id}"
        wrong = world.browser(world.ana).patch(path, {"reviewed_before_reply": ["message"]})
        assert wrong.status_code == 400
        assert [error["pointer"] for error in wrong.json()["errors"]] == ["/reviewed_before_reply/0"]
        assert world.browser(world.ben).patch(path, {"reviewed_before_reply": []}).status_code == 403

    def test_two_admins_choose_differently_and_the_second_hears_of_it(self, world: World) -> None:
        review(world, "note")
        late = {"reviewed_before_reply": ["status"], "base": {"reviewed_before_reply": []}}
        assert world.browser(world.ana).patch(f"/departments/{world.support.id}", late).status_code == 409


class TestWhatBlocks:
    @pytest.mark.parametrize("kind", DONE)
    def test_what_a_colleague_did_blocks_where_it_is_reviewed_and_nowhere_else(self, world: World, kind: str) -> None:
        do, events = DONE[kind]
        ticket, elsewhere = world.open_ticket(), world.open_ticket()
        ben, seen = world.browser(world.ben), seq_of(ticket)
        for one in (ticket, elsewhere):
            do(world, one)
        review(world, *(other for other in KINDS if other != kind))
        assert send(ben, elsewhere, seen).status_code == 201
        review(world, kind)
        refused = send(ben, ticket, seen)
        assert sorted(blocked_by(refused)) == events
        assert Message.objects.filter(shown_in=ticket, kind="reply").count() == 0

        shown = refused.json()["events"]
        assert [one["seq"] for one in shown] == sorted(one["seq"] for one in shown)
        assert {one["actor"]["name"] for one in shown} == {"Sam"}
        part = [one["id"] for one in shown[1:]]
        assert blocked_by(send(ben, ticket, seen, acknowledge=part)) == blocked_by(refused), "all of them, or none"
        sent = send(ben, ticket, seen, acknowledge=[one["id"] for one in shown])
        assert sent.status_code == 201
        told = Event.objects.get(stream_id=ticket.id, kind="message.replied")
        assert told.new["acknowledged"] == [one["id"] for one in shown]

    def test_snoozing_and_waking_are_matters_of_the_status(self, world: World) -> None:
        review(world, "status")
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        _snooze(world, ticket)
        assert blocked_by(send(world.browser(world.ben), ticket, seen)) == ["ticket.snoozed", "ticket.woken"]

    def test_a_note_that_is_edited_is_read_as_it_is_now(self, world: World) -> None:
        review(world, "note")
        ticket = world.open_ticket()
        note = world.note(ticket, world.sam, "Offer ten per cent.")
        seen = seq_of(ticket)
        path = f"/tickets/{ticket.number}/messages/{note.id}"
        assert world.browser(world.sam).patch(path, {"body": "Offer nothing.", "base": 0}).status_code == 200
        refused = send(world.browser(world.ben), ticket, seen)
        assert blocked_by(refused) == ["message.edited"]
        (event,) = refused.json()["events"]
        assert (event["sentence"], event["message"]["text"]) == ("edited an internal note", "Offer nothing.")

    def test_messages_and_all_else_come_in_the_order_of_the_ticket(self, world: World) -> None:
        review(world, "note", "status")
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        status(world, ticket)
        world.write(ticket)
        world.note(ticket, world.sam)
        # That the customer's message opened it again followed of itself: the message says it.
        expected = ["ticket.status_changed", "message.received", "message.noted"]
        assert blocked_by(send(world.browser(world.ben), ticket, seen)) == expected

    @pytest.mark.parametrize("kind", DONE)
    def test_what_one_did_oneself_never_blocks(self, world: World, kind: str) -> None:
        """In another tab, or by a program with one's token."""
        review(world, *KINDS)
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        DONE[kind][0](world, ticket)
        assert send(world.browser(world.sam), ticket, seen).status_code == 201

    def test_what_nobody_did_never_blocks(self, world: World) -> None:
        review(world, *KINDS)
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        world.do(SnoozeTicket(ticket.id, None), world.ben)
        _fields(world, ticket)
        # What a rule, an import or a timer did, and what followed of a colleague's act somewhere else.
        Event.objects.filter(stream_id=ticket.id, actor_id=world.sam.id).update(actor_kind="rule", actor_id=None)
        assert send(world.browser(world.ben), ticket, seen).status_code == 201
        other = world.open_ticket()
        assign(world, other)
        Event.objects.filter(stream_id=other.id, actor_id=world.sam.id).update(cause={"kind": "customers.merge"})
        assert send(world.browser(world.ben), other, seen).status_code == 201

    def test_a_note_that_was_taken_back_never_blocks(self, world: World) -> None:
        review(world, "note")
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        gone = world.note(ticket, world.sam, "Wrong ticket.")
        stays = world.note(ticket, world.sam, "They will sue.")
        Message.objects.filter(id=gone.id).update(undone_at=clock.now_ms())
        (event,) = send(world.browser(world.ben), ticket, seen).json()["events"]
        assert event["message"]["id"] == str(stays.id)

    def test_a_message_blocks_whatever_a_department_chose(self, world: World) -> None:
        for kinds in ((), ("status",)):
            review(world, *kinds)
            ticket = world.open_ticket()
            seen = seq_of(ticket)
            world.write(ticket)
            assert blocked_by(send(world.browser(world.ben), ticket, seen)) == ["message.received"]

    def test_the_department_that_the_ticket_is_in_now_decides(self, world: World) -> None:
        review(world, "assignment", department=world.billing)
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        world.edit(ticket, world.mia, department=(world.support.id, world.billing.id))
        assert blocked_by(send(world.browser(world.ana), ticket, seen)) == ["ticket.department_changed"]

    def test_notes_pass(self, world: World) -> None:
        review(world, *KINDS)
        ticket = world.open_ticket()
        _fields(world, ticket)
        body = {"visibility": "internal", "body": "Seen?", "client_id": "n"}
        assert world.browser(world.lin).post(f"/tickets/{ticket.number}/messages", body).status_code == 201


class TestWhoHearsWhat:
    def test_whoever_does_not_see_the_ticket_or_may_not_reply_hears_nothing_of_it(self, world: World) -> None:
        review(world, *KINDS)
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        note(world, ticket)
        for person, status in ((world.cai, 404), (world.lin, 403)):
            answer = send(world.browser(person), ticket, seen)
            assert answer.status_code == status
            assert "sue" not in str(answer.json()) and "events" not in answer.json()

    def test_an_event_is_shown_as_the_history_shows_it(self, world: World) -> None:
        """To the same person, with the same names: the refusal tells nothing that they could not read anyway."""
        review(world, *KINDS)
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        assign(world, ticket)
        world.edit(ticket, world.sam, department=(world.support.id, world.billing.id))
        review(world, *KINDS, department=world.billing)
        ben = world.browser(world.mia)
        history = {one["id"]: one for one in ben.get(f"/tickets/{ticket.number}/events").json()["results"]}
        for event in send(ben, ticket, seen).json()["events"]:
            assert event.pop("message") is None
            assert event == history[event["id"]]

    @pytest.mark.parametrize(
        ("done", "detail"),
        [
            ([note], "A colleague noted something after you began."),
            ([assign], "A colleague changed this ticket after you began."),
            ([note, assign], "A colleague changed this ticket after you began."),
            ([note, lambda world, ticket: world.write(ticket)], "Somebody wrote on this ticket after you began."),
        ],
    )
    def test_the_sentence_is_true(self, world: World, done: list[Any], detail: str) -> None:
        review(world, *KINDS)
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        for one in done:
            one(world, ticket)
        assert send(world.browser(world.ben), ticket, seen).json()["detail"].startswith(detail)


def test_a_reply_costs_nothing_more_where_nothing_is_chosen_and_one_statement_where_something_is(world: World) -> None:
    first, second = world.open_ticket(), world.open_ticket()
    with statements() as free:
        world.reply(first, world.ben, "One.")
    assert free.count("SELECT people_department") == 1
    assert "SELECT kernel_event" not in free
    review(world, *KINDS)
    with statements() as reviewed:
        world.reply(second, world.ben, "One.")
    assert sorted(reviewed) == sorted([*free, "SELECT kernel_event"])
