"""The spam folder and the trash through the API: emptying, deleting for good, senders whose mail goes there."""

from __future__ import annotations

from tandem.api.answers import people as people_shapes
from tandem.api.answers import tickets as shapes
from tandem.kernel.worker import drain
from tandem.tickets.models import Ticket
from tests.api.shapes import fits
from tests.world import World


def test_a_ticket_goes_for_good_out_of_the_trash_only(world: World) -> None:
    ana, number = world.browser(world.ana), world.open_ticket().number
    early = ana.delete(f"/tickets/{number}")
    assert (early.status_code, early.json()["code"]) == (403, "forbidden")
    trashed = fits(ana.post(f"/tickets/{number}/trash"), shapes.TicketPage)
    assert trashed["abilities"]["delete"]["allowed"]
    assert not world.browser(world.sam).get(f"/tickets/{number}").json()["abilities"]["delete"]["allowed"]
    assert world.browser(world.sam).delete(f"/tickets/{number}").status_code == 403
    assert ana.delete(f"/tickets/{number}").status_code == 204
    assert ana.get(f"/tickets/{number}").status_code == 404
    assert ana.get("/tickets", view="trash").json()["results"] == []


def test_folders_are_emptied_in_the_background(world: World) -> None:
    ana, sam = world.browser(world.ana), world.browser(world.sam)
    for subject in ("one", "two"):
        sam.post(f"/tickets/{world.open_ticket(subject).number}/spam")
    assert fits(sam.post("/tickets/empty", {"folder": "spam"}), shapes.EmptyingShown, 202) == {"count": 2}
    drain()
    assert [len(sam.get("/tickets", view=view).json()["results"]) for view in ("spam", "trash")] == [0, 2]
    assert sam.post("/tickets/empty", {"folder": "trash"}).status_code == 403
    assert fits(ana.post("/tickets/empty", {"folder": "trash"}), shapes.EmptyingShown, 202) == {"count": 2}
    drain()
    assert not Ticket.objects.exists()
    assert ana.post("/tickets/empty", {"folder": "inbox"}).status_code == 400


def test_a_sender_is_blocked_with_the_spam_and_let_through_again(world: World) -> None:
    sam, number = world.browser(world.sam), world.open_ticket().number
    fits(sam.post(f"/tickets/{number}/spam", {"block_sender": True}), shapes.TicketPage)
    kim = f"/customers/{world.kim.id}"
    assert fits(sam.get(kim), people_shapes.CustomerDetail)["blocked"]
    assert not fits(sam.post(f"{kim}/unblock"), people_shapes.CustomerDetail)["blocked"]
    assert fits(sam.post(f"{kim}/block"), people_shapes.CustomerDetail)["blocked"]
    assert sam.post(f"/customers/{world.ben.id}/block").status_code in {403, 404}
    staff = sam.post(f"/tickets/{world.open_ticket(requester=world.ben).number}/spam", {"block_sender": True})
    assert (staff.status_code, staff.json()["errors"][0]["pointer"]) == (422, "/block_sender")


def test_an_admin_gives_an_agent_the_right_to_put_aside(world: World) -> None:
    ana, ben, number = world.browser(world.ana), world.browser(world.ben), world.open_ticket().number
    assert not ben.get("/me").json()["abilities"]["spam"]["allowed"]
    given = ana.patch(f"/people/{world.ben.id}", {"granted": ["tickets.trash", "tickets.spam", "tickets.spam"]})
    assert fits(given, people_shapes.ColleagueShown)["granted"] == ["tickets.spam", "tickets.trash"]
    assert ben.get("/me").json()["abilities"]["spam"]["allowed"]
    assert ben.post(f"/tickets/{number}/spam").status_code == 200
    wrong = ana.patch(f"/people/{world.ben.id}", {"granted": ["people.manage"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/granted")
