"""A ticket holds several conversations, each of a kind that is fixed at its start (OD-32 to OD-38)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.api.answers import drafts as draft_shapes
from tandem.api.answers import tickets as shapes
from tandem.api.answers.people import DepartmentShown
from tandem.kernel.actors import Actor
from tandem.kernel.changes import SetChange
from tandem.kernel.context import Run
from tandem.kernel.models import Effect, Event
from tandem.kernel.records import record_kinds
from tandem.people.models import Department
from tandem.search.models import MessageDocument
from tandem.tickets.commands.start_conversation import StartConversation
from tandem.tickets.exporting import _message, _messages
from tandem.tickets.models import Conversation, Delivery, Message, Ticket, TicketFollower
from tests.api.shapes import fits
from tests.statements import statements
from tests.tickets.test_mentions import chip
from tests.tickets.test_plans import BEN, TICKET, a_run, changes_of
from tests.world import Answer, Api, World


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.open_ticket(cc=[])


def at(ticket: Ticket, rest: str = "") -> str:
    return f"/tickets/{ticket.number}{rest}"


def start(api: Api, ticket: Ticket, kind: str, title: str = "Prices", **more: Any) -> str:
    body = {"title": title, "kind": kind} | more
    return str(fits(api.post(at(ticket, "/conversations"), body), shapes.ConversationShown, 201)["id"])


def say(
    api: Api, ticket: Ticket, conversation: str | None, *, internal: bool, text: str = "Well", **more: Any
) -> Answer:
    seen = Ticket.objects.get(id=ticket.id).seq
    body = (
        {"visibility": "internal", "body": text} if internal else {"visibility": "public", "body": text, "seen": seen}
    )
    return api.post(at(ticket, "/messages"), body | {"conversation_id": conversation} | more)


def refusals(answer: Answer, status: int = 422) -> list[tuple[str, str]]:
    assert answer.status_code == status, answer.content
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


# --- What is planned, without a database.


def planned(kind: str, **fields: Any) -> tuple[Run, Any]:
    run = a_run()
    run.sets[TICKET, "followers"] = frozenset({8})
    return run, StartConversation(10, "Prices", kind, **fields).plan(run, kind)


def test_an_internal_conversation_is_followed_by_whoever_starts_and_joins_it() -> None:
    run, changes = planned("internal", colleagues=[8, 9])
    (row,) = changes_of(changes, "conversation")
    assert row == {
        "ticket_id": 10,
        "kind": "internal",
        "title": "Prices",
        "started_at": run.now,
        "started_by_id": BEN.person_id,
    }
    (followers,) = (change for change in changes if isinstance(change, SetChange))
    assert (followers.added, followers.removed) == ((7, 9), ()), "who follows already is not told again"


def test_a_conversation_with_the_customer_makes_nobody_follow_unasked() -> None:
    assert not [change for change in planned("customer")[1] if isinstance(change, SetChange)]


# --- By the API.


def test_a_ticket_holds_several_conversations_and_replies_keep_their_kind(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    refund, prices = start(ben, ticket, "customer", "Your refund"), start(ben, ticket, "internal")
    page = fits(ben.get(at(ticket)), shapes.TicketPage)
    assert page["conversations"] == [
        {"id": refund, "kind": "customer", "title": "Your refund"},
        {"id": prices, "kind": "internal", "title": "Prices"},
    ]
    for conversation, internal in ((refund, False), (prices, True), (None, False), (None, True)):
        shown = fits(say(ben, ticket, conversation, internal=internal), shapes.Message, 201)
        assert (shown["conversation_id"], shown["visibility"]) == (conversation, "internal" if internal else "public")
    assert refusals(say(ben, ticket, refund, internal=True)) == [("/visibility", "conversation.kind")]
    assert refusals(say(ben, ticket, prices, internal=False)) == [("/visibility", "conversation.kind")]
    assert Message.objects.count() == 5


def test_what_a_conversation_is_not(world: World, ticket: Ticket) -> None:
    ben, other = world.browser(world.ben), world.open_ticket("Another")
    elsewhere = start(ben, other, "internal")
    for conversation in (elsewhere, "4711"):
        assert refusals(say(ben, ticket, conversation, internal=True)) == [("/conversation_id", "not_found")]
        assert ben.patch(at(ticket, f"/conversations/{conversation}"), {"title": "x"}).status_code == 404
        assert ben.put(at(ticket, f"/drafts/note?conversation={conversation}"), _draft("x")).status_code == 404
    assert refusals(say(ben, ticket, "prices", internal=True), 400) == [("/conversation_id", "int_type")]
    for body, pointer in (
        ({"kind": "internal"}, "/title"),
        ({"title": " ", "kind": "internal"}, "/title"),
        ({"title": "x" * 121, "kind": "internal"}, "/title"),
        ({"title": "x", "kind": "secret"}, "/kind"),
        ({"title": "x", "kind": "internal", "colleagues": ["1"] * 51}, "/colleagues"),
    ):
        answer = ben.post(at(ticket, "/conversations"), body)
        assert answer.status_code in {400, 422} and answer.json()["errors"][0]["pointer"] == pointer, answer.content


def test_a_kind_is_fixed_and_a_title_is_not(world: World, ticket: Ticket) -> None:
    ben, lin = world.browser(world.ben), world.browser(world.lin)
    refund, prices = start(ben, ticket, "customer", "Refund"), start(ben, ticket, "internal")
    path = at(ticket, f"/conversations/{prices}")
    assert refusals(ben.patch(path, {"kind": "customer"}), 400) == [("/kind", "read_only")]
    renamed = ben.patch(path, {"title": "Costs", "base": {"title": "Prices"}})
    assert fits(renamed, shapes.ConversationShown)["title"] == "Costs"
    assert ben.patch(path, {"title": "Sums", "base": {"title": "Prices"}}).status_code == 409
    assert fits(lin.patch(path, {"title": "Sums"}), shapes.ConversationShown)["kind"] == "internal"
    assert lin.patch(at(ticket, f"/conversations/{refund}"), {"title": "Nothing"}).status_code == 403
    told = str(list(Event.objects.filter(stream_id=ticket.id).values_list("old", "new")))
    assert not [title for title in ("Prices", "Costs", "Sums") if title in told], "events hold no titles"


def test_who_may_start_which(world: World, ticket: Ticket) -> None:
    lin, cai = world.browser(world.lin), world.browser(world.cai)
    start(lin, ticket, "internal")
    refused = lin.post(at(ticket, "/conversations"), {"title": "x", "kind": "customer"})
    assert refused.status_code == 403 and refused.json()["detail"]
    assert cai.post(at(ticket, "/conversations"), {"title": "x", "kind": "internal"}).status_code == 404
    notes = world.program(world.ben, "tickets.read", "tickets.note")
    start(notes, ticket, "internal")
    assert notes.post(at(ticket, "/conversations"), {"title": "x", "kind": "customer"}).status_code == 403
    reading = world.program(world.ben, "tickets.read")
    assert reading.post(at(ticket, "/conversations"), {"title": "x", "kind": "internal"}).status_code == 403


def test_started_twice_by_one_key_it_is_started_once(world: World, ticket: Ticket) -> None:
    ben, body = world.browser(world.ben), {"title": "x", "kind": "internal"}
    first, again = (ben.post(at(ticket, "/conversations"), body, Idempotency_Key="k") for _ in range(2))
    assert first.json() == again.json() and Conversation.objects.count() == 1


# --- Nothing internal reaches a customer.


def test_a_customer_is_not_added_to_an_internal_conversation(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    body = {"title": "x", "kind": "internal", "colleagues": [str(one.id) for one in (world.sam, world.kim, world.cai)]}
    refused = ben.post(at(ticket, "/conversations"), body | {"colleagues": [*body["colleagues"], "4711"]})
    assert refusals(refused) == [
        ("/colleagues/1", "customer"),
        ("/colleagues/2", "no_access"),
        ("/colleagues/3", "not_found"),
    ]
    assert "Kim" in refused.json()["errors"][0]["detail"] and not Conversation.objects.exists()
    prices = start(ben, ticket, "internal", colleagues=[str(world.sam.id)])
    followers = set(TicketFollower.objects.values_list("person_id", flat=True))
    assert followers == {world.ben.id, world.sam.id}
    for side in ("to", "cc"):
        named = {side: [{"email": "kim@customer.example"}]}
        assert refusals(say(ben, ticket, prices, internal=True, **named)) == [(f"/{side}/0", "internal")]
    mention = {"visibility": "internal", "body_html": f"<p>{chip(world.kim)}</p>", "conversation_id": prices}
    assert refusals(ben.post(at(ticket, "/messages"), mention)) == [("/body_html", "mention.customer")]
    assert not Message.objects.filter(visibility="internal").exists()


def test_for_a_customer_nothing_internal_exists(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    refund, prices = start(ben, ticket, "customer", "Refund"), start(ben, ticket, "internal")
    public = say(ben, ticket, refund, internal=False).json()["id"]
    secret = say(ben, ticket, prices, internal=True, text="They pay too much").json()["id"]
    kim = Actor("customer", person_id=world.kim.id)
    for kind, seen, hidden in (("message", public, secret), ("conversation", refund, prices)):
        rows: Any = record_kinds()[kind].model_class()._base_manager.all()
        found = set(rows.filter(record_kinds()[kind].policy.visible(kim)).values_list("id", flat=True))
        assert int(seen) in found and int(hidden) not in found
    theirs = _messages(ticket.id, {world.kim.email}, [world.kim.id], internal_notes=False)
    exported = [_message(one, [world.kim.id]) for one in theirs]
    assert [one["conversation"] for one in exported] == [None, "Refund"]
    assert "They pay" not in str(exported) and MessageDocument.objects.filter(message_id=secret).exists()


STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=8)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_internal_word_leaves_whatever_is_done(world: World, steps: list[tuple[int, int]]) -> None:
    """Over random sequences of starting, writing, answering, following, copying and taking back."""
    ticket = world.open_ticket(f"Hum {len(steps)}")
    ben, kinds = world.browser(world.ben), [("", "")]
    doing: dict[int, Callable[[int], Any]] = {
        0: lambda n: kinds.append((start(ben, ticket, ("customer", "internal")[n % 2]), ("public", "internal")[n % 2])),
        1: lambda n: say(ben, ticket, kinds[n % len(kinds)][0] or None, internal=True, text="secret"),
        2: lambda n: say(ben, ticket, kinds[n % len(kinds)][0] or None, internal=False, text=f"said {n}"),
        3: lambda n: world.write(ticket, f"I ask {n}"),
        4: lambda n: world.edit(ticket, world.ben, cc=([], [_address(world, n)])),
        5: lambda n: world.note(ticket, world.ben, f"secret {n}", [world.sam]),
    }
    for what, choice in steps:
        doing[what](choice)
    internal = Message.objects.filter(shown_in=ticket, visibility="internal")
    assert not Delivery.objects.filter(message__in=internal).exists()
    assert not internal.exclude(to=[], cc=[]).exists()
    staff = {one.email for one in world.staff}
    told = Effect.objects.filter(kind="mail.notify", payload__ticket_id=str(ticket.id))
    assert {effect.payload["to"] for effect in told} <= staff
    mailed = Message.objects.filter(deliveries__isnull=False, shown_in=ticket)
    assert not mailed.filter(text__contains="secret").exists()
    placed = Message.objects.filter(shown_in=ticket, conversation__isnull=False)
    assert all(
        (one.visibility == "internal") == (one.conversation.kind == "internal") for one in placed if one.conversation
    )


def _address(world: World, which: int) -> Any:
    from tandem.infra.addresses import make_address

    person = world.customers[which % len(world.customers)]
    return make_address(person.email, person.name)


# --- Who hears of it.


def test_followers_hear_of_both_kinds_and_nobody_gets_two_mails(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    prices, refund = start(ben, ticket, "internal", colleagues=[str(world.sam.id)]), start(ben, ticket, "customer")

    def told() -> list[str]:
        found = Effect.objects.filter(kind="mail.notify").order_by("id")
        addresses = [effect.payload["to"] for effect in found]
        found.delete()
        return addresses

    say(ben, ticket, prices, internal=True)
    assert told() == ["sam@tandem.example"]
    say(ben, ticket, refund, internal=False)
    assert told() == ["sam@tandem.example"], "customers by the reply itself, followers by a note of it"
    copied = [{"email": "kim@customer.example"}, {"email": "sam@tandem.example"}]
    say(ben, ticket, refund, internal=False, text="Both", to=copied)
    assert told() == [], "who gets the reply by mail gets no second mail about it"
    assert Delivery.objects.filter(recipient="sam@tandem.example").count() == 1
    assert ben.delete(at(ticket, "/follow")).status_code == 200, "whoever started it may leave"
    world.browser(world.sam).delete(at(ticket, "/follow"))
    say(ben, ticket, prices, internal=True, text="Alone")
    assert told() == []


# --- The fence and drafts.


def test_the_fence_counts_a_message_in_any_conversation(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    refund, prices = start(ben, ticket, "customer"), start(ben, ticket, "internal")
    seen = Ticket.objects.get(id=ticket.id).seq
    say(sam, ticket, prices, internal=True)
    public = {"visibility": "public", "body": "Hello", "seen": seen}
    assert ben.post(at(ticket, "/messages"), public).status_code == 201, "what is internal blocks nothing"
    blocked = sam.post(at(ticket, "/messages"), public | {"conversation_id": refund, "client_id": "s"})
    assert blocked.status_code == 409 and blocked.json()["code"] == "ticket.moved_on"
    names = [event["id"] for event in blocked.json()["events"]]
    again = public | {"conversation_id": refund, "client_id": "s", "acknowledge": names}
    sent = fits(sam.post(at(ticket, "/messages"), again), shapes.Message, 201)
    undone = fits(sam.post(at(ticket, f"/messages/{sent['id']}/undo")), draft_shapes.UndoneReply)
    assert undone["draft"]["conversation_id"] == refund


def _draft(text: str, revision: int = 0) -> dict[str, Any]:
    return {"body_html": f"<p>{text}</p>", "seen": 2, "client_id": f"c-{text}", "revision": revision}


def test_every_conversation_has_drafts_of_its_own(world: World, ticket: Ticket) -> None:
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    refund, prices = start(ben, ticket, "customer"), start(ben, ticket, "internal")
    places = {"first": "reply", "refund": f"reply?conversation={refund}", "prices": f"note?conversation={prices}"}
    for text, place in places.items():
        fits(ben.put(at(ticket, f"/drafts/{place}"), _draft(text)), draft_shapes.DraftSaved)
    assert ben.put(at(ticket, f"/drafts/note?conversation={refund}"), _draft("x")).status_code == 404, "no note there"
    mine = fits(ben.get(at(ticket, "/drafts")), draft_shapes.DraftList)["mine"]
    assert {(one["kind"], one["conversation_id"], one["body_html"]) for one in mine} == {
        ("reply", None, "<p>first</p>"),
        ("reply", refund, "<p>refund</p>"),
        ("note", prices, "<p>prices</p>"),
    }
    say(ben, ticket, refund, internal=False, client_id="c-refund")
    left = ben.get(at(ticket, "/drafts")).json()["mine"]
    assert {one["conversation_id"] for one in left} == {None, prices}, "only the draft of that conversation has ended"
    revisions = ben.get(at(ticket, f"/drafts/reply/revisions?conversation={refund}")).json()["results"]
    assert [one["body_html"] for one in revisions] == ["<p>refund</p>"]
    wanted = {"author_id": str(world.ben.id), "kind": "note", "conversation_id": prices}
    taken = fits(sam.post(at(ticket, "/drafts/take-over"), wanted), draft_shapes.DraftShown)
    assert (taken["body_html"], taken["conversation_id"]) == ("<p>prices</p>", prices)


# --- The history names it, and is filtered by it.


def test_the_history_names_conversations_and_is_filtered_by_them(world: World, ticket: Ticket) -> None:
    ben = world.browser(world.ben)
    refund, prices = start(ben, ticket, "customer", "Refund"), start(ben, ticket, "internal", "Prices")
    say(ben, ticket, refund, internal=False)
    say(ben, ticket, prices, internal=True)
    say(ben, ticket, None, internal=True)

    def events(**by: str) -> list[tuple[str, str]]:
        found = fits(ben.get(at(ticket, "/events"), **by), shapes.EventList)["results"]
        return [(one["sentence"], one["conversation_id"]) for one in found if one["field"] is None]

    assert events(conversation=prices) == [
        ("started the conversation “Prices”", prices),
        ("wrote in the internal conversation “Prices”", prices),
    ]
    assert ("replied in “Refund”", refund) in events(conversation=refund)
    assert events(conversation="first") == [
        ("opened the ticket", None),
        ("wrote a message", None),
        ("wrote an internal note", None),
    ]
    assert [one for one, _id in events(kind="conversations")] == [
        "started the conversation “Refund”",
        "started the conversation “Prices”",
    ]
    assert refusals(ben.get(at(ticket, "/events"), conversation="x"), 400) == [("/conversation", "unknown")]


def _about_tickets(asked: list[str]) -> list[str]:
    """Without who it is that asks, which is read again after a while, however slow the machine is."""
    return [one for one in asked if " tickets_" in one or " kernel_" in one]


def test_reading_a_ticket_asks_no_more_for_its_conversations(world: World) -> None:
    plain, talking, ben = world.open_ticket("Plain"), world.open_ticket("Talking"), world.browser(world.ben)
    for ticket in (plain, talking):
        say(ben, ticket, None, internal=False)
        say(ben, ticket, None, internal=True)
        world.edit(ticket, world.ben, followers=([], [world.ben.id]))
    for title in ("Refund", "Return"):
        say(ben, talking, start(ben, talking, "customer", title), internal=False)
    for rest in ("", "/messages", "/events"):
        asked: list[list[str]] = []
        for ticket in (plain, talking, plain, talking):
            with statements() as one:
                assert ben.get(at(ticket, rest)).status_code == 200
            asked.append(_about_tickets(one))
        assert asked[2] == asked[3], rest
    with statements() as first:
        say(ben, plain, None, internal=False, text="Two")
    with statements() as further:
        say(ben, talking, None, internal=False, text="Two")
    assert _about_tickets(first) == _about_tickets(further)
    assert "SELECT tickets_conversation" not in first


# --- The setting.


def test_an_admin_says_which_kind_new_ones_have(world: World, ticket: Ticket) -> None:
    ana, ben, lin = world.browser(world.ana), world.browser(world.ben), world.browser(world.lin)
    path = f"/departments/{world.support.id}"

    def kind_of_new(api: Api) -> str:
        answer = api.post(at(ticket, "/conversations"), {"title": "x"})
        return str(fits(answer, shapes.ConversationShown, 201)["kind"])

    assert kind_of_new(ben) == "internal", "by itself the kind that reaches no customer"
    changed = ana.patch(path, {"new_conversation": "customer", "base": {"new_conversation": "internal"}})
    assert fits(changed, DepartmentShown)["new_conversation"] == "customer"
    assert kind_of_new(ben) == "customer"
    assert kind_of_new(lin) == "internal", "who may not write to customers begins none with them"
    assert ben.patch(path, {"new_conversation": "internal"}).status_code == 403
    assert refusals(ana.patch(path, {"new_conversation": "secret"}), 400)[0][0] == "/new_conversation"
    logged = ana.get("/audit").json()["results"]
    assert "changed the kind of new conversations" in {one["sentence"] for one in logged}
    assert Department.objects.get(id=world.support.id).new_conversation == "customer"
