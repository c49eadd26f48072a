"""Replies that leave later: once, as their author, and never over something that came between."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import sends as shapes
from tandem.api.answers.tickets import Message as MessageShape
from tandem.api.answers.tickets import TicketPage
from tandem.infra import clock
from tandem.kernel import timers
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.people.models import Department, DepartmentMember, Person
from tandem.tickets import due_replies
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.end_scheduled import HoldScheduled
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.draft_versions import KEPT_MS
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Draft, DraftRevision, Message, ScheduledReply, Ticket, Upload
from tests.api.shapes import fits
from tests.world import Api, World

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


def time_passes(hours: float = 3) -> None:
    """What the tender and the workers do once so much time has gone by."""
    later = clock.now_ms() + round(hours * HOUR)
    with clock.travelling(lambda: later):
        timers.fire_due()
        drain()


def schedule(api: Api, ticket: Ticket, words: str = "We look into it.", hours: float = 2, **more: Any) -> Any:
    body = {
        "at": clock.isoformat(clock.now_ms() + round(hours * HOUR)),
        "seen": Ticket.objects.get(id=ticket.id).seq,
        "body_html": f"<p>{words}</p>",
        "client_id": f"c-{words}",
    }
    return api.post(f"/tickets/{ticket.number}/scheduled", body | more)


def scheduled(api: Api, ticket: Ticket, words: str = "We look into it.", **more: Any) -> Any:
    return fits(schedule(api, ticket, words, **more), shapes.ScheduledShown, 201)


def listed(api: Api, ticket: Ticket) -> list[Any]:
    found: list[Any] = fits(api.get(f"/tickets/{ticket.number}/scheduled"), shapes.ScheduledList)["results"]
    return found


def replies(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(shown_in=ticket, kind="reply").order_by("seq").values_list("text", flat=True))


def told(person: Person) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(person=person).order_by("id").values_list("kind", "about"))


def test_it_leaves_at_its_time_as_its_author_with_all_that_was_chosen(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    priority = {"priority": {"base": "none", "mine": "high"}}
    row = scheduled(ben, ticket, status="solved", changes=priority, cc=[{"email": "lee@customer.example"}])
    assert (row["state"], row["author"]["name"], row["text"]) == ("waiting", "Ben", "We look into it.")
    assert [one["email"] for one in row["to"]] == ["kim@customer.example"]
    seen_by_sam = fits(world.browser(world.sam).get(f"/tickets/{ticket.number}"), TicketPage)
    assert seen_by_sam["scheduled"] == 1
    assert listed(world.browser(world.sam), ticket) == [row]
    time_passes(1)
    assert replies(ticket) == []
    time_passes()
    message = Message.objects.get(shown_in=ticket, kind="reply")
    assert (message.author_id, message.client_id) == (world.ben.id, "c-We look into it.")
    fresh = Ticket.objects.get(id=ticket.id)
    assert (fresh.status.slug, fresh.priority) == ("solved", 3)
    assert listed(ben, ticket) == []
    kept = ScheduledReply.objects.get(id=row["id"])
    assert (kept.state, kept.message_id, kept.content) == ("sent", message.id, {})
    time_passes(5)
    assert len(replies(ticket)) == 1


def test_the_draft_that_it_was_written_in_is_no_draft_any_more(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    draft = {"body_html": "<p>Soon.</p>", "client_id": "c-Soon.", "seen": ticket.seq}
    assert ben.put(f"/tickets/{ticket.number}/drafts/reply", draft).status_code == 200
    scheduled(ben, ticket, "Soon.")
    assert not Draft.objects.filter(ticket=ticket).exists()
    assert DraftRevision.objects.get(ticket=ticket).content["body_html"] == "<p>Soon.</p>"
    late = ben.put(f"/tickets/{ticket.number}/drafts/reply", draft)
    assert late.status_code == 409, "a tab that was not told brings it back"


@pytest.mark.parametrize("who", ["customer", "colleague", "author"])
def test_what_is_said_in_public_before_holds_it_and_the_text_is_a_draft_again(world: World, who: str) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    row = scheduled(ben, ticket)
    if who == "customer":
        world.write(ticket, "It burns now!")
    else:
        world.reply(ticket, world.sam if who == "colleague" else world.ben, "Pull the plug.")
    assert listed(ben, ticket)[0]["moved_on"] is True
    before = len(replies(ticket))
    time_passes()
    assert len(replies(ticket)) == before
    (held,) = listed(ben, ticket)
    assert (held["id"], held["state"]) == (row["id"], "held")
    assert held["reason"] == "Somebody wrote on this ticket after the reply was scheduled."
    draft = Draft.objects.get(ticket=ticket, author=world.ben)
    assert (draft.content["body_html"], draft.content["seen"]) == ("<p>We look into it.</p>", ticket.seq)
    assert ("reply_held", "scheduled_reply.held") in told(world.ben)


def test_the_mail_leads_to_the_review_in_its_author_s_language(world: World) -> None:
    ticket = world.open_ticket()
    Person.objects.filter(id=world.ben.id).update(language="cs")
    row = scheduled(world.browser(world.ben), ticket)
    world.write(ticket)
    Effect.objects.all().delete()
    world.do(HoldScheduled(ticket.id, int(row["id"]), "ticket.moved_on"), SYSTEM)
    mail = Effect.objects.get(kind="mail.notify").payload
    assert mail["to"] == "ben@tandem.example"
    assert mail["link"].endswith(f"/agent/tickets/{ticket.number}?held=1") and mail["answers"] == ""
    assert "was held" not in mail["line"]


def test_a_held_one_is_reviewed_and_sent_and_is_done_with(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    row = scheduled(ben, ticket)
    world.write(ticket, "It burns now!")
    time_passes()
    back = fits(ben.post(f"/tickets/{ticket.number}/scheduled/{row['id']}/edit"), shapes.ScheduledTakenBack)
    assert [event["message"]["text"] for event in back["events"]] == ["It burns now!"]
    assert listed(ben, ticket) == []
    draft = back["draft"]
    body = {
        "visibility": "public",
        "body_html": draft["body_html"],
        "seen": draft["seen"],
        "client_id": draft["client_id"],
        "acknowledge": [event["id"] for event in back["events"]],
    }
    fits(ben.post(f"/tickets/{ticket.number}/messages", body), MessageShape, 201)
    assert replies(ticket) == ["We look into it."]
    assert not Draft.objects.filter(ticket=ticket).exists()


def test_a_held_one_whose_draft_is_sent_is_done_with_too(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    row = scheduled(ben, ticket)
    world.write(ticket)
    time_passes()
    draft = Draft.objects.get(ticket=ticket).content
    world.reply(ticket, world.ben, "Changed.", client_id=draft["client_id"])
    assert ScheduledReply.objects.get(id=row["id"]).state == "sent"
    assert fits(ben.get(f"/tickets/{ticket.number}"), TicketPage)["scheduled"] == 0


def test_nothing_that_somebody_writes_meanwhile_is_written_over(world: World) -> None:
    ticket = world.open_ticket()
    scheduled(world.browser(world.ben), ticket, "The first.")
    other = {"body_html": "<p>Another.</p>", "to": [], "cc": [], "status": None, "seen": ticket.seq, "client_id": "o"}
    save(world.actor(world.ben), Place(ticket.id, "reply"), {**other, "attachments": [], "changes": {}}, 0)
    world.write(ticket)
    time_passes()
    assert Draft.objects.get(ticket=ticket).content["body_html"] == "<p>Another.</p>"
    versions = DraftRevision.objects.filter(ticket=ticket).values_list("content__body_html", flat=True)
    assert "<p>The first.</p>" in list(versions)


def _trash(world: World, ticket: Ticket) -> None:
    world.do(TrashTicket(ticket.id), world.sam)


def _spam(world: World, ticket: Ticket) -> None:
    world.do(MarkSpam(ticket.id), world.sam)


def _close(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.ana, status=("open", "closed"))


def _move(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.ana, department=(world.support.id, world.billing.id), owner=(None, world.cai.id))


def _disable(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.ana, owner=(None, world.sam.id))
    Person.objects.filter(id=world.ben.id).update(active=False)


def _demote(world: World, ticket: Ticket) -> None:
    Person.objects.filter(id=world.ben.id).update(role="light_agent")


def _guard(world: World, ticket: Ticket) -> None:
    Department.objects.filter(id=world.support.id).update(holds_replies_for=["placeholder"])


def _field(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.sam, priority=(0, 4))


@pytest.mark.parametrize(
    ("happens", "reason", "hears"),
    [
        (_trash, "The ticket is in the trash.", "ben"),
        (_spam, "The ticket is marked as spam.", "ben"),
        (_close, "The ticket is closed for good and takes no reply.", "ben"),
        (_move, "Its author does not see this ticket any more.", "cai"),
        (_disable, "Its author does not work here any more.", "sam"),
        (_demote, "Its author may not reply any more.", "ben"),
        (_guard, "“{{ requester.first_name }}” is a placeholder", "ben"),
        (_field, "Somebody changed a field that was to be set with it.", "ben"),
    ],
)
def test_whatever_refuses_it_then_is_said_and_loses_nothing(
    world: World, happens: Any, reason: str, hears: str
) -> None:
    ticket = world.open_ticket()
    words = "Dear {{ requester.first_name }}"
    scheduled(world.browser(world.ben), ticket, words, changes={"priority": {"base": "none", "mine": "low"}})
    happens(world, ticket)
    time_passes()
    assert replies(ticket) == []
    (held,) = listed(world.browser(world.ana), ticket)
    assert held["state"] == "held"
    assert held["reason"].startswith(reason), held["reason"]
    assert Draft.objects.get(ticket=ticket, author=world.ben).content["body_html"] == f"<p>{words}</p>"
    assert ("reply_held", "scheduled_reply.held") in told(getattr(world, hears))


def test_out_of_the_trash_it_is_still_there(world: World) -> None:
    ticket = world.open_ticket()
    scheduled(world.browser(world.ben), ticket)
    _trash(world, ticket)
    world.do(RestoreTicket(ticket.id), world.sam)
    time_passes()
    assert replies(ticket) == ["We look into it."]


def test_a_ticket_that_is_deleted_for_good_takes_it_along(world: World) -> None:
    ticket = world.open_ticket()
    scheduled(world.browser(world.ben), ticket)
    _trash(world, ticket)
    world.do(DeleteTicket(ticket.id), world.ana)
    time_passes()
    assert not Effect.objects.filter(kind="tickets.send_scheduled").exclude(state="done").exists()


def test_in_another_department_that_its_author_sees_it_leaves(world: World) -> None:
    DepartmentMember.objects.create(department=world.billing, person=world.ben)
    ticket = world.open_ticket()
    scheduled(world.browser(world.ben), ticket)
    world.edit(ticket, world.ana, department=(world.support.id, world.billing.id))
    time_passes()
    assert replies(ticket) == ["We look into it."]


def test_its_author_sends_it_now_edits_it_or_lets_it_be(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    now = scheduled(ben, ticket, "Now.")
    fits(ben.post(f"/tickets/{ticket.number}/scheduled/{now['id']}/send"), MessageShape, 201)
    assert replies(ticket) == ["Now."]
    gone = ben.post(f"/tickets/{ticket.number}/scheduled/{now['id']}/send")
    assert (gone.status_code, gone.json()["code"]) == (409, "scheduled.ended")
    edited = scheduled(ben, ticket, "Edited.")
    assert ben.post(f"/tickets/{ticket.number}/scheduled/{edited['id']}/edit").json()["events"] == []
    assert Draft.objects.get(ticket=ticket).content["body_html"] == "<p>Edited.</p>"
    Draft.objects.all().delete()
    left = scheduled(ben, ticket, "Left.")
    assert ben.delete(f"/tickets/{ticket.number}/scheduled/{left['id']}").status_code == 204
    assert not Draft.objects.filter(ticket=ticket).exists()
    newest = DraftRevision.objects.filter(ticket=ticket).order_by("-at", "-id")[0]
    assert newest.content["body_html"] == "<p>Left.</p>"
    time_passes()
    assert replies(ticket) == ["Now."]


def test_what_has_moved_on_is_not_sent_now_either_and_still_waits(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    row = scheduled(ben, ticket)
    world.write(ticket, "It burns now!")
    refused = ben.post(f"/tickets/{ticket.number}/scheduled/{row['id']}/send")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket.moved_on")
    assert [event["message"]["text"] for event in refused.json()["events"]] == ["It burns now!"]
    assert listed(ben, ticket)[0]["state"] == "waiting"


def test_a_colleague_stops_it_and_its_author_finds_the_text_and_is_told(world: World) -> None:
    ticket = world.open_ticket()
    row = scheduled(world.browser(world.ben), ticket)
    sam = world.browser(world.sam)
    path = f"/tickets/{ticket.number}/scheduled/{row['id']}"
    assert sam.post(f"{path}/send").status_code == 403
    assert sam.post(f"{path}/edit").status_code == 403
    assert world.browser(world.lin).delete(path).status_code == 403
    assert world.browser(world.cai).delete(path).status_code == 404
    assert sam.delete(path).status_code == 204
    assert Draft.objects.get(ticket=ticket, author=world.ben).content["body_html"] == "<p>We look into it.</p>"
    assert told(world.ben) == [("reply_held", "scheduled_reply.stopped")]
    time_passes()
    assert replies(ticket) == []


def test_what_could_not_leave_now_is_not_scheduled(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    seen = ticket.seq
    for more, pointer in (
        ({"hours": -1}, "/at"),
        ({"hours": 24 * 400}, "/at"),
        ({"status": "nowhere"}, "/status"),
        ({"attachments": ["5"]}, "/attachments/0"),
        ({"to": [], "cc": []}, "/to"),
        ({"body_html": "<p> </p>"}, "/body_html"),
        ({"seen": seen + 50}, "/seen"),
    ):
        refused = schedule(ben, ticket, **more)
        assert refused.status_code == 422, (more, refused.content)
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert schedule(ben, ticket, at="tomorrow").status_code == 400
    assert schedule(ben, ticket, at=None).status_code in {400, 422}
    assert schedule(world.browser(world.lin), ticket).status_code == 403
    world.write(ticket, "It burns now!")
    assert schedule(ben, ticket, seen=seen).json()["code"] == "ticket.moved_on"
    assert not ScheduledReply.objects.exists()


def test_a_request_that_comes_twice_schedules_once(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    at = clock.isoformat(clock.now_ms() + HOUR)
    first, again = (scheduled(ben, ticket, at=at, seen=ticket.seq) for _attempt in range(2))
    assert first == again


def test_its_files_wait_with_it(world: World) -> None:
    ticket = world.open_ticket()
    upload = Upload.objects.create(person=world.ben, name="a.txt", type="text/plain", size=1, digest="d" * 64)
    row = scheduled(world.browser(world.ben), ticket, hours=24 * 60, attachments=[str(upload.id)])
    assert row["files"] == 1
    assert Upload.objects.get(id=upload.id).created_at > clock.now_ms() + KEPT_MS


def test_one_that_breaks_again_and_again_is_held(world: World, monkeypatch: Any) -> None:
    ticket = world.open_ticket()
    scheduled(world.browser(world.ben), ticket)
    monkeypatch.setattr(due_replies, "reply_of", lambda row: {}["a bug"])
    for hours in (3, 9, 30):
        time_passes(hours)
    (held,) = listed(world.browser(world.ben), ticket)
    assert held["reason"] == "Something went wrong here when it was to be sent."


def test_the_history_says_who_scheduled_and_stopped_it_and_never_what_it_says(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    row = scheduled(ben, ticket, "A secret.")
    ben.delete(f"/tickets/{ticket.number}/scheduled/{row['id']}")
    rows = Event.objects.filter(stream_id=ticket.id, kind__startswith="scheduled_reply.").order_by("seq")
    assert [one.kind for one in rows] == ["scheduled_reply.created", "scheduled_reply.stopped"]
    assert "secret" not in str([(one.old, one.new) for one in rows])
    sentences = [one["sentence"] for one in ben.get(f"/tickets/{ticket.number}/events").json()["results"]]
    assert {"scheduled a reply", "stopped a scheduled reply"} <= set(sentences)
