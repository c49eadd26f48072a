"""One text to many tickets: each with its own fence, and no text lost."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import bulk as bulk_shapes
from tandem.api.answers import sends as shapes
from tandem.people.models import Department, Person
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Draft, DraftRevision, Message, Ticket
from tests.api.shapes import fits
from tests.world import Api, World

TEXT = "<p>Dear {{ requester.first_name }}, {{ ticket.subject | downcase }} is fixed.</p>"


def bulk_reply(api: Api, tickets: list[Ticket], **more: Any) -> Any:
    seen = [{"id": str(ticket.id), "seen": ticket.seq} for ticket in tickets]
    headers = {name: more.pop(name) for name in ("Idempotency_Key",) if name in more}
    return api.post("/tickets/bulk/reply", {"tickets": seen, "body_html": TEXT, **more}, **headers)


def replied(api: Api, tickets: list[Ticket], **more: Any) -> Any:
    return fits(bulk_reply(api, tickets, **more), shapes.BulkReplyShown)


def replies(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(shown_in=ticket, kind="reply").order_by("seq").values_list("text", flat=True))


@pytest.fixture
def ben(world: World) -> Api:
    return world.browser(world.ben)


def test_each_gets_its_own_words_and_its_own_status(world: World, ben: Api) -> None:
    tickets = [world.open_ticket("Brakes"), world.open_ticket("Bell", requester=world.oto)]
    done = replied(ben, tickets, status="solved")
    assert [one["outcome"] for one in done["results"]] == ["done", "done"]
    assert [replies(one) for one in tickets] == [["Dear Kim, brakes is fixed."], ["Dear Oto, bell is fixed."]]
    assert {Ticket.objects.get(id=one.id).status.slug for one in tickets} == {"solved"}
    back = {"changes": [{"id": one["id"], "change_id": one["change_id"]} for one in done["results"]]}
    assert fits(ben.post("/tickets/bulk/undo", back), bulk_shapes.BulkShown)["done"] == 2
    assert Message.objects.filter(kind="reply", undone_at__isnull=True).count() == 0
    assert {Ticket.objects.get(id=one.id).status.slug for one in tickets} == {"open"}


def test_what_is_refused_says_why_and_is_a_draft_of_its_ticket(world: World, ben: Api) -> None:
    fine, moved_on, closed = (world.open_ticket(name) for name in ("Fine", "Moved", "Closed"))
    nobody = world.open_ticket("Nobody", requester=world.lee)
    Person.objects.filter(id=world.lee.id).update(email="")
    hidden = world.open_ticket("Hidden", department=world.billing)
    world.write(moved_on)
    world.edit(closed, world.ana, status=("open", "closed"))
    answer = replied(ben, [moved_on, closed, nobody, hidden, fine])
    assert [(one["outcome"], one["code"], one["kept"]) for one in answer["results"]] == [
        ("failed", "ticket.moved_on", "draft"),
        ("skipped", "forbidden", "draft"),
        ("skipped", "request.invalid", "draft"),
        ("skipped", "not_found", None),
        ("done", None, None),
    ]
    assert all(one["reason"] for one in answer["results"][:4])
    draft = Draft.objects.get(ticket=moved_on, author=world.ben).content
    assert draft["body_html"] == "<p>Dear Kim, moved is fixed.</p>"
    assert (draft["seen"], draft["to"]) == (moved_on.seq, [{"name": "Kim", "email": "kim@customer.example"}])
    assert replies(fine) == ["Dear Kim, fine is fixed."]
    assert replies(moved_on) == []


def test_what_somebody_is_writing_there_stays(world: World, ben: Api) -> None:
    ticket = world.open_ticket()
    own = {"body_html": "<p>Mine.</p>", "to": [], "cc": [], "status": None, "seen": 1, "client_id": "m"}
    save(world.actor(world.ben), Place(ticket.id, "reply"), {**own, "attachments": [], "changes": {}}, 0)
    world.write(ticket)
    (one,) = replied(ben, [ticket])["results"]
    assert one["kept"] == "version"
    assert Draft.objects.get(ticket=ticket).content["body_html"] == "<p>Mine.</p>"
    assert "is fixed" in DraftRevision.objects.get(ticket=ticket).content["body_html"]


def test_a_repeated_call_writes_to_nobody_twice_and_goes_on_where_it_failed(world: World, ben: Api) -> None:
    sent, late = world.open_ticket("One"), world.open_ticket("Two")
    world.write(late)
    first = replied(ben, [sent, late], Idempotency_Key="k1")
    late.refresh_from_db()
    again = replied(ben, [sent, late], Idempotency_Key="k1")
    assert [one["outcome"] for one in again["results"]] == ["done", "done"]
    assert again["results"][0] == first["results"][0]
    assert (len(replies(sent)), len(replies(late))) == (1, 1)
    assert not Draft.objects.filter(ticket=late).exists()
    other = replied(ben, [sent], client_id="c2")
    assert other["results"][0]["code"] == "ticket.moved_on", "another call has not seen the first one's reply"


def test_the_guard_of_the_department_holds_for_each(world: World, ben: Api) -> None:
    Department.objects.filter(id=world.support.id).update(holds_replies_for=["attachment"])
    (one,) = replied(ben, [world.open_ticket()], body_html="<p>See the attached file.</p>")["results"]
    assert (one["outcome"], one["code"], one["kept"]) == ("skipped", "reply.held", "draft")


def test_whoever_may_not_reply_is_told_for_each_and_keeps_no_draft(world: World) -> None:
    ticket = world.open_ticket()
    (one,) = replied(world.browser(world.lin), [ticket])["results"]
    assert (one["outcome"], one["code"], one["kept"]) == ("skipped", "forbidden", None)


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"body_html": " "}, "/body_html"),
        ({"body_html": "<p>Dear {{ customer.nickname }}</p>"}, "/body_html"),
        ({"body_html": "<p>Dear {{ requester.name</p> {% if %}"}, "/body_html"),
        ({"client_id": "x" * 81}, "/client_id"),
        ({"tickets": [{"id": str(at), "seen": 1} for at in range(101)]}, "/tickets"),
    ],
)
def test_what_cannot_be_sent_to_anybody_is_refused_as_a_whole(
    world: World, ben: Api, more: dict[str, Any], pointer: str
) -> None:
    seen = [{"id": str(world.open_ticket().id), "seen": 1}]
    refused = ben.post("/tickets/bulk/reply", {"tickets": seen, "body_html": TEXT} | more)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert not Message.objects.filter(kind="reply").exists()


def test_the_first_ones_are_shown_filled_in(world: World, ben: Api) -> None:
    seen, hidden = world.open_ticket("Brakes"), world.open_ticket("Hidden", department=world.billing)
    body = {"ids": [str(seen.id), str(hidden.id)], "body_html": TEXT}
    shown = fits(ben.post("/tickets/bulk/reply/preview", body), shapes.BulkReplyPreviews)["results"]
    assert shown == [{"id": str(seen.id), "number": seen.number, "body_html": "<p>Dear Kim, brakes is fixed.</p>"}]
    assert replies(seen) == []


def test_words_of_a_customer_are_no_mark_up(world: World, ben: Api) -> None:
    ticket = world.open_ticket("<img src=x onerror=alert(1)> {{ agent.name }}")
    replied(ben, [ticket], body_html="<p>{{ ticket.subject }}</p>")
    html = Message.objects.get(shown_in=ticket, kind="reply").html
    assert "<img" not in str(html)
    assert "{{ agent.name }}" in str(html)
