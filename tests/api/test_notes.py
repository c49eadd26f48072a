"""An internal note is edited: earlier texts stay, two editors at once both keep theirs, the search follows."""

from __future__ import annotations

from typing import Any

from tandem.api.answers import tickets as shapes
from tandem.api.answers.notes import NoteTextList
from tandem.kernel.models import Event
from tandem.notifications.models import Notification
from tandem.tickets.models import Message, Ticket
from tests.api.shapes import fits
from tests.world import World


def _path(ticket: Ticket, note: Message) -> str:
    return f"/tickets/{ticket.number}/messages/{note.id}"


def _found(world: World, words: str) -> list[Any]:
    return [row["number"] for row in world.browser(world.ben).get("/tickets", q=words).json()["results"]]


def test_every_earlier_text_stays_readable(world: World) -> None:
    ticket = world.open_ticket()
    note, ben, sam = (
        world.note(ticket, world.ben, "Ask the plumber."),
        world.browser(world.ben),
        world.browser(world.sam),
    )
    once = fits(ben.patch(_path(ticket, note), {"base": 0, "body": "Ask the electrician."}), shapes.Message)
    assert (once["text"], once["revision"]) == ("Ask the electrician.", 1)
    assert once["edited_at"] is not None
    fits(sam.patch(_path(ticket, note), {"base": 1, "body_html": "<p>Ask <b>nobody</b>.</p>"}), shapes.Message)
    texts = fits(ben.get(f"{_path(ticket, note)}/texts"), NoteTextList)["results"]
    assert [(one["revision"], one["text"].strip(), one["author"]["name"]) for one in texts] == [
        (2, "Ask nobody.", "Sam"),
        (1, "Ask the electrician.", "Ben"),
        (0, "Ask the plumber.", "Ben"),
    ]
    told = Event.objects.filter(kind="message.edited").order_by("seq")
    assert [(event.actor_id, event.old, event.new, event.part_id) for event in told] == [
        (world.ben.id, 0, 1, note.id),
        (world.sam.id, 1, 2, note.id),
    ]
    # No text stands in any event.
    assert not any("plumber" in str((event.old, event.new)) for event in Event.objects.all())
    events = ben.get(f"/tickets/{ticket.number}/events").json()["results"]
    assert [event["sentence"] for event in events if event["kind"] == "message.edited"] == [
        "edited an internal note"
    ] * 2


def test_two_editors_at_once_lose_nothing(world: World) -> None:
    ticket = world.open_ticket()
    note, ben, sam = world.note(ticket, world.ben), world.browser(world.ben), world.browser(world.sam)
    ben.patch(_path(ticket, note), {"base": 0, "body": "Ben's"})
    refused = sam.patch(_path(ticket, note), {"base": 0, "body": "Sam's"})
    assert (refused.status_code, refused.json()["code"]) == (409, "note.edit_conflict")
    theirs = refused.json()["theirs"]
    assert (theirs["text"], theirs["revision"], theirs["author"]["name"]) == ("Ben's", 1, "Ben")
    assert fits(sam.patch(_path(ticket, note), {"base": 1, "body": "Both"}), shapes.Message)["revision"] == 2
    # Whoever says the same is no conflict, and changes nothing.
    assert fits(ben.patch(_path(ticket, note), {"base": 0, "body": "Both"}), shapes.Message)["revision"] == 2


def test_who_may_edit_what(world: World) -> None:
    ticket = world.open_ticket()
    note, reply = world.note(ticket, world.ben), world.reply(ticket, world.ben)
    body = {"base": 0, "body": "x"}
    assert world.browser(world.lin).patch(_path(ticket, note), body).status_code == 403
    assert world.browser(world.cai).patch(_path(ticket, note), body).status_code == 404
    assert world.browser(world.ben).patch(_path(ticket, reply), body).status_code == 403
    assert world.browser(world.ben).patch(_path(world.open_ticket("other"), note), body).status_code == 404
    own = world.note(ticket, world.lin, "mine")
    assert world.browser(world.lin).patch(_path(ticket, own), body).status_code == 200
    for wrong in ({"base": 0, "body": " "}, {"base": 0}, {"body": "x"}):
        assert world.browser(world.ben).patch(_path(ticket, note), wrong).status_code == 422
    assert world.browser(world.cai).get(f"{_path(ticket, note)}/texts").status_code == 404
    assert world.browser(world.ben).get(f"{_path(ticket, reply)}/texts").status_code == 404


def test_the_search_follows(world: World) -> None:
    ticket = world.open_ticket()
    note = world.note(ticket, world.ben, "rhubarb")
    assert _found(world, "rhubarb") == [ticket.number]
    world.browser(world.ben).patch(_path(ticket, note), {"base": 0, "body": "celery"})
    assert (_found(world, "rhubarb"), _found(world, "celery")) == ([], [ticket.number])


def test_whom_the_edit_mentions_is_told_once(world: World) -> None:
    ticket = world.open_ticket()
    note, ben = world.note(ticket, world.ben), world.browser(world.ben)
    for base, text in enumerate(["for Sam", "for Sam still"]):
        edit = {"base": base, "body": text, "mentions": [str(world.sam.id)]}
        assert ben.patch(_path(ticket, note), edit).status_code == 200
    told = Notification.objects.filter(person_id=world.sam.id, kind="mentioned")
    assert told.count() == 1
    no_access = {"base": 2, "body": "x", "mentions": [str(world.cai.id)]}
    assert ben.patch(_path(ticket, note), no_access).status_code == 422
