"""Mentions: inert text that knows whom it names, told to nobody who does not see the ticket."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.api.answers.tickets import Message as MessageShown
from tandem.api.answers.tickets import MessageList
from tandem.infra.markup import sanitise_authored
from tandem.infra.markup.mentions import mentioned_in
from tandem.notifications.models import Notification
from tandem.tickets.models import Message, TicketFollower
from tests.api.shapes import fits
from tests.world import World


def chip(person: object, name: str = "Sam") -> str:
    return f'<span data-mention="{getattr(person, "id", person)}">@{name}</span>'


@pytest.mark.django_db
def test_whom_a_note_names_is_told_and_follows(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    html = f"<p>{chip(world.sam)} please look, {chip(world.sam)}</p>"
    note = {"visibility": "internal", "body_html": html, "mentions": [str(world.lin.id)]}
    shown = fits(ben.post(f"/tickets/{ticket.number}/messages", note), MessageShown, 201)
    assert shown["html"] == html and shown["text"] == "@Sam please look, @Sam"
    assert shown["mentions"] == [str(world.sam.id), str(world.lin.id)]
    assert shown["parts"]["visible"] == shown["text"]
    told = Notification.objects.filter(kind="mentioned")
    assert {(one.person_id, one.message_id) for one in told} == {
        (world.sam.id, int(shown["id"])),
        (world.lin.id, int(shown["id"])),
    }
    followers = TicketFollower.objects.filter(ticket=ticket)
    assert set(followers.values_list("person_id", flat=True)) == {world.sam.id, world.lin.id}
    fits(ben.get(f"/tickets/{ticket.number}/messages"), MessageList)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("whom", "code"), [("kim", "mention.customer"), ("cai", "mention.no_access"), (4711, "mention.unknown")]
)
def test_a_note_that_names_somebody_who_would_not_see_it_is_not_sent(world: World, whom: str | int, code: str) -> None:
    ticket = world.open_ticket()
    person = getattr(world, whom).id if isinstance(whom, str) else whom
    for extra, pointer in (
        ({"body_html": f"<p>{chip(person)}</p>"}, "/body_html"),
        ({"body": "Hello", "mentions": [str(world.sam.id), str(person)]}, "/mentions/1"),
    ):
        refused = world.browser(world.ben).post(
            f"/tickets/{ticket.number}/messages", {"visibility": "internal"} | extra
        )
        assert refused.status_code == 422
        assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [(pointer, code)]
    assert not Message.objects.filter(kind="note").exists() and not Notification.objects.exists()


@pytest.mark.django_db
def test_a_reply_mentions_nobody(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    reply = {"visibility": "public", "seen": ticket.seq, "body_html": f"<p>{chip(world.sam)} says no</p>"}
    refused = ben.post(f"/tickets/{ticket.number}/messages", reply | {"mentions": [str(world.sam.id)]})
    assert refused.status_code == 422 and refused.json()["errors"][0]["pointer"] == "/mentions"
    shown = fits(ben.post(f"/tickets/{ticket.number}/messages", reply), MessageShown, 201)
    assert shown["html"] == "<p>@Sam says no</p>" and shown["mentions"] == []
    assert not Notification.objects.filter(kind="mentioned").exists()


@pytest.mark.django_db
def test_a_draft_of_a_note_keeps_them_and_one_of_a_reply_does_not(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    html = f"<p>{chip(world.sam)}</p>"
    for kind in ("note", "reply"):
        ben.put(f"/tickets/{ticket.number}/drafts/{kind}", {"body_html": html, "client_id": kind})
    mine = ben.get(f"/tickets/{ticket.number}/drafts").json()["mine"]
    assert {one["kind"]: one["body_html"] for one in mine} == {"note": html, "reply": "<p>@Sam</p>"}


@pytest.mark.django_db
def test_the_same_note_twice_is_one_note_and_with_another_mention_it_is_refused(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    note = {"visibility": "internal", "body": "x", "client_id": "one", "mentions": [str(world.sam.id)]}
    first = ben.post(f"/tickets/{ticket.number}/messages", note).json()
    assert ben.post(f"/tickets/{ticket.number}/messages", note).json()["id"] == first["id"]
    other = ben.post(f"/tickets/{ticket.number}/messages", note | {"mentions": [str(world.lin.id)]})
    assert other.status_code == 422
    assert Notification.objects.filter(kind="mentioned").count() == 1


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        (
            '<p><span data-mention="12" onclick="x()" style="x">@A</span></p>',
            '<p><span data-mention="12">@A</span></p>',
        ),
        ('<p><span data-mention="1 or 2">@A</span></p>', "<p>@A</p>"),
        (
            '<p><span class="x">a<span data-mention="7">@B</span>c</span></p>',
            '<p>a<span data-mention="7">@B</span>c</p>',
        ),
        ('<span data-mention="99999999999999999999">@A</span>', "@A"),
    ],
)
def test_only_mentions_survive_of_all_spans(html: str, safe: str) -> None:
    assert sanitise_authored(html, mentions=True) == safe


@given(st.text(alphabet="<>/=\"span data-mention10'&; p", max_size=80))
def test_what_is_found_is_what_is_left_after_a_second_reading(html: str) -> None:
    safe = sanitise_authored(html, mentions=True)
    assert sanitise_authored(safe, mentions=True) == safe
    assert mentioned_in(sanitise_authored(safe)) == []
