"""Talks of colleagues who meet on a ticket, as they have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tandem.collision.chat import saying, talks
from tandem.collision.chat.saying import FORGET_CHATS, KEPT_MS, MOVE_EXPIRED
from tandem.collision.models import Chat, ChatLine
from tandem.collision.presence.live import Presence
from tandem.infra.clock import now_ms
from tandem.infra.rooms import Speaker
from tandem.kernel.effects import Claim, EffectKind
from tandem.people.models import Person
from tandem.tickets.commands.move_ticket import MoveTicket
from tandem.tickets.models import Message, Ticket
from tests.world import World


@pytest.fixture
def presence(monkeypatch: pytest.MonkeyPatch) -> Iterator[Presence]:
    """A presence of its own: the process has one for all tests."""
    fresh = Presence()
    monkeypatch.setattr(talks, "PRESENCE", fresh)
    monkeypatch.setattr(saying, "PRESENCE", fresh)
    yield fresh


def opens(presence: Presence, ticket: Ticket, *people: Person, **report: Any) -> None:
    for person in people:
        speaker = Speaker(f"c{person.id}", person.id, person.id, "s")
        presence.here(speaker, {f"presence:{ticket.id}"}, {"ticket": str(ticket.id), **report})


def closes(presence: Presence, ticket: Ticket, person: Person) -> None:
    presence.left(Speaker(f"c{person.id}", person.id, person.id, "s"), [f"presence:{ticket.id}"], "left")


def begin(world: World, ticket: Ticket, person: Person, other: Person | None = None) -> Any:
    body = {"person_id": str(other.id)} if other else {}
    return world.browser(person).post(f"/tickets/{ticket.number}/chats", body)


def say(world: World, chat: Any, person: Person, text: str = "Shall I?", client_id: str = "1") -> Any:
    return world.browser(person).post(f"/chats/{chat['id']}/lines", {"text": text, "client_id": client_id})


def move(world: World, chat: Any, person: Person, name: str, client_id: str = "m1") -> Any:
    answer = world.browser(person).post(f"/chats/{chat['id']}/moves", {"move": name, "client_id": client_id})
    assert answer.status_code == 201, answer.json()
    return answer.json()["lines"][-1]


def answer(world: World, chat: Any, person: Person, line: Any, accept: bool = True) -> Any:
    return world.browser(person).post(f"/chats/{chat['id']}/moves/{line['id']}/answer", {"accept": accept})


def carry_out(kind: EffectKind, **payload: Any) -> None:
    kind.handle(Claim(0, kind.name, "test", payload, 1, 1))


def inside(chat: Any) -> set[str]:
    return {member["person_id"] for member in chat["members"] if member["inside"]}


def test_two_who_meet_talk_and_pressing_again_opens_the_same(world: World, presence: Presence) -> None:
    """AC-39."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    assert (chat["ticket"]["number"], chat["group"]) == (ticket.number, False)
    assert inside(chat) == {str(world.ben.id), str(world.sam.id)}
    say(world, chat, world.ben, "Shall <b>I</b>?")
    assert begin(world, ticket, world.sam, world.ben).json()["id"] == chat["id"]
    lines = world.browser(world.sam).get(f"/chats/{chat['id']}").json()["lines"]
    assert [(line["person_id"], line["text"]) for line in lines] == [(str(world.ben.id), "Shall <b>I</b>?")]
    assert [one["id"] for one in world.browser(world.sam).get("/chats").json()["results"]] == [chat["id"]]


def test_the_group_talk_has_everybody_and_takes_who_comes_later(world: World, presence: Presence) -> None:
    """AC-40."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben).json()
    assert inside(chat) == {str(world.ben.id), str(world.sam.id)}
    say(world, chat, world.ben)
    opens(presence, ticket, world.lin)
    assert world.browser(world.lin).get(f"/chats/{chat['id']}").status_code == 404
    (found,) = world.browser(world.lin).get(f"/tickets/{ticket.number}/chats").json()["results"]
    assert (found["id"], found["inside"]) == (chat["id"], False)
    joined = begin(world, ticket, world.lin).json()
    assert joined["id"] == chat["id"]
    assert joined["lines"][-1]["kind"] == "joined"
    assert str(world.lin.id) in inside(joined)


def test_whoever_left_the_group_is_not_pulled_back_in(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam, world.lin)
    chat = begin(world, ticket, world.ben).json()
    world.browser(world.sam).post(f"/chats/{chat['id']}/leave")
    assert inside(begin(world, ticket, world.lin).json()) == {str(world.ben.id), str(world.lin.id)}
    assert str(world.sam.id) in inside(begin(world, ticket, world.sam).json())


def test_leaving_ends_it_with_the_last_one_and_it_stays_readable(world: World, presence: Presence) -> None:
    """AC-42."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    say(world, chat, world.ben)
    left = world.browser(world.ben).post(f"/chats/{chat['id']}/leave").json()
    assert (left["inside"], left["ended"], left["lines"][-1]["kind"]) == (False, False, "left")
    refused = say(world, chat, world.ben, "One more thing", "2")
    assert (refused.status_code, refused.json()["code"]) == (409, "chat.left")
    assert world.browser(world.sam).post(f"/chats/{chat['id']}/leave").json()["ended"] is True
    assert world.browser(world.ben).get(f"/chats/{chat['id']}").json()["lines"][0]["text"] == "Shall I?"
    assert begin(world, ticket, world.ben, world.sam).json()["id"] != chat["id"]


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), (" \n ", 422), ("x" * 4_001, 422), ("x" * 4_000, 201), ("\x00", 201)]
)
def test_lines_have_something_in_them_and_an_end(world: World, presence: Presence, text: str, status: int) -> None:
    """AC-43."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben).json()
    answered = say(world, chat, world.ben, text)
    assert answered.status_code == status
    if status == 422:
        assert answered.json()["errors"][0]["pointer"] == "/text"


def test_a_line_that_is_sent_again_is_one_line(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben).json()
    say(world, chat, world.ben)
    assert len(say(world, chat, world.ben).json()["lines"]) == 1
    assert len(say(world, chat, world.sam).json()["lines"]) == 2


def test_alone_there_is_nobody_to_talk_to(world: World, presence: Presence) -> None:
    """AC-44."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben)
    assert begin(world, ticket, world.ben).status_code == 422
    refused = begin(world, ticket, world.ben, world.sam)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/person_id")
    assert begin(world, ticket, world.ben, world.ben).status_code == 422


def test_whoever_has_just_left_is_called_once(world: World, presence: Presence) -> None:
    """AC-44: they get a notification."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    closes(presence, ticket, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    say(world, chat, world.ben)
    say(world, chat, world.ben, "Sam?", "2")
    heard = world.browser(world.sam).get("/notifications").json()["results"]
    assert [one["kind"] for one in heard] == ["chat_wanted"]
    assert "Shall I" not in str(heard)


def test_talks_are_among_their_members_who_see_the_ticket(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    for stranger in (world.lin, world.cai, world.ana):
        assert world.browser(stranger).get(f"/chats/{chat['id']}").status_code == 404
        assert say(world, chat, stranger).status_code == 404
    world.do(MoveTicket(ticket.id, world.billing.id), world.ana)
    assert world.browser(world.ben).get(f"/chats/{chat['id']}").status_code == 404
    assert world.browser(world.ben).get("/chats").json()["results"] == []


def test_a_talk_is_no_part_of_the_ticket(world: World, presence: Presence) -> None:
    """AC-43: never in the conversation, its history or the search."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    say(world, chat, world.ben, "the zebra has the answer")
    api = world.browser(world.ben)
    for path in ("", "/messages", "/events"):
        assert "zebra" not in api.get(f"/tickets/{ticket.number}{path}").content.decode()
    assert api.get("/tickets", q="zebra").json()["results"] == []


def test_it_may_be_kept_as_an_internal_note(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    keeping = f"/chats/{chat['id']}/note"
    assert world.browser(world.sam).post(keeping).status_code == 422
    say(world, chat, world.ben)
    say(world, chat, world.sam, "Yes <please>")
    kept = world.browser(world.sam).post(keeping).json()["message_id"]
    note = Message.objects.get(id=kept)
    assert (note.visibility, note.author_id) == ("internal", world.sam.id)
    assert note.text == "Ben: Shall I?\nSam: Yes <please>"
    assert world.browser(world.sam).post(keeping).json()["message_id"] == kept, "the same is kept once"


def test_an_accepted_move_gives_owner_and_lease(world: World, presence: Presence) -> None:
    ticket = world.open_ticket(owner=world.sam)
    opens(presence, ticket, world.ben)
    opens(presence, ticket, world.sam, reply=True)
    chat = begin(world, ticket, world.ben, world.sam).json()
    line = move(world, chat, world.ben, "i_take")
    assert line["answer"] == "open"
    assert answer(world, chat, world.ben, line).status_code == 404, "nobody accepts what they proposed"
    done = answer(world, chat, world.sam, line).json()["lines"][-1]
    assert (done["answer"], done["answered_by_id"]) == ("accepted", str(world.sam.id))
    assert Ticket.objects.get(id=ticket.id).owner_id == world.ben.id
    assert presence.holder(ticket.id) == world.ben.id
    assert answer(world, chat, world.sam, line).status_code == 409


@pytest.mark.parametrize(
    ("name", "owner", "holder"),
    [("you_take", "sam", "sam"), ("i_answer", None, "ben"), ("five_minutes", None, "ben")],
)
def test_each_move_does_what_it_says(
    world: World, presence: Presence, name: str, owner: str | None, holder: str
) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    answer(world, chat, world.sam, move(world, chat, world.ben, name))
    found = Ticket.objects.get(id=ticket.id)
    assert found.owner_id == (getattr(world, owner).id if owner else None)
    assert presence.holder(ticket.id) == getattr(world, holder).id


def test_a_declined_move_does_nothing(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    answer(world, chat, world.sam, move(world, chat, world.ben, "i_take"), accept=False)
    assert (Ticket.objects.get(id=ticket.id).owner_id, presence.holder(ticket.id)) == (None, None)


def test_what_may_not_be_done_leaves_the_move_open(world: World, presence: Presence) -> None:
    """A light agent may not change who owns a ticket."""
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.lin)
    chat = begin(world, ticket, world.ben, world.lin).json()
    line = move(world, chat, world.ben, "i_take")
    assert answer(world, chat, world.lin, line).status_code == 403
    assert ChatLine.objects.get(id=line["id"]).answer == "open"


def test_a_move_that_nobody_answers_ends_and_frees_the_lease(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben)
    opens(presence, ticket, world.sam, reply=True)
    chat = begin(world, ticket, world.ben, world.sam).json()
    line = move(world, chat, world.ben, "i_take")
    for _turn in range(2):
        carry_out(MOVE_EXPIRED, subject_id=line["id"])
    assert ChatLine.objects.get(id=line["id"]).answer == "expired"
    assert presence.holder(ticket.id) is None
    assert answer(world, chat, world.sam, line).status_code == 409


def test_a_new_move_takes_the_place_of_ones_own_that_waits(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    first = move(world, chat, world.ben, "i_take")
    move(world, chat, world.ben, "i_answer", "m2")
    assert ChatLine.objects.get(id=first["id"]).answer == "expired"


def test_reading_moves_on_and_never_back(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    chat = begin(world, ticket, world.ben, world.sam).json()
    first = say(world, chat, world.ben).json()["lines"][-1]["id"]
    last = say(world, chat, world.ben, "?", "2").json()["lines"][-1]["id"]
    sam = world.browser(world.sam)
    for up_to in (last, first):
        assert sam.put(f"/chats/{chat['id']}/read", {"line_id": up_to}).json()["read_up_to"] == last


def test_talks_are_forgotten_after_a_month(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    opens(presence, ticket, world.ben, world.sam)
    old, young = begin(world, ticket, world.ben).json(), begin(world, ticket, world.ben, world.sam).json()
    Chat.objects.filter(id=old["id"]).update(active_at=now_ms() - KEPT_MS - 1)
    carry_out(FORGET_CHATS)
    assert [str(chat.id) for chat in Chat.objects.all()] == [young["id"]]
