"""Through whose hands a reply went that was sent later: on its message, and whenever its text comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.infra import clock
from tandem.kernel import timers
from tandem.kernel.worker import drain
from tandem.people.models import Person
from tandem.tickets.models import Draft, Ticket
from tests.world import Api, World

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.open_ticket()


def write(api: Api, ticket: Ticket, words: str, revision: int = 0, **more: Any) -> int:
    body = {"body_html": f"<p>{words}</p>", "revision": revision, "client_id": f"c-{words}"}
    answer = api.put(f"/tickets/{ticket.number}/drafts/reply", body | more)
    assert answer.status_code == 200, answer.content
    return int(answer.json()["revision"])


def take(api: Api, ticket: Ticket, person: Person) -> Any:
    body = {"author_id": str(person.id), "kind": "reply"}
    answer = api.post(f"/tickets/{ticket.number}/drafts/take-over", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def later(api: Api, ticket: Ticket, draft: Any) -> str:
    """Schedule a draft; the path of what waits."""
    body = {
        "at": clock.isoformat(clock.now_ms() + HOUR),
        "seen": Ticket.objects.get(id=ticket.id).seq,
        "body_html": draft["body_html"],
        "client_id": draft["client_id"],
    }
    answer = api.post(f"/tickets/{ticket.number}/scheduled", body)
    assert answer.status_code == 201, answer.content
    return f"/tickets/{ticket.number}/scheduled/{answer.json()['id']}"


def by_three(world: World, ticket: Ticket) -> str:
    """Begun by Ben, edited by Sam, scheduled by Ana; the path of what waits."""
    ben, sam, ana = world.browser(world.ben), world.browser(world.sam), world.browser(world.ana)
    write(ben, ticket, "Begun")
    taken = take(sam, ticket, world.ben)
    write(sam, ticket, "Begun and edited", taken["revision"], client_id=taken["client_id"])
    return later(ana, ticket, take(ana, ticket, world.sam))


def time_passes() -> None:
    moment = clock.now_ms() + 2 * HOUR
    with clock.travelling(lambda: moment):
        timers.fire_due()
        drain()


def hands(api: Api, ticket: Ticket) -> list[str]:
    """Who had one's own draft before."""
    (mine,) = api.get(f"/tickets/{ticket.number}/drafts").json()["mine"]
    return [one["name"] for one in mine["writers"]]


def written(world: World) -> dict[str, Any]:
    named = {name: {"id": str(getattr(world, name.lower()).id), "name": name} for name in ("Ben", "Sam", "Ana")}
    return {"started_by": named["Ben"], "edited_by": [named["Sam"]], "sent_by": named["Ana"]}


def last(api: Api, ticket: Ticket) -> Any:
    return api.get(f"/tickets/{ticket.number}/messages").json()["results"][-1]


def send(api: Api, ticket: Ticket, draft: Any, **more: Any) -> Any:
    seq = Ticket.objects.get(id=ticket.id).seq
    body = {"visibility": "public", "body_html": draft["body_html"], "seen": seq, "client_id": draft["client_id"]}
    answer = api.post(f"/tickets/{ticket.number}/messages", body | more)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.mark.parametrize("how", ["at its time", "now"])
def test_a_message_that_left_later_says_through_whose_hands_it_went(world: World, ticket: Ticket, how: str) -> None:
    path, ana = by_three(world, ticket), world.browser(world.ana)
    if how == "now":
        assert ana.post(f"{path}/send").json()["writing"] == written(world)
    time_passes()
    assert last(ana, ticket)["writing"] == written(world)
    events = ana.get(f"/tickets/{ticket.number}/events", kind="messages").json()["results"]
    assert [one["writing"] for one in events if one["kind"] == "message.replied"] == [written(world)]


def test_what_was_written_alone_says_nothing_of_hands(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    later(ben, ticket, {"body_html": "<p>Mine.</p>", "client_id": "c-mine"})
    time_passes()
    assert (last(ben, ticket)["text"], last(ben, ticket)["writing"]) == ("Mine.", None)


@pytest.mark.parametrize("how", ["edited", "stopped by a colleague", "held"])
def test_a_text_that_comes_back_remembers_its_hands(world: World, ticket: Ticket, how: str) -> None:
    path, ana = by_three(world, ticket), world.browser(world.ana)
    if how == "edited":
        assert ana.post(f"{path}/edit").status_code == 200
    elif how == "held":
        world.write(ticket)
        time_passes()
    else:
        assert world.browser(world.sam).delete(path).status_code == 204
    assert hands(ana, ticket) == ["Ben", "Sam"]
    (draft,) = ana.get(f"/tickets/{ticket.number}/drafts").json()["mine"]
    assert send(ana, ticket, draft)["writing"] == written(world)


def test_whoever_takes_over_what_came_back_is_one_more_pair_of_hands(world: World, ticket: Ticket) -> None:
    path = by_three(world, ticket)
    ben = world.browser(world.ben)
    assert ben.delete(path).status_code == 204
    taken = take(ben, ticket, world.ana)
    assert [one["name"] for one in taken["writers"]] == ["Ben", "Sam", "Ana"]
    later(ben, ticket, taken)
    time_passes()
    writing = last(ben, ticket)["writing"]
    assert [one["name"] for one in (writing["started_by"], *writing["edited_by"], writing["sent_by"])] == [
        *("Ben", "Sam", "Ana", "Ben"),
    ]


@pytest.mark.parametrize("how", ["edit", "held"])
def test_a_text_that_comes_back_over_another_brings_its_hands_and_loses_none(
    world: World, ticket: Ticket, how: str
) -> None:
    """The composer joins both; so do their hands."""
    path, ana, mia = by_three(world, ticket), world.browser(world.ana), world.browser(world.mia)
    write(mia, ticket, "Another")
    other = take(ana, ticket, world.mia)
    if how == "held":
        world.write(ticket)
        time_passes()
    back = ana.post(f"{path}/edit").json()["draft"]
    assert hands(ana, ticket) == ["Mia"], "the other text is there still"
    write(ana, ticket, "Both", other["revision"], client_id=back["client_id"])
    assert hands(ana, ticket) == ["Ben", "Sam", "Mia"]


def test_a_text_that_came_back_and_was_thrown_away_may_be_saved_again(world: World, ticket: Ticket) -> None:
    path, ana = by_three(world, ticket), world.browser(world.ana)
    back = ana.post(f"{path}/edit").json()["draft"]
    assert ana.delete(f"/tickets/{ticket.number}/drafts/reply").status_code == 204
    write(ana, ticket, "Again", client_id=back["client_id"])
    assert hands(ana, ticket) == ["Ben", "Sam"]


def test_it_may_be_sent_before_it_is_saved(world: World, ticket: Ticket) -> None:
    """Its author stops it, and sends from a tab that still has it."""
    path, ana = by_three(world, ticket), world.browser(world.ana)
    back = ana.post(f"{path}/edit").json()["draft"]
    Draft.objects.all().delete()
    assert send(ana, ticket, back)["writing"] == written(world)


def test_an_undone_one_remembers_its_hands_too(world: World, ticket: Ticket) -> None:
    path, ana = by_three(world, ticket), world.browser(world.ana)
    sent = ana.post(f"{path}/send").json()
    back = ana.post(f"/tickets/{ticket.number}/messages/{sent['id']}/undo").json()["draft"]
    write(ana, ticket, "Again", client_id=back["client_id"])
    assert hands(ana, ticket) == ["Ben", "Sam"]
    later(ana, ticket, back)
    time_passes()
    assert last(ana, ticket)["writing"] == written(world)


@pytest.mark.parametrize("name", ["scheduled-", "scheduled-zz", "scheduled-ffffffffffffffff", "scheduled-1" + "0" * 40])
def test_a_name_that_leads_nowhere_has_no_hands(world: World, ticket: Ticket, name: str) -> None:
    ben = world.browser(world.ben)
    write(ben, ticket, "Mine", client_id=name)
    assert hands(ben, ticket) == []


def test_nobody_takes_the_hands_of_another_s_text(world: World, ticket: Ticket) -> None:
    path, mia = by_three(world, ticket), world.browser(world.mia)
    number = int(path.rpartition("/")[2])
    write(mia, ticket, "Mine", client_id=f"scheduled-{number:x}")
    assert hands(mia, ticket) == []


def test_the_answer_to_scheduling_can_be_asked_for_again_after_it_was_stopped(world: World, ticket: Ticket) -> None:
    ben, ana = world.browser(world.ben), world.browser(world.ana)
    write(ben, ticket, "Begun")
    taken = take(ana, ticket, world.ben)
    text = {name: taken[name] for name in ("body_html", "client_id")}
    body = {"at": clock.isoformat(clock.now_ms() + HOUR), "seen": ticket.seq + 1, **text}
    first = ana.post(f"/tickets/{ticket.number}/scheduled", body, Idempotency_Key="once").json()
    assert ana.delete(f"/tickets/{ticket.number}/scheduled/{first['id']}").status_code == 204
    again = ana.post(f"/tickets/{ticket.number}/scheduled", body, Idempotency_Key="once")
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (201, first["id"], "cancelled")


def test_what_was_held_is_settled_when_a_colleague_takes_it_over(world: World, ticket: Ticket) -> None:
    path, ana, sam = by_three(world, ticket), world.browser(world.ana), world.browser(world.sam)
    world.write(ticket)
    time_passes()
    (held,) = ana.get(f"/tickets/{ticket.number}/scheduled").json()["results"]
    assert held["state"] == "held"
    taken = take(sam, ticket, world.ana)
    assert ana.get(f"/tickets/{ticket.number}/scheduled").json()["results"] == []
    assert ana.post(f"{path}/send").status_code == 409, "it has ended"
    sent = send(sam, ticket, taken)
    names = [one["name"] for one in sent["writing"]["edited_by"]]
    assert (sent["writing"]["started_by"]["name"], names) == ("Ben", ["Ana"])
