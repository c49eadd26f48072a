"""Organisations take in who was there before them; teams and organisations go when nothing needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tandem.api.answers import people as shapes
from tandem.kernel.models import Event
from tandem.kernel.worker import drain
from tandem.people.commands.create_team import CreateTeam
from tandem.people.models import Organisation, Person, Team
from tandem.tickets.models import Ticket
from tests.api.shapes import fits

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_domain_added_later_takes_in_whom_it_is_told_to(world: World) -> None:
    ben = world.browser(world.ben)
    made = ben.post("/organisations", {"name": "Elsewhere", "domains": ["elsewhere.example"]}).json()
    assert (made["customers"], made["joinable"]) == (0, 1)
    assert Person.objects.get(id=world.oto.id).organisation_id is None, "by choice only"
    fits(ben.post(f"/organisations/{made['id']}/take-in"), shapes.OrganisationDetail)
    drain()
    after = fits(ben.get(f"/organisations/{made['id']}"), shapes.OrganisationDetail)
    assert (after["customers"], after["joinable"]) == (1, 0)
    told = Event.objects.filter(stream_kind="person", stream_id=world.oto.id, field="organisation").get()
    assert told.actor_id == world.ben.id
    within = ben.get("/customers", organisation=made["id"]).json()["results"]
    assert [customer["name"] for customer in within] == ["Oto"]


def test_no_organisation_has_a_public_provider_s_domain(world: World) -> None:
    refused = world.browser(world.ben).post("/organisations", {"name": "All", "domains": ["a.example", "GMail.com"]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/domains/1")


def test_an_organisation_goes_and_its_customers_stay(world: World) -> None:
    assert world.browser(world.ben).delete(f"/organisations/{world.customer_ltd.id}").status_code == 204
    assert not Organisation.objects.exists()
    assert Person.objects.get(id=world.kim.id).organisation_id is None
    kinds = Event.objects.filter(stream_kind="organisation", stream_id=world.customer_ltd.id)
    assert list(kinds.order_by("seq").values_list("kind", flat=True))[-1] == "organisation.deleted"
    assert kinds.count() > 1, "the configuration's history stays"


def test_a_team_with_open_tickets_stays(world: World) -> None:
    team = world.do(CreateTeam("Night", world.support.id), world.ana).result_id
    ticket = world.open_ticket()
    world.edit(ticket, world.ana, team=(None, team))
    ana = world.browser(world.ana)
    refused = ana.delete(f"/teams/{team}")
    assert (refused.status_code, refused.json()["code"], refused.json()["tickets"]) == (409, "team.in_use", 1)
    world.edit(ticket, world.ana, status=("open", "solved"))
    assert ana.delete(f"/teams/{team}").status_code == 204
    assert not Team.objects.exists()
    assert Ticket.objects.get(id=ticket.id).team_id is None
