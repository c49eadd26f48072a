"""Many tickets in one call: each with its own rights, its own result, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import bulk as shapes
from tandem.kernel.models import Event
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.models import Ticket, TicketTag
from tests.api.shapes import fits
from tests.world import Api, World


def _bulk(api: Api, tickets: list[Ticket], action: str, value: Any = None, **headers: str) -> Any:
    body = {"ids": [str(ticket.id) for ticket in tickets], "action": action, "value": value}
    return fits(api.post("/tickets/bulk", body, **headers), shapes.BulkShown)


def _undo(api: Api, answer: Any) -> Any:
    changes = [{"id": one["id"], "change_id": one["change_id"]} for one in answer["results"] if one["change_id"]]
    return fits(api.post("/tickets/bulk/undo", {"changes": changes}), shapes.BulkShown)


def _state(ticket: Ticket) -> tuple[Any, ...]:
    row = Ticket.objects.get(id=ticket.id)
    tags = sorted(TicketTag.objects.filter(ticket=ticket).values_list("tag", flat=True))
    return row.status.slug, row.owner_id, tags, row.spam_at is None, row.deleted_at is None


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("status", "solved"),
        ("owner", "ben"),
        ("add_tags", ["Hot"]),
        ("remove_tags", ["old"]),
        ("spam", None),
        ("trash", None),
    ],
)
def test_each_action_is_done_told_and_taken_back(world: World, action: str, value: Any) -> None:
    tickets = [world.open_ticket(f"t{at}", tags=["old"]) for at in range(3)]
    before = [_state(ticket) for ticket in tickets]
    sam = world.browser(world.sam)
    done = _bulk(sam, tickets, action, str(world.ben.id) if value == "ben" else value)
    assert (done["done"], done["skipped"], done["failed"]) == (3, 0, 0)
    assert [one["number"] for one in done["results"]] == [ticket.number for ticket in tickets]
    assert all(_state(ticket) != was for ticket, was in zip(tickets, before, strict=True))
    told = Event.objects.filter(stream_kind="ticket", change_id__in=[one["change_id"] for one in done["results"]])
    assert {event.actor_id for event in told} == {world.sam.id}
    assert _undo(sam, done)["done"] == 3
    assert [_state(ticket) for ticket in tickets] == before


def test_one_refused_ticket_keeps_no_other_from_its_change(world: World) -> None:
    mine, theirs = world.open_ticket("mine"), world.open_ticket("theirs", department=world.billing)
    trashed = world.open_ticket("trashed")
    world.browser(world.ana).post(f"/tickets/{trashed.number}/trash")
    answer = _bulk(world.browser(world.ben), [theirs, mine, trashed], "status", "solved")
    assert [one["outcome"] for one in answer["results"]] == ["skipped", "done", "skipped"]
    assert [one["code"] for one in answer["results"]] == ["not_found", None, "forbidden"]
    assert answer["results"][0]["number"] is None
    assert "trash" in answer["results"][2]["reason"]
    assert Ticket.objects.get(id=mine.id).status.slug == "solved"
    assert Ticket.objects.get(id=theirs.id).status.slug == "open"


def test_a_department_without_the_status_says_so(world: World) -> None:
    fours = world.browser(world.ana).post("/departments", {"name": "Sales", "status_set": "simple"}).json()["id"]
    here, there = world.open_ticket("here"), world.open_ticket("there")
    ana = world.browser(world.ana)
    department = {"base": str(world.support.id), "mine": fours}
    assert ana.patch(f"/tickets/{there.number}", {"changes": {"department": department}}).status_code == 200
    answer = _bulk(ana, [here, there], "status", "solved")
    assert [one["outcome"] for one in answer["results"]] == ["done", "skipped"]
    assert answer["results"][1]["reason"] == "This department has no such status."


def test_what_is_so_already_is_skipped(world: World) -> None:
    ticket = world.open_ticket(tags=["hot"])
    answer = _bulk(world.browser(world.ben), [ticket], "add_tags", ["hot"])
    assert (answer["skipped"], answer["results"][0]["code"]) == (1, "nothing_to_do")


def test_undo_overwrites_nobody(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    done = _bulk(ben, [ticket], "status", "solved")
    world.edit(ticket, world.sam, status=("solved", "waiting"))
    answer = _undo(ben, done)
    assert [(one["outcome"], one["code"]) for one in answer["results"]] == [("failed", "ticket.edit_conflict")]
    assert Ticket.objects.get(id=ticket.id).status.slug == "waiting"
    # Nor does anybody take back what somebody else did.
    assert _undo(world.browser(world.sam), done)["skipped"] == 1


def test_a_key_makes_a_repetition_harmless_and_gives_the_same_changes(world: World) -> None:
    tickets, ben = [world.open_ticket("one"), world.open_ticket("two")], world.browser(world.ben)
    first = _bulk(ben, tickets, "status", "solved", Idempotency_Key="k" * 200)
    world.edit(tickets[0], world.sam, status=("solved", "open"))
    assert _bulk(ben, tickets, "status", "solved", Idempotency_Key="k" * 200) == first
    assert Ticket.objects.get(id=tickets[0].id).status.slug == "open"
    other = _bulk(ben, tickets, "status", "waiting", Idempotency_Key="k" * 200)
    assert {one["code"] for one in other["results"]} == {"idempotency.mismatch"}


def test_tickets_by_number_deleting_and_limits(world: World) -> None:
    ana, ticket = world.browser(world.ana), world.open_ticket()
    body = {"numbers": [ticket.number, 999_999], "action": "delete"}
    early = fits(ana.post("/tickets/bulk", body), shapes.BulkShown)
    assert [(one["number"], one["code"]) for one in early["results"]] == [
        (ticket.number, "forbidden"),
        (999_999, "not_found"),
    ]
    ana.post("/tickets/bulk", {"numbers": [ticket.number], "action": "trash"})
    sam = world.browser(world.sam)
    assert fits(sam.post("/tickets/bulk", body), shapes.BulkShown)["done"] == 0
    assert fits(ana.post("/tickets/bulk", body), shapes.BulkShown)["done"] == 1
    assert not Ticket.objects.exists()
    many = {"numbers": list(range(1, 102)), "action": "trash"}
    for wrong, pointer in [
        (many, "/numbers"),
        ({"action": "trash"}, "/ids"),
        ({"ids": ["1"], "numbers": [1], "action": "trash"}, "/ids"),
        ({"ids": ["1"], "action": "add_tags", "value": []}, "/value"),
    ]:
        refused = ana.post("/tickets/bulk", wrong)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert ana.post("/tickets/bulk", {"ids": ["1"], "action": "trash", "value": 1}).status_code == 400
    assert ana.post("/tickets/bulk", {"ids": ["1"], "action": "explode"}).status_code in {400, 422}


def test_a_number_that_no_column_holds_is_refused_at_its_place(world: World) -> None:
    ben = world.browser(world.ben)
    for number in (1 << 63, 10**30, -1):
        answer = ben.post("/tickets/bulk", {"numbers": [1, number], "action": "spam"})
        assert answer.status_code in {400, 422}
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/numbers/1"]
    assert ben.post("/tickets/bulk", {"numbers": [(1 << 63) - 1], "action": "spam"}).status_code == 200


def test_a_light_agent_changes_nothing(world: World) -> None:
    answer = _bulk(world.browser(world.lin), [world.open_ticket()], "status", "solved")
    assert (answer["done"], answer["results"][0]["code"]) == (0, "forbidden")


def test_a_hundred_tickets_are_read_in_one_call(world: World) -> None:
    one, two = world.open_ticket("one"), world.open_ticket("two")
    theirs = world.open_ticket("theirs", department=world.billing)
    world.browser(world.ana).post(f"/tickets/{two.number}/trash")
    ben = world.browser(world.ben)

    def read(**named: str) -> set[str]:
        return {row["subject"] for row in ben.get("/tickets", **named).json()["results"]}

    assert read(numbers=f"{one.number},{two.number},{theirs.number}") == {"one", "two"}
    assert read(ids=f"{one.id},{theirs.id}") == {"one"}
    assert read(ids=f"{one.id},{two.id}", view="all") == {"one"}
    assert read(ids="1") == set()
    assert ben.get("/tickets", ids="x").status_code == 400
    assert ben.get("/tickets", numbers=",".join(map(str, range(101)))).status_code == 422


def test_a_fault_in_one_leaves_the_others_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = world.open_ticket("broken"), world.open_ticket("whole")
    plan = EditTicket.plan

    def breaks(self: EditTicket, run: Any, reads: Any) -> Any:
        if self.ticket_id == broken.id:
            raise RuntimeError("a bug")
        return plan(self, run, reads)

    monkeypatch.setattr(EditTicket, "plan", breaks)
    answer = _bulk(world.browser(world.ben), [broken, whole], "status", "solved")
    assert [(one["outcome"], one["code"]) for one in answer["results"]] == [("failed", "server.error"), ("done", None)]


def test_what_was_read_stays_read_for_whoever_changes_it(world: World) -> None:
    seen, unseen, ben = world.open_ticket("seen"), world.open_ticket("unseen"), world.browser(world.ben)
    ben.post(f"/tickets/{seen.number}/read", {"seq": seen.seq})
    _bulk(ben, [seen, unseen], "status", "solved")
    rows = {row["subject"]: row["unread"] for row in ben.get("/tickets").json()["results"]}
    assert rows == {"seen": False, "unseen": True}
