"""By which ways people hear, the list behind the bell, and what reading does to it."""

from __future__ import annotations

import pytest
from django.db import connection

from tandem.api.answers.notifications import NotificationList, NotificationSettings, Unread
from tandem.infra import rooms
from tandem.kernel.models import Effect
from tandem.notifications.models import Notification
from tests.api.shapes import fits
from tests.statements import statements
from tests.world import Api, World, committing

pytestmark = pytest.mark.django_db


def told(person: object) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def mailed() -> list[str]:
    return [effect.payload["to"] for effect in Effect.objects.filter(kind="mail.notify", state="queued")]


def choose(api: Api, **kinds: dict[str, bool]) -> None:
    assert api.patch("/notifications/settings", {"kinds": kinds}).status_code == 200


def test_every_kind_has_sane_doors_until_somebody_chooses(world: World) -> None:
    settings = fits(world.browser(world.ben).get("/notifications/settings"), NotificationSettings)["results"]
    assert {one["kind"]: (one["in_app"], one["mail"], one["sound"]) for one in settings} == {
        "mentioned": (True, True, False),
        "draft_handed": (True, False, True),
        "chat_wanted": (True, False, True),
        "reply_held": (True, True, False),
        "mail_failed": (True, True, False),
        "mailbox_trouble": (True, True, False),
        "answer_held": (True, True, False),
        "mail_loop": (True, True, False),
        "assigned": (True, True, False),
        "customer_replied": (True, True, False),
        "woken": (True, False, False),
        "followed_activity": (True, True, False),
        "new_ticket": (False, False, False),
    }


def test_a_closed_door_stays_closed_and_the_other_open(world: World) -> None:
    choose(world.browser(world.ben), assigned={"mail": False})
    choose(world.browser(world.sam), assigned={"in_app": False})
    world.open_ticket(owner=world.ben)
    world.open_ticket(owner=world.sam)
    assert told(world.ben) == ["assigned"] and told(world.sam) == []
    assert mailed() == ["sam@tandem.example"]


def test_a_choice_changes_only_what_it_names(world: World) -> None:
    ben = world.browser(world.ben)
    choose(ben, assigned={"mail": False})
    choose(ben, assigned={"sound": True}, woken={"mail": True})
    settings = {one["kind"]: one for one in ben.get("/notifications/settings").json()["results"]}
    assert settings["assigned"] | {"label": ""} == {
        "kind": "assigned",
        "label": "",
        "in_app": True,
        "mail": False,
        "sound": True,
    }
    assert settings["woken"]["mail"] is True
    other = {one["kind"]: one for one in world.browser(world.sam).get("/notifications/settings").json()["results"]}
    assert other["assigned"]["mail"] is True


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kinds": {}}, 422),
        ({"kinds": {"nonsense": {"mail": False}}}, 400),
        ({"kinds": {"assigned": {"post": True}}}, 400),
        ({"kinds": {"assigned": {"mail": "yes"}}}, 400),
    ],
)
def test_what_is_no_choice_is_refused(world: World, body: dict[str, object], status: int) -> None:
    assert world.browser(world.ben).patch("/notifications/settings", body).status_code == status


def test_a_new_ticket_is_told_to_those_who_asked_for_it_in_their_departments(world: World) -> None:
    for person in (world.ben, world.cai, world.mia):
        choose(world.browser(person), new_ticket={"in_app": True})
    world.open_ticket()
    world.open_ticket(owner=world.sam)
    world.open_ticket(spam=True)
    assert [told(person) for person in (world.ben, world.cai, world.mia, world.lin)] == [
        ["new_ticket"],
        [],
        ["new_ticket"],
        [],
    ]


def test_a_tone_alone_rings_without_a_line_in_the_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[dict[str, object]] = []
    monkeypatch.setattr(rooms, "tell", lambda room, message: heard.append(message) if room == "me" else None)
    choose(world.browser(world.ben), new_ticket={"sound": True})
    with committing():
        world.open_ticket()
    assert [(one["kind"], one["listed"], one["sound"]) for one in heard] == [("new_ticket", False, True)]
    assert told(world.ben) == [] and mailed() == []


def test_reading_a_ticket_is_hearing_what_one_was_told_of_it(world: World) -> None:
    ticket, other = world.open_ticket(owner=world.ben), world.open_ticket(owner=world.ben)
    ben = world.browser(world.ben)
    ben.post(f"/tickets/{ticket.number}/read", {"seq": ticket.seq})
    listed = fits(ben.get("/notifications"), NotificationList)
    assert [(row["ticket"]["number"], row["read"]) for row in listed["results"]] == [
        (other.number, False),
        (ticket.number, True),
    ]
    assert ben.get("/me").json()["unread_notifications"] == 1
    unread = fits(ben.get("/notifications", show="unread"), NotificationList)["results"]
    assert [row["ticket"]["number"] for row in unread] == [other.number]
    assert ben.get("/notifications", show="some").status_code == 400


def test_one_is_read_and_somebody_else_s_is_not(world: World) -> None:
    world.open_ticket(owner=world.ben)
    world.open_ticket(owner=world.sam)
    mine, theirs = (Notification.objects.get(person=person) for person in (world.ben, world.sam))
    ben = world.browser(world.ben)
    assert fits(ben.post("/notifications/read", {"ids": [str(theirs.id)]}), Unread)["unread"] == 1
    assert fits(ben.post("/notifications/read", {"ids": [str(mine.id)]}), Unread)["unread"] == 0
    assert Notification.objects.get(id=theirs.id).read_at is None


def test_a_ticket_marked_as_unread_is_unread_in_one_s_own_list_only(world: World) -> None:
    ticket = world.open_ticket()
    ben, sam = world.browser(world.ben), world.browser(world.sam)
    for api in (ben, sam):
        api.post(f"/tickets/{ticket.number}/read", {"seq": 10_000})
    ben.post(f"/tickets/{ticket.number}/unread")
    assert [api.get("/tickets").json()["results"][0]["unread"] for api in (ben, sam)] == [True, False]
    ben.post(f"/tickets/{ticket.number}/read", {"seq": 10_000})
    assert ben.get("/tickets").json()["results"][0]["unread"] is False


def test_ten_thousand_are_as_many_statements_as_ten(world: World) -> None:
    ticket = world.open_ticket()

    def tell(count: int) -> None:
        start = Notification.objects.count()
        Notification.objects.bulk_create(
            Notification(person=world.ben, kind="assigned", ticket=ticket, event_id=start + at, at=at)
            for at in range(count)
        )

    ben = world.browser(world.ben)
    tell(60)
    ben.get("/notifications")
    with statements() as few:
        ben.get("/notifications")
    tell(10_000)
    # Who is asking is known for a few seconds; whether it had to be asked again is not the question.
    ben.get("/notifications")
    with statements() as many:
        page = fits(ben.get("/notifications"), NotificationList)
    assert few == many
    assert (len(page["results"]), page["unread"]) == (50, 1_000)
    following = fits(ben.get("/notifications", cursor=page["next"]), NotificationList)["results"]
    assert following[0]["id"] < page["results"][-1]["id"] and len(following) == 50
    ben.post("/notifications/read", {"all": True})
    assert ben.get("/me").json()["unread_notifications"] == 0
    if connection.vendor == "sqlite":
        plan = Notification.objects.filter(person=world.ben, read_at=None).order_by("-id").explain()
        assert "notification_to_read" in plan


def test_a_follower_s_reply_costs_no_statement_when_nobody_follows_but_the_question(world: World) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben, "first")
    with statements() as asked:
        world.reply(ticket, world.ben, "second")
    assert asked.count("SELECT tickets_ticketfollower") == 1
    assert not [one for one in asked if "notification" in one]
