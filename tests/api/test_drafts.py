"""Drafts: nothing that was typed is lost, no tab overwrites another, a sent text does not come back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tandem.api.answers import drafts as shapes
from tandem.infra import clock
from tandem.people.models import Department
from tandem.tickets.models import Draft, DraftRevision, Ticket
from tests.api.shapes import fits
from tests.world import Api, World


@pytest.fixture
def moments() -> Iterator[Any]:
    """A clock that only moves when it is told to."""

    class Moments:
        now = 1_800_000_000_000

        def later(self, milliseconds: int) -> None:
            self.now += milliseconds

    moments = Moments()
    with clock.travelling(lambda: moments.now):
        yield moments


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.open_ticket()


def text(body: str, revision: int = 0, **fields: Any) -> dict[str, Any]:
    return {"body_html": f"<p>{body}</p>", "seen": 2, "client_id": "c-1", "revision": revision} | fields


def at(ticket: Ticket, rest: str = "/reply") -> str:
    return f"/tickets/{ticket.number}/drafts{rest}"


def texts(api: Api, ticket: Ticket) -> list[str]:
    found = fits(api.get(at(ticket, "/reply/revisions")), shapes.DraftRevisionList)["results"]
    return [revision["body_html"].removeprefix("<p>").removesuffix("</p>") for revision in found]


def test_a_draft_is_kept_with_everything_that_belongs_to_it(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    draft = text(
        "Hold", to=[{"email": "kim@customer.example", "name": "Kim"}], cc=[{"email": "unfinis"}], status="solved"
    )
    assert fits(ben.put(at(ticket), draft), shapes.DraftSaved)["revision"] == 1
    (mine,) = fits(ben.get(at(ticket, "")), shapes.DraftList)["mine"]
    assert mine["cc"] == [{"name": "", "email": "unfinis"}], "checked when it is sent, not while it is typed"
    assert {key: mine[key] for key in ("kind", "body_html", "status", "seen", "client_id")} == {
        "kind": "reply",
        "body_html": "<p>Hold</p>",
        "status": "solved",
        "seen": 2,
        "client_id": "c-1",
    }
    (row,) = ben.get("/tickets").json()["results"]
    assert row["my_draft"] is True


def test_where_no_draft_is_shared_others_see_that_somebody_writes_and_not_what(world: World, ticket: Ticket) -> None:
    Department.objects.update(shares_drafts=False)
    world.browser(world.ben).put(at(ticket), text("secret thought"))
    answer = world.browser(world.sam).get(at(ticket, ""))
    drafts = fits(answer, shapes.DraftList)
    assert drafts["mine"] == []
    assert [(other["author"]["name"], other["kind"]) for other in drafts["others"]] == [("Ben", "reply")]
    assert b"secret thought" not in answer.content


def test_a_second_tab_cannot_overwrite_the_first(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), text("from tab one"))
    clash = ben.put(at(ticket), text("from tab two"))
    assert (clash.status_code, clash.json()["code"]) == (409, "draft.conflict")
    assert clash.json()["draft"]["body_html"] == "<p>from tab one</p>"
    assert ben.put(at(ticket), text("from tab two", clash.json()["draft"]["revision"])).json()["revision"] == 2


def test_the_same_text_again_is_no_conflict(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), text("one"))
    assert ben.put(at(ticket), text("two", 1)).json()["revision"] == 2
    assert ben.put(at(ticket), text("two", 1)).json()["revision"] == 2, "the answer was lost, the request came again"


def test_earlier_texts_are_kept_at_most_every_five_seconds(world: World, ticket: Ticket, moments: Any) -> None:
    ben = world.browser(world.ben)
    for revision, letter in zip(count(), "abcdefgh"):
        ben.put(at(ticket), text(letter * 5, revision))
        moments.later(2_000)
    assert texts(ben, ticket) == ["ggggg", "ddddd", "aaaaa"]


def test_much_text_that_disappears_at_once_is_kept_at_once(world: World, ticket: Ticket, moments: Any) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), text("first"))
    moments.later(100)
    ben.put(at(ticket), text("a long explanation of everything", 1))
    moments.later(100)
    ben.put(at(ticket), text("", 2))
    assert texts(ben, ticket)[0] == "a long explanation of everything"


def test_a_discarded_text_is_recoverable_for_thirty_days(world: World, ticket: Ticket, moments: Any) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), text("never mind"))
    assert ben.delete(at(ticket)).status_code == 204
    assert ben.delete(at(ticket)).status_code == 204, "harmless when it is gone"
    assert ben.get(at(ticket, "")).json()["mine"] == []
    assert texts(ben, ticket) == ["never mind"]
    moments.later(31 * 24 * 3_600_000)
    assert texts(ben, ticket) == []
    ben.put(at(ticket), text("new"))
    ben.delete(at(ticket))
    assert DraftRevision.objects.count() == 1, "what is too old goes when something new is kept"


def test_a_posted_message_ends_its_draft_and_keeps_its_text(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), text("Hold B flat."))
    seq = Ticket.objects.get(id=ticket.id).seq
    body = {"visibility": "public", "body_html": "<p>Hold B flat.</p>", "seen": seq, "client_id": "c-1"}
    assert ben.post(f"/tickets/{ticket.number}/messages", body).status_code == 201
    assert not Draft.objects.exists()
    assert texts(ben, ticket) == ["Hold B flat."]
    late = ben.put(at(ticket), text("Hold B flat. And", 1))
    assert (late.status_code, late.json()["draft"]) == (409, None), "another tab cannot bring it back"
    assert ben.put(at(ticket), text("Something else", client_id="c-2")).status_code == 200


def test_a_program_s_reply_leaves_alone_what_the_person_writes(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), text("my own words"))
    seq = Ticket.objects.get(id=ticket.id).seq
    body = {"visibility": "public", "body": "from a program", "seen": seq}
    assert world.program(world.ben).post(f"/tickets/{ticket.number}/messages", body).status_code == 201
    assert ben.get(at(ticket, "")).json()["mine"][0]["body_html"] == "<p>my own words</p>"


def test_a_refused_reply_keeps_its_draft(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    seq = Ticket.objects.get(id=ticket.id).seq
    ben.put(at(ticket), text("an answer", seen=seq))
    world.write(ticket)
    body = {"visibility": "public", "body_html": "<p>an answer</p>", "seen": seq, "client_id": "c-1"}
    assert ben.post(f"/tickets/{ticket.number}/messages", body).status_code == 409
    assert ben.get(at(ticket, "")).json()["mine"][0]["body_html"] == "<p>an answer</p>"


def test_a_colleague_takes_a_draft_over(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    ben.put(at(ticket), text("Ben began", seen=2))
    sam.put(at(ticket), text("Sam's own", client_id="c-sam"))
    taken = fits(
        sam.post(at(ticket, "/take-over"), {"author_id": str(world.ben.id), "kind": "reply"}), shapes.DraftShown
    )
    assert (taken["body_html"], taken["seen"]) == ("<p>Ben began</p>", 2), "what he had seen is still what was seen"
    assert [writer["name"] for writer in taken["writers"]] == ["Ben"]
    assert taken["client_id"] not in {"c-1", "c-sam"}
    assert sam.put(at(ticket), text("Sam goes on", taken["revision"])).status_code == 200
    assert texts(ben, ticket) == ["Ben began"]
    assert texts(sam, ticket)[-1] == "Sam's own"
    assert ben.get(at(ticket, "")).json()["mine"] == []


def test_there_is_nothing_to_take_over_where_nobody_writes(world: World, ticket: Ticket) -> None:
    sam = world.browser(world.sam)
    for author in (world.ben, world.sam):
        body = {"author_id": str(author.id), "kind": "reply"}
        assert sam.post(at(ticket, "/take-over"), body).status_code == 404


def test_a_light_agent_drafts_notes_only(world: World, ticket: Ticket) -> None:
    lin = world.browser(world.lin)
    assert lin.put(at(ticket, "/note"), text("for us")).status_code == 200
    assert lin.put(at(ticket), text("for them")).status_code == 403
    world.browser(world.ben).put(at(ticket), text("Ben began"))
    assert lin.post(at(ticket, "/take-over"), {"author_id": str(world.ben.id), "kind": "reply"}).status_code == 403


def test_drafts_of_a_hidden_ticket_do_not_exist(world: World) -> None:
    hidden = world.open_ticket(department=world.billing)
    ben = world.browser(world.ben)
    for answer in (
        ben.get(at(hidden, "")),
        ben.put(at(hidden), text("x")),
        ben.delete(at(hidden)),
        ben.get(at(hidden, "/reply/revisions")),
        ben.post(at(hidden, "/take-over"), {"author_id": str(world.cai.id), "kind": "reply"}),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/shout", text("x"), 404),
        ("/reply", text("x", seen=-1), 422),
        ("/reply", text("x", author_id="1"), 400),
        ("/reply", text("x", client_id="c" * 81), 422),
        ("/reply", {"body_html": 7}, 400),
        ("/reply", text("x", attachments=["no"]), 400),
    ],
)
def test_bad_drafts_are_refused(world: World, ticket: Ticket, path: str, body: dict[str, Any], status: int) -> None:
    assert world.browser(world.ben).put(at(ticket, path), body).status_code == status


def test_a_draft_is_made_inert_before_a_colleague_sees_it(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    ben.put(at(ticket), {"body_html": '<p onclick="x()">Hi<script>x()</script><img src="https://spy.example/x"></p>'})
    assert ben.get(at(ticket, "")).json()["mine"][0]["body_html"] == "<p>Hi</p>"
