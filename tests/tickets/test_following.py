"""Following a ticket or a customer: who may, who hears, once each, and no longer than they may see it."""

from __future__ import annotations

import pytest

from tandem.api.answers.people import CustomerFollowed
from tandem.api.answers.tickets import TicketList, TicketPage
from tandem.kernel.errors import Invalid
from tandem.kernel.models import Event
from tandem.notifications.models import Notification
from tandem.people.models import DepartmentMember, Person
from tandem.tickets.commands.follow_ticket import FollowTicket
from tandem.tickets.models import Ticket, TicketFollower
from tests.api.shapes import fits
from tests.world import World

pytestmark = pytest.mark.django_db


def following(ticket: Ticket) -> set[int]:
    return set(TicketFollower.objects.filter(ticket=ticket).values_list("person_id", flat=True))


def told(person: Person) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(person=person).order_by("id").values_list("kind", "about"))


def test_everybody_follows_for_themselves_also_a_light_agent(world: World) -> None:
    ticket = world.open_ticket()
    lin = world.browser(world.lin)
    page = fits(lin.post(f"/tickets/{ticket.number}/follow"), TicketPage)
    assert [one["id"] for one in page["followers"]] == [str(world.lin.id)]
    listed = fits(lin.get("/tickets", view="followed"), TicketList)["results"]
    assert [row["number"] for row in listed] == [ticket.number]
    assert world.browser(world.ben).get("/tickets", view="followed").json()["results"] == []
    assert fits(lin.delete(f"/tickets/{ticket.number}/follow"), TicketPage)["followers"] == []
    kinds = Event.objects.filter(stream_id=ticket.id, field="followers").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["ticket.followers_changed"] * 2


def test_to_follow_twice_is_to_follow_once(world: World) -> None:
    ticket = world.open_ticket()
    world.do(FollowTicket(ticket.id), world.ben)
    seq = Ticket.objects.get(id=ticket.id).seq
    assert world.do(FollowTicket(ticket.id), world.ben).events == []
    assert Ticket.objects.get(id=ticket.id).seq == seq


def test_who_follows_does_not_bring_the_ticket_to_the_top_of_everybody_s_list(world: World) -> None:
    ticket = world.open_ticket()
    world.do(FollowTicket(ticket.id), world.ben)
    after = Ticket.objects.get(id=ticket.id)
    assert (after.updated_at, after.version) == (ticket.updated_at, ticket.version + 1)


def test_colleagues_are_added_member_by_member_and_the_history_names_them(world: World) -> None:
    ticket = world.open_ticket()
    world.do(FollowTicket(ticket.id), world.lin)
    ben = world.browser(world.ben)
    body = {"changes": {"followers": {"base": [], "mine": [str(world.sam.id), str(world.ana.id)]}}}
    page = fits(ben.patch(f"/tickets/{ticket.number}", body), TicketPage)
    assert {one["name"] for one in page["followers"]} == {"Lin", "Sam", "Ana"}
    last = ben.get(f"/tickets/{ticket.number}/events", order="desc").json()["results"][0]
    assert last["sentence"] == "added to the followers: Sam, Ana" or last["sentence"].endswith("Ana, Sam")
    body = {"changes": {"followers": {"base": [str(world.sam.id)], "mine": []}}}
    page = ben.patch(f"/tickets/{ticket.number}", body).json()
    assert {one["name"] for one in page["followers"]} == {"Lin", "Ana"}


@pytest.mark.parametrize("whom", ["cai", "kim"], ids=["colleague of another department", "customer"])
def test_only_whoever_sees_the_ticket_can_be_added(world: World, whom: str) -> None:
    ticket = world.open_ticket()
    mine = [str(world.sam.id), str(getattr(world, whom).id)]
    refused = world.browser(world.ben).patch(
        f"/tickets/{ticket.number}", {"changes": {"followers": {"base": [], "mine": mine}}}
    )
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/changes/followers/mine/1"
    assert refused.json()["errors"][0]["code"] == "not_permitted"
    assert following(ticket) == set()


def test_a_light_agent_adds_nobody_else(world: World) -> None:
    ticket = world.open_ticket()
    body = {"changes": {"followers": {"base": [], "mine": [str(world.sam.id)]}}}
    assert world.browser(world.lin).patch(f"/tickets/{ticket.number}", body).status_code == 403


def test_a_follower_hears_of_customer_reply_and_note_by_others(world: World) -> None:
    ticket = world.open_ticket()
    world.do(FollowTicket(ticket.id), world.lin)
    world.write(ticket)
    world.reply(ticket, world.ben)
    world.note(ticket, world.sam)
    world.note(ticket, world.lin, "My own")
    assert told(world.lin) == [
        ("followed_activity", "message.received"),
        ("followed_activity", "message.replied"),
        ("followed_activity", "message.noted"),
    ]


def test_whoever_is_owner_and_follower_and_mentioned_is_told_once_by_what_concerns_them_most(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    world.do(FollowTicket(ticket.id), world.ben)
    Notification.objects.all().delete()
    world.write(ticket)
    world.note(ticket, world.sam, "Look", mentions=[world.ben])
    assert told(world.ben) == [("customer_replied", "message.received"), ("mentioned", "message.noted")]


def test_whoever_lost_sight_of_a_ticket_hears_no_more_of_it(world: World) -> None:
    ticket = world.open_ticket()
    world.do(FollowTicket(ticket.id), world.lin)
    DepartmentMember.objects.filter(person_id=world.lin.id).delete()
    world.write(ticket)
    assert told(world.lin) == []


def test_customers_in_copy_hear_of_no_note(world: World) -> None:
    ticket = world.open_ticket(cc=[])
    world.note(ticket, world.ben)
    assert told(world.kim) == []


def test_following_a_customer_follows_their_new_tickets_as_far_as_one_sees_them(world: World) -> None:
    old = world.open_ticket("Old")
    ben = world.browser(world.ben)
    answer = fits(ben.post(f"/customers/{world.kim.id}/follow"), CustomerFollowed)
    assert answer == {"followed": True, "tickets": 0}
    new, elsewhere = world.open_ticket("New"), world.open_ticket("Elsewhere", department=world.billing)
    other, spam = world.open_ticket("Other's", requester=world.lee), world.open_ticket("Spam", spam=True)
    assert [following(one) for one in (old, new, elsewhere, other, spam)] == [
        set(),
        {world.ben.id},
        set(),
        set(),
        set(),
    ]
    assert told(world.ben) == [("followed_activity", "message.received")]
    page = fits(ben.get(f"/tickets/{new.number}"), TicketPage)
    assert page["requester"]["followed"] is True
    assert fits(ben.delete(f"/customers/{world.kim.id}/follow"), CustomerFollowed)["followed"] is False
    assert following(world.open_ticket("Newer")) == set()
    assert following(new) == {world.ben.id}


def test_the_open_tickets_come_with_the_customer_by_choice(world: World) -> None:
    first, closed = world.open_ticket("First"), world.open_ticket("Closed")
    world.edit(closed, world.ben, status=("open", "solved"))
    world.open_ticket("Elsewhere", department=world.billing)
    answer = world.browser(world.ben).post(f"/customers/{world.kim.id}/follow", {"open_tickets": True})
    assert answer.json() == {"followed": True, "tickets": 1}
    assert following(first) == {world.ben.id} and following(closed) == set()


def test_a_colleague_is_no_customer_to_follow(world: World) -> None:
    assert world.browser(world.ben).post(f"/customers/{world.sam.id}/follow").status_code == 404


def test_a_mention_of_the_unseeing_adds_nobody(world: World) -> None:
    ticket = world.open_ticket()
    with pytest.raises(Invalid):
        world.note(ticket, world.ben, mentions=[world.sam, world.cai])
    assert following(ticket) == set()
