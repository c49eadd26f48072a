"""Drafts in other hands: seen, read where the department shares them, taken over, asked for; and who wrote what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tandem.api.answers import drafts as shapes
from tandem.api.answers.notifications import NotificationList
from tandem.api.answers.tickets import EventList, MessageList
from tandem.infra import clock, rooms
from tandem.kernel.actors import SYSTEM
from tandem.people.commands.edit_person import EditPerson
from tandem.people.models import Department, Person
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.models import Draft, DraftRequest, Ticket
from tests.api.shapes import fits
from tests.world import Api, World

MINUTE = 60_000


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.open_ticket()


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
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Mapping[str, Any]]]:
    words: list[tuple[str, Mapping[str, Any]]] = []
    monkeypatch.setattr(rooms, "tell", lambda room, message: words.append((room, message)))
    return words


def write(api: Api, ticket: Ticket, body: str, revision: int = 0, kind: str = "reply", **fields: Any) -> dict[str, Any]:
    content = {"body_html": f"<p>{body}</p>", "seen": 2, "client_id": "c-1", "revision": revision} | fields
    return fits(api.put(f"/tickets/{ticket.number}/drafts/{kind}", content), shapes.DraftSaved)


def drafts(api: Api, ticket: Ticket) -> dict[str, Any]:
    return fits(api.get(f"/tickets/{ticket.number}/drafts"), shapes.DraftList)


def hand(api: Api, ticket: Ticket, verb: str, person: Person, **more: Any) -> Any:
    name = "asked_by_id" if verb == "answer" else "author_id"
    return api.post(f"/tickets/{ticket.number}/drafts/{verb}", {name: str(person.id), "kind": "reply"} | more)


def notices(api: Api) -> list[str]:
    found = fits(api.get("/notifications"), NotificationList)["results"]
    return [one["text"] for one in found if one["kind"] == "draft_handed"]


def test_colleagues_read_what_is_written_where_the_department_shares_drafts(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    write(ben, ticket, "Half an answer")
    (draft,) = drafts(sam, ticket)["others"]
    assert (draft["author"]["name"], draft["body_html"], draft["may_take"]) == ("Ben", "<p>Half an answer</p>", True)
    Department.objects.filter(id=world.support.id).update(shares_drafts=False)
    (draft,) = drafts(sam, ticket)["others"]
    assert (draft["body_html"], draft["may_take"]) == (None, False)
    refused = hand(sam, ticket, "take-over", world.ben)
    assert (refused.status_code, "Ask for it" in refused.json()["detail"]) == (403, True)
    assert Draft.objects.get().author_id == world.ben.id


def test_what_somebody_left_who_works_here_no_more_is_taken_over_everywhere(world: World, ticket: Ticket) -> None:
    Department.objects.update(shares_drafts=False)
    write(world.browser(world.ben), ticket, "Left behind")
    world.do(EditPerson(world.ben.id, {"active": _edit(True, False)}), SYSTEM)
    sam = world.browser(world.sam)
    (draft,) = drafts(sam, ticket)["others"]
    assert (draft["works_here"], draft["may_take"]) == (False, True)
    assert hand(sam, ticket, "take-over", world.ben).json()["body_html"] == "<p>Left behind</p>"


def _edit(base: Any, mine: Any) -> Any:
    from tandem.kernel.merging import Edit

    return Edit(base, mine)


def test_a_department_says_whether_drafts_are_shared(world: World) -> None:
    ana, path = world.browser(world.ana), f"/departments/{world.support.id}"
    assert ana.patch(path, {"shares_drafts": False, "base": {"shares_drafts": True}}).json()["shares_drafts"] is False
    made = ana.post("/departments", {"name": "Legal", "shares_drafts": False}).json()
    assert made["shares_drafts"] is False
    assert ana.patch(path, {"shares_drafts": "no"}).status_code == 400
    assert world.browser(world.ben).patch(path, {"shares_drafts": True}).status_code == 403
    acts = [one["sentence"] for one in ana.get("/audit").json()["results"]]
    assert any("whether colleagues read drafts" in act for act in acts)


def test_a_draft_that_is_asked_for_is_handed_over_with_its_files(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    write(ben, ticket, "Half an answer")
    asked = fits(hand(sam, ticket, "ask", world.ben), shapes.DraftList)["others"][0]["asked_at"]
    assert asked is not None
    assert [one["by"]["name"] for one in drafts(ben, ticket)["mine"][0]["requests"]] == ["Sam"]
    assert notices(ben) == ["Sam asks for your draft in “The printer hums”"]
    again = fits(hand(sam, ticket, "ask", world.ben), shapes.DraftList)
    assert again["others"][0]["asked_at"] == asked
    assert len(notices(ben)) == 1, "asking twice is asking once"

    after = fits(hand(ben, ticket, "answer", world.sam, hand_over=True), shapes.DraftList)
    assert after["mine"] == []
    assert [(one["ended"], one["ended_by"]["name"], one["client_id"]) for one in after["ended"]] == [
        ("taken_over", "Sam", "c-1")
    ]
    (mine,) = drafts(sam, ticket)["mine"]
    assert (mine["body_html"], [one["name"] for one in mine["writers"]]) == ("<p>Half an answer</p>", ["Ben"])
    assert notices(sam) == ["Ben handed you the draft in “The printer hums”"]
    assert hand(ben, ticket, "answer", world.sam, hand_over=True).status_code == 404, "there is nothing left to give"
    events = fits(sam.get(f"/tickets/{ticket.number}/events", kind="drafts"), EventList)["results"]
    assert [one["sentence"] for one in events] == ["asked Ben for their draft", "handed a draft over to Sam"]


def test_not_now_is_an_answer_too(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    write(ben, ticket, "Mine")
    hand(sam, ticket, "ask", world.ben)
    kept = fits(hand(ben, ticket, "answer", world.sam, hand_over=False), shapes.DraftList)
    assert (kept["mine"][0]["body_html"], kept["mine"][0]["requests"]) == ("<p>Mine</p>", [])
    assert drafts(sam, ticket)["others"][0]["asked_at"] is None
    assert notices(sam) == ["Ben goes on with the draft in “The printer hums” that you asked for"]


def test_a_request_that_nobody_answers_ends(world: World, ticket: Ticket, moments: Any) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    write(ben, ticket, "Mine")
    hand(sam, ticket, "ask", world.ben)
    moments.later(10 * MINUTE)
    assert drafts(ben, ticket)["mine"][0]["requests"] == []
    assert drafts(sam, ticket)["others"][0]["asked_at"] is None
    assert hand(ben, ticket, "answer", world.sam, hand_over=True).status_code == 404
    hand(sam, ticket, "ask", world.ben)
    assert DraftRequest.objects.count() == 1
    assert hand(ben, ticket, "answer", world.sam, hand_over=True).status_code == 200


def test_nobody_is_handed_what_they_may_not_send(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    write(ben, ticket, "Mine")
    assert hand(world.browser(world.lin), ticket, "ask", world.ben).status_code == 403, "she writes no replies"
    assert hand(world.browser(world.cai), ticket, "ask", world.ben).status_code == 404, "he does not see the ticket"
    hand(world.browser(world.sam), ticket, "ask", world.ben)
    Person.objects.filter(id=world.sam.id).update(active=False)
    assert hand(ben, ticket, "answer", world.sam, hand_over=True).status_code == 403
    assert drafts(ben, ticket)["mine"][0]["body_html"] == "<p>Mine</p>"


def test_a_message_says_through_whose_hands_it_went(world: World, ticket: Ticket) -> None:
    ben, sam, ana = world.browser(world.ben), world.browser(world.sam), world.browser(world.ana)
    write(ben, ticket, "Begun")
    for api, author in ((sam, world.ben), (ben, world.sam), (ana, world.ben)):
        taken = hand(api, ticket, "take-over", author).json()
        write(api, ticket, f"{taken['body_html']} and more", taken["revision"], client_id=taken["client_id"])
    (draft,) = drafts(ana, ticket)["mine"]
    assert [one["name"] for one in draft["writers"]] == ["Ben", "Sam"], "each once"
    seq = Ticket.objects.get(id=ticket.id).seq
    body = {"visibility": "public", "body": "Done.", "seen": seq, "client_id": draft["client_id"]}
    sent = ana.post(f"/tickets/{ticket.number}/messages", body).json()
    written = {
        "started_by": {"id": str(world.ben.id), "name": "Ben"},
        "edited_by": [{"id": str(world.sam.id), "name": "Sam"}],
        "sent_by": {"id": str(world.ana.id), "name": "Ana"},
    }
    assert sent["writing"] == written
    shown = fits(ana.get(f"/tickets/{ticket.number}/messages"), MessageList)["results"]
    assert [one["writing"] for one in shown] == [None, written]
    events = fits(ana.get(f"/tickets/{ticket.number}/events", kind="messages"), EventList)["results"]
    assert [one["writing"] for one in events if one["kind"] == "message.replied"] == [written]

    back = ana.post(f"/tickets/{ticket.number}/messages/{sent['id']}/undo").json()["draft"]
    write(ana, ticket, "Done.", client_id=back["client_id"])
    assert [one["name"] for one in drafts(ana, ticket)["mine"][0]["writers"]] == ["Ben", "Sam"], "taken back, not begun"


def test_a_program_takes_nobody_s_hands_along(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    write(ben, ticket, "Begun")
    hand(sam, ticket, "take-over", world.ben)
    body = {"visibility": "internal", "body": "From a program.", "client_id": "another"}
    assert sam.post(f"/tickets/{ticket.number}/messages", body).json()["writing"] is None


def test_the_room_hears_of_drafts_that_begin_rest_and_end(
    world: World, ticket: Ticket, told: list[tuple[str, Mapping[str, Any]]], moments: Any
) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)

    def heard() -> list[dict[str, Any]]:
        words = [dict(message) for room, message in told if room == f"ticket:{ticket.id}"]
        told.clear()
        return [word for word in words if word["type"] == "drafts"]

    word = {"type": "drafts", "ticket": str(ticket.id), "number": ticket.number}
    write(ben, ticket, "A")
    assert heard() == [word]
    moments.later(2_000)
    write(ben, ticket, "A b", 1)
    assert heard() == [], "not for every save"
    moments.later(11_000)
    hand(sam, ticket, "ask", world.ben)
    assert heard() == [word]
    hand(ben, ticket, "answer", world.sam, hand_over=True)
    assert heard() == [word]
    sam.delete(f"/tickets/{ticket.number}/drafts/reply")
    assert heard() == [word]


def test_a_trashed_ticket_keeps_its_drafts_and_restoring_gives_them_back(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    write(ben, ticket, "In progress")
    world.do(TrashTicket(ticket.id), world.ana)
    assert write(ben, ticket, "In progress, and on", 1)["revision"] == 2, "what is typed meanwhile is kept as well"
    world.do(RestoreTicket(ticket.id), world.ana)
    assert drafts(ben, ticket)["mine"][0]["body_html"] == "<p>In progress, and on</p>"


def test_what_became_of_my_drafts_is_on_one_page(world: World, ticket: Ticket, moments: Any) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    other = world.open_ticket("The lamp flickers")
    write(ben, ticket, "thrown away", kind="note")
    ben.delete(f"/tickets/{ticket.number}/drafts/note")
    moments.later(MINUTE)
    write(ben, other, "given away")
    hand(sam, other, "take-over", world.ben)
    moments.later(MINUTE)
    write(ben, ticket, "put aside for another")
    ben.delete(f"/tickets/{ticket.number}/drafts/reply?replaced=true")
    found = fits(ben.get("/me/drafts"), shapes.EndedDraftList)["results"]
    assert [(one["ended"], one["body_html"], one["ticket"]["subject"]) for one in found] == [
        ("replaced", "<p>put aside for another</p>", "The printer hums"),
        ("taken_over", "<p>given away</p>", "The lamp flickers"),
        ("discarded", "<p>thrown away</p>", "The printer hums"),
    ]
    assert found[1]["ended_by"]["name"] == "Sam"
    narrowed = fits(ben.get("/me/drafts", ended="discarded"), shapes.EndedDraftList)["results"]
    assert [one["body_html"] for one in narrowed] == ["<p>thrown away</p>"]
    assert fits(sam.get("/me/drafts"), shapes.EndedDraftList)["results"] == []
    world.edit(other, world.ben, department=(world.support.id, world.billing.id))
    assert fits(ben.get("/me/drafts"), shapes.EndedDraftList)["results"][1]["ticket"] is None, "the words stay"
    moments.later(30 * 24 * 60 * MINUTE + 1)
    assert fits(ben.get("/me/drafts"), shapes.EndedDraftList)["results"] == []


def test_my_texts_come_in_pages(world: World, ticket: Ticket, moments: Any) -> None:
    ben = world.browser(world.ben)
    for at in range(51):
        write(ben, ticket, f"text {at}")
        ben.delete(f"/tickets/{ticket.number}/drafts/reply")
        moments.later(MINUTE)
    first = fits(ben.get("/me/drafts"), shapes.EndedDraftList)
    rest = fits(ben.get("/me/drafts", cursor=first["next"]), shapes.EndedDraftList)
    assert (len(first["results"]), [one["body_html"] for one in rest["results"]], rest["next"]) == (
        50,
        ["<p>text 0</p>"],
        None,
    )
    assert ben.get("/me/drafts", cursor="1-x").status_code == 400
    assert ben.get("/me/drafts", ended="lost").status_code == 400
