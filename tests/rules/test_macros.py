"""Macros as people keep and use them (KF-37 to KF-44)."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tandem.api.answers import macros as shapes
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.people.commands.create_team import CreateTeam
from tandem.people.models import Person
from tandem.rules.models import Macro
from tandem.tickets.models import Message, Ticket
from tests.api.shapes import fits
from tests.world import Api, World

TAKE_IT: list[dict[str, Any]] = [
    {"action": "set_owner", "value": "current_agent"},
    {"action": "set_team", "value": "my_team"},
    {"action": "set_status", "value": "on-hold"},
]


def keep(api: Api, name: str = "I take this", **fields: Any) -> dict[str, Any]:
    answer = api.post("/macros", {"name": name, "steps": TAKE_IT} | fields)
    found: dict[str, Any] = fits(answer, shapes.MacroShown, 201)
    return found


def names(api: Api) -> list[str]:
    return [macro["name"] for macro in fits(api.get("/macros"), shapes.MacroList)["results"]]


def a_team(world: World, *people: Person, name: str = "Night") -> int:
    return run(CreateTeam(name, world.support.id, [person.id for person in people]), SYSTEM).result_id


class TestKeeping:
    def test_a_personal_macro_is_seen_by_nobody_else(self, world: World) -> None:
        keep(world.browser(world.lin))
        assert names(world.browser(world.lin)) == ["I take this"]
        for person in (world.ben, world.ana):
            assert names(world.browser(person)) == []

    def test_a_public_one_is_kept_by_admins_and_managers_and_used_by_all(self, world: World) -> None:
        keep(world.browser(world.mia), public=True)
        shown = world.browser(world.ben).get("/macros").json()["results"][0]
        assert (shown["personal"], shown["usable"], shown["editable"]) == (False, True, False)
        refused = world.browser(world.ben).post("/macros", {"name": "Mine", "steps": TAKE_IT, "public": True})
        assert refused.status_code == 403

    def test_one_for_a_team_is_for_its_members(self, world: World) -> None:
        team = a_team(world, world.ben)
        keep(world.browser(world.ana), public=True, team_ids=[str(team)])
        assert names(world.browser(world.ben)) == ["I take this"]
        assert names(world.browser(world.lin)) == []
        (for_ana,) = world.browser(world.ana).get("/macros").json()["results"]
        assert (for_ana["usable"], for_ana["editable"]) == (False, True)

    def test_a_supervisor_shares_with_their_own_teams_only(self, world: World) -> None:
        own, other = a_team(world, world.sam), a_team(world, world.ben, name="Day")
        sam = world.browser(world.sam)
        for teams in ([], [str(other)], [str(own), str(other)]):
            refused = sam.post("/macros", {"name": "X", "steps": TAKE_IT, "public": True, "team_ids": teams})
            assert refused.status_code == 403
        macro = keep(sam, public=True, team_ids=[str(own)])
        assert sam.patch(f"/macros/{macro['id']}", {"team_ids": []}).status_code == 403
        assert sam.patch(f"/macros/{macro['id']}", {"name": "Ours"}).json()["name"] == "Ours"

    def test_names_are_required_and_unique_within_their_scope_whatever_their_case(self, world: World) -> None:
        ben, ana = world.browser(world.ben), world.browser(world.ana)
        keep(ben)
        keep(ana, public=True)
        for api, name, code, public in ((ben, "i TAKE this", "taken", False), (ana, " ", "empty", True)):
            answer = api.post("/macros", {"name": name, "steps": TAKE_IT, "public": public})
            assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
        second = keep(ben, "Second")
        assert ben.patch(f"/macros/{second['id']}", {"name": "I take this"}).status_code == 422
        assert ben.patch(f"/macros/{second['id']}", {"name": "SECOND"}).status_code == 200

    def test_switched_off_it_cannot_be_applied_but_stays_in_the_settings(self, world: World) -> None:
        ben = world.browser(world.ben)
        ticket = world.open_ticket()
        macro = keep(ben)
        off = ben.patch(f"/macros/{macro['id']}", {"active": False}).json()
        assert (off["active"], off["usable"], names(ben)) == (False, False, ["I take this"])
        assert ben.get(f"/tickets/{ticket.number}/macros/{macro['id']}").status_code == 404
        ben.patch(f"/macros/{macro['id']}", {"active": True})
        assert ben.get(f"/tickets/{ticket.number}/macros/{macro['id']}").status_code == 200

    def test_two_who_change_the_same_are_told(self, world: World) -> None:
        ana, mia = world.browser(world.ana), world.browser(world.mia)
        macro = keep(ana, public=True)
        ana.patch(f"/macros/{macro['id']}", {"name": "Hers", "base": {"name": "I take this"}})
        answer = mia.patch(f"/macros/{macro['id']}", {"name": "Mine", "base": {"name": "I take this"}})
        assert (answer.status_code, answer.json()["conflicts"][0]["theirs"]) == (409, "Hers")

    def test_what_happened_to_it_is_in_the_audit_log(self, world: World) -> None:
        ana = world.browser(world.ana)
        macro = keep(ana, public=True)
        ana.patch(f"/macros/{macro['id']}", {"steps": TAKE_IT[:1], "active": False})
        assert ana.delete(f"/macros/{macro['id']}").status_code == 204
        kinds = set(Event.objects.filter(stream_kind="macro").values_list("kind", flat=True))
        assert "macro.deleted" in kinds
        assert Macro.objects.count() == 0

    def test_a_list_of_many_costs_no_more_queries(
        self, world: World, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        ben = world.browser(world.ben)
        for index in range(20):
            keep(ben, f"Macro {index}")
        ben.get("/macros")
        with django_assert_num_queries(3):
            assert len(names(ben)) == 20


class TestApplying:
    def prepared(self, api: Api, ticket: Ticket, macro: dict[str, Any]) -> dict[str, Any]:
        answer = api.get(f"/tickets/{ticket.number}/macros/{macro['id']}")
        found: dict[str, Any] = fits(answer, shapes.PreparedMacro)
        return found

    def test_it_fills_in_who_acts_and_changes_nothing(self, world: World) -> None:
        team = a_team(world, world.ben)
        ticket = world.open_ticket()
        macro = keep(world.browser(world.ana), public=True)
        found = self.prepared(world.browser(world.ben), ticket, macro)
        assert found["changes"] == {
            "owner": {"base": None, "mine": str(world.ben.id)},
            "team": {"base": None, "mine": str(team)},
            "status": {"base": "open", "mine": "on-hold"},
        }
        assert Ticket.objects.get(id=ticket.id).version == ticket.version

    def test_what_it_says_is_accepted_as_it_stands(self, world: World) -> None:
        ben = world.browser(world.ben)
        a_team(world, world.ben)
        ticket = world.open_ticket()
        found = self.prepared(ben, ticket, keep(ben))
        assert ben.patch(f"/tickets/{ticket.number}", {"changes": found["changes"]}).status_code == 200
        assert Ticket.objects.get(id=ticket.id).owner_id == world.ben.id

    def test_what_is_so_already_is_left_out(self, world: World) -> None:
        ben = world.browser(world.ben)
        ticket = world.open_ticket(owner=world.ben)
        found = self.prepared(ben, ticket, keep(ben, steps=TAKE_IT[:1]))
        assert found["changes"] == {}

    def test_dead_values_are_named_and_the_rest_applied(self, world: World) -> None:
        steps = [{"action": "set_owner", "value": str(world.sam.id)}, {"action": "set_priority", "value": "high"}]
        ana = world.browser(world.ana)
        macro = keep(ana, public=True, steps=steps)
        assert macro["warnings"] == []
        Person.objects.filter(id=world.sam.id).update(active=False)
        found = self.prepared(ana, world.open_ticket(), macro)
        assert set(found["changes"]) == {"priority"}
        assert len(found["skipped"]) == 1
        assert len(ana.get("/macros").json()["results"][0]["warnings"]) == 1

    def test_an_unknown_placeholder_is_flagged_when_saving_and_shown_as_it_is(self, world: World) -> None:
        ben = world.browser(world.ben)
        body = {"visibility": "public", "body_html": "<p>Dear {{ requester.name }}, {{ weather }}</p>"}
        macro = keep(ben, steps=[{"action": "write_text", "value": body}])
        assert "{{ weather }}" in macro["warnings"][0]
        found = self.prepared(ben, world.open_ticket(), macro)
        assert found["body_html"] == "<p>Dear Kim, {{ weather }}</p>"

    def test_a_customer_s_name_is_text(self, world: World) -> None:
        Person.objects.filter(id=world.kim.id).update(name="{{ agent.name }}\r\nBcc: x <b>")
        ben = world.browser(world.ben)
        body = {"visibility": None, "body_html": "<p>{{ requester.name }}</p>"}
        macro = keep(ben, steps=[{"action": "write_text", "value": body}])
        found = self.prepared(ben, world.open_ticket(), macro)
        assert found["body_html"] == "<p>{{ agent.name }} Bcc: x &lt;b&gt;</p>"

    @pytest.mark.parametrize("who", ["ben", "cai"])
    def test_neither_a_foreign_macro_nor_a_hidden_ticket_is_there(self, world: World, who: str) -> None:
        ticket = world.open_ticket()
        macro = keep(world.browser(world.sam if who == "ben" else world.cai))
        answer = world.browser(getattr(world, who)).get(f"/tickets/{ticket.number}/macros/{macro['id']}")
        assert answer.status_code == 404
        assert Message.objects.filter(shown_in=ticket).count() == 1
