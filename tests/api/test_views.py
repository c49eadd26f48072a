"""Views and conditions over the API: one's own, the builder's catalogue, the list with a condition in its address."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.api.answers.views import ConditionChecked, ConditionFieldList, ViewList, ViewShown
from tandem.people.models import Person
from tandem.saved_views.models import SavedView
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.preset_views import PRESET_VIEWS
from tests.api.shapes import fits
from tests.world import Api, World

pytestmark = pytest.mark.django_db

Json = dict[str, Any]


def rule(field: str, operator: str, value: Any = None) -> Json:
    return {"field": field, "operator": operator, "value": value}


def group(*rules: Json, combinator: str = "and") -> Json:
    return {"combinator": combinator, "not": False, "rules": list(rules)}


def save(api: Api, name: str, condition: Json, **more: Any) -> Json:
    answer = api.post("/views", {"name": name, "condition": condition, **more})
    saved: Json = fits(answer, ViewShown, 201)
    return saved


def own(api: Api) -> list[Json]:
    return [view for view in fits(api.get("/views"), ViewList)["results"] if view["group"] == "own"]


def subjects(api: Api, **query: Any) -> list[str]:
    answer = api.get("/tickets", **query)
    assert answer.status_code == 200, answer.content
    return sorted(row["subject"] for row in answer.json()["results"])


@pytest.fixture
def tickets(world: World) -> None:
    world.open_ticket("Printer", tags=["vip"])
    world.open_ticket("Scanner", owner=world.ben)
    world.open_ticket("Bill", department=world.billing, tags=["vip"])


VIP = group(rule("tags", "includes_any", ["vip"]))


@pytest.mark.usefixtures("tickets")
class TestOwnViews:
    def test_one_is_saved_listed_counted_opened_changed_and_deleted(self, world: World) -> None:
        ben = world.browser(world.ben)
        view = save(ben, "VIP", VIP, sort="-created")
        assert own(ben) == [view]
        assert (view["count"], view["capped"], view["sort"], view["problems"]) == (1, False, "-created", [])
        assert view["sentence"] == "Tags includes any of “vip”"
        assert subjects(ben, view=view["key"]) == ["Printer"]
        changed = ben.patch(
            f"/views/{view['key']}", {"name": "Mine", "condition": group(rule("owner", "is", "current_agent"))}
        )
        assert changed.json()["name"] == "Mine" and subjects(ben, view=view["key"]) == ["Scanner"]
        assert ben.delete(f"/views/{view['key']}").status_code == 204
        assert own(ben) == []
        gone = ben.get("/tickets", view=view["key"])
        assert (gone.status_code, gone.json()["errors"][0]["pointer"]) == (400, "/view")

    def test_its_order_is_how_it_opens(self, world: World) -> None:
        ben = world.browser(world.ben)
        view = save(ben, "Oldest", group(rule("group", "is", "open")), sort="number")
        rows = ben.get("/tickets", view=view["key"]).json()["results"]
        assert [row["subject"] for row in rows] == ["Printer", "Scanner"]

    def test_a_view_shows_nothing_that_its_reader_does_not_see_anyway(self, world: World) -> None:
        everything = group(rule("number", "is_set"))
        for person, count in ((world.ben, 2), (world.cai, 1), (world.ana, 3)):
            assert save(world.browser(person), "Everything", everything)["count"] == count

    def test_it_leaves_spam_and_trash_out_unless_it_asks_about_them(self, world: World) -> None:
        sam = world.browser(world.sam)
        for subject, command in (("Prize", MarkSpam), ("Old", TrashTicket)):
            world.do(command(world.open_ticket(subject, tags=["vip"]).id), world.sam)
        assert subjects(sam, view=save(sam, "VIP", VIP)["key"]) == ["Printer"]
        assert subjects(sam, view=save(sam, "Junk", group(rule("spam", "is_set")))["key"]) == ["Prize"]
        assert sam.post("/conditions/check", {"condition": VIP}).json()["count"] == 1
        assert sam.post("/conditions/check", {"condition": VIP, "view": "trash"}).json()["count"] == 1

    def test_a_preset_says_how_to_make_one_like_it(self, world: World) -> None:
        ben = world.browser(world.ben)
        for view in ben.get("/views").json()["results"]:
            if view["condition"] is not None:
                twin = save(ben, view["name"], view["condition"], sort=view["sort"])
                assert twin["count"] == view["count"], view["key"]

    def test_somebody_else_s_is_not_there(self, world: World) -> None:
        view = save(world.browser(world.ben), "Mine", VIP)
        for person in (world.ana, world.cai):
            api = world.browser(person)
            assert own(api) == []
            assert api.get("/tickets", view=view["key"]).status_code == 400

    def test_they_stand_in_their_owner_s_order(self, world: World) -> None:
        ben = world.browser(world.ben)
        keys = [save(ben, name, VIP)["key"] for name in ("A", "B", "C")]
        answer = ben.post("/views/order", {"ids": [keys[2], keys[0], keys[1]]})
        assert [view["name"] for view in answer.json()["results"] if view["group"] == "own"] == ["C", "A", "B"]
        assert [view["name"] for view in own(ben)] == ["C", "A", "B"]
        save(ben, "D", VIP)
        assert [view["name"] for view in own(ben)][-1] == "D"

    def test_a_name_that_is_taken_is_said_at_its_field(self, world: World) -> None:
        ben = world.browser(world.ben)
        save(ben, "VIP", VIP)
        answer = ben.post("/views", {"name": "vip", "condition": VIP})
        assert answer.status_code == 422
        assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/name", "taken")]

    def test_a_rule_that_is_wrong_is_said_at_the_rule(self, world: World) -> None:
        wrong = group(VIP, group(rule("priority", "is", "huge")))
        answer = world.browser(world.ben).post("/views", {"name": "X", "condition": wrong})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/condition/rules/1/rules/0/value"

    @pytest.mark.parametrize(
        ("stored", "pointer", "code"),
        [
            (group(rule("gone", "is", 1)), "/rules/0/field", "unknown_field"),
            (group(rule("owner", "is_not", "12345")), "/rules/0/value", "value_gone"),
            (group(rule("status", "is", "abolished")), "/rules/0/value", "value_gone"),
            (group(rule("tags", "is_set"), {"what": 1}), "/rules/1", "malformed"),
            ([], "", "malformed"),
        ],
    )
    def test_a_broken_one_opens_says_why_and_is_empty(self, world: World, stored: Any, pointer: str, code: str) -> None:
        ben = world.browser(world.ben)
        view = save(ben, "Broken", VIP)
        SavedView.objects.filter(id=view["key"]).update(condition=stored)
        shown = own(ben)[0]
        assert [(one["pointer"], one["code"]) for one in shown["problems"]] == [(pointer, code)]
        assert shown["count"] == 0
        assert subjects(ben, view=view["key"]) == []
        renamed = ben.patch(f"/views/{view['key']}", {"name": "Still broken"})
        assert renamed.status_code == 200

    def test_every_view_is_counted_by_one_statement(self, world: World) -> None:
        ben = world.program(world.ben)
        for n in range(3):
            save(ben, f"View {n}", group(rule("owner", "is", str(world.ben.id)), rule("status", "is", "open")))
        ben.get("/views")
        with CaptureQueriesContext(connection) as asked:
            ben.get("/views")
        selects = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        counting = [sql for sql in selects if "tickets_ticket" in sql]
        # Whoever is in no team has nothing unassigned in one: that is not asked.
        assert len(counting) == len(PRESET_VIEWS) - 1 + 3
        # The views themselves, the names of people and of statuses in all of them; the rest is who asks.
        assert len([sql for sql in selects if "saved_views_savedview" in sql]) == 1
        assert len([sql for sql in selects if 'FROM "tickets_status"' in sql]) == 1

    def test_a_preset_list_asks_nothing_about_own_views(self, world: World) -> None:
        ben = world.program(world.ben)
        save(ben, "VIP", VIP)
        ben.get("/tickets", view="open")
        with CaptureQueriesContext(connection) as asked:
            ben.get("/tickets", view="open")
        assert not [one for one in asked if "saved_views" in one["sql"] or 'FROM "tickets_status"' in one["sql"]]

    def test_a_narrow_token_is_not_told_names(self, world: World) -> None:
        save(world.browser(world.ben), "Kim's", group(rule("requester", "is", str(world.kim.id))))
        assert own(world.program(world.ben, "tickets.read"))[0]["sentence"] == ""
        assert own(world.program(world.ben, "tickets.read", "people.read"))[0]["sentence"] == "Requester is Kim"


@pytest.mark.usefixtures("tickets")
class TestConditionInTheAddress:
    def test_it_narrows_the_view_and_the_other_filters(self, world: World) -> None:
        ana = world.browser(world.ana)
        written = orjson.dumps(VIP).decode()
        assert subjects(ana, condition=written) == ["Bill", "Printer"]
        assert subjects(ana, condition=written, view="unassigned", department=str(world.support.id)) == ["Printer"]
        assert subjects(ana, condition=written, q="bill") == ["Bill"]

    @pytest.mark.parametrize(
        ("written", "pointer", "code"),
        [
            ("{", "/condition", "malformed"),
            ("[]", "/condition", "malformed"),
            (orjson.dumps(group()).decode(), "/condition/rules", "empty_group"),
            (orjson.dumps(group(rule("colour", "is", 1))).decode(), "/condition/rules/0/field", "unknown_field"),
            (orjson.dumps(group(rule("owner", "is", "9"))).decode(), "/condition/rules/0/value", "value_gone"),
            (orjson.dumps(group(rule("subject", "is", "a\0"))).decode(), "/condition/rules/0/value", "value_type"),
            (orjson.dumps(group(rule("subject", "is", "x" * 8_000))).decode(), "/condition", "too_long"),
            ('{"combinator":"and","rules":' * 3_000, "/condition", "too_long"),
        ],
    )
    def test_what_cannot_be_read_is_refused_at_its_place(
        self, world: World, written: str, pointer: str, code: str
    ) -> None:
        answer = world.browser(world.ben).get("/tickets", condition=written)
        assert answer.status_code == 400
        assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [(pointer, code)]

    def test_it_is_no_oracle_for_tickets_that_one_does_not_see(self, world: World) -> None:
        """Rights come before the condition (sec:Z-08): not in rows, not in counts, whatever is asked and however it is turned."""
        hidden = world.open_ticket("A secret", "the code word is osprey", department=world.billing)
        ben = world.browser(world.ben)
        asked = (
            rule("number", "is", hidden.number),
            rule("text", "contains", "osprey"),
            rule("subject", "not_contains", "nothing like it"),
            rule("department", "is", str(world.billing.id)),
        )
        for one in asked:
            condition = group(one, group(rule("number", "is", hidden.number)))
            assert subjects(ben, condition=orjson.dumps(condition).decode()) == []
            turned = {"combinator": "or", "not": True, "rules": [{**condition, "not": True}]}
            assert ben.post("/conditions/check", {"condition": turned}).json()["count"] == 0
            assert save(ben, one["field"], condition)["count"] == 0


@pytest.mark.usefixtures("tickets")
class TestBuilder:
    def test_the_catalogue_offers_what_the_check_takes(self, world: World) -> None:
        found = fits(world.browser(world.ben).get("/conditions/fields"), ConditionFieldList)
        fields = {field["key"]: field for field in found["fields"]}
        assert [topic["label"] for topic in found["topics"]] == ["Ticket", "People", "Times"]
        assert {field["topic"] for field in fields.values()} == {topic["key"] for topic in found["topics"]}
        labels = {option["value"]: option["label"] for option in fields["owner"]["options"]}
        assert labels["current_agent"] == "current agent" and labels[str(world.ben.id)] == "Ben"
        assert fields["status"]["options"][0]["value"] == "open"
        assert len({option["value"] for option in fields["status"]["options"]}) == len(fields["status"]["options"])
        assert fields["requester"]["search"] == "customers" and fields["tags"]["search"] == "tags"
        assert {one["editor"] for one in fields["due"]["operators"]} == {"date", "amount", "days", "day", "none"}
        assert not any(one["name"].startswith("changed") for field in fields.values() for one in field["operators"])

    def test_statuses_of_one_slug_are_one_choice_under_all_their_names(self, world: World) -> None:
        ana = world.browser(world.ana)
        status = next(one for one in ana.get("/catalogue").json()["statuses"] if one["slug"] == "waiting")
        assert (
            ana.patch(
                f"/statuses/{status['id']}",
                {"changes": {"name": {"base": status["name"], "mine": "With the customer"}}},
            ).status_code
            == 200
        )
        fields = ana.get("/conditions/fields").json()["fields"]
        options = next(field for field in fields if field["key"] == "status")["options"]
        waiting = [one["label"] for one in options if one["value"] == "waiting"]
        assert len(waiting) == 1 and set(waiting[0].split(" / ")) == {"With the customer", "Waiting"}

    def test_the_check_says_the_sentence_and_how_many(self, world: World) -> None:
        condition = group(
            VIP, group(rule("owner", "is", "nobody"), rule("requester", "is", str(world.lee.id)), combinator="or")
        )
        answer = world.browser(world.ana).post("/conditions/check", {"condition": condition})
        assert fits(answer, ConditionChecked) == {
            "problems": [],
            "sentence": "Tags includes any of “vip” and (Owner is nobody or Requester is Lee)",
            "count": 2,
            "capped": False,
        }

    def test_the_check_speaks_the_reader_s_language(self, world: World) -> None:
        browser = world.browser(world.ben)
        said = browser.post("/conditions/check", {"condition": VIP}, Accept_Language="cs").json()["sentence"]
        assert said != "Tags includes any of “vip”" and "vip" in said

    def test_the_check_locates_every_problem(self, world: World) -> None:
        condition = group(rule("colour", "is", 1), VIP, group(rule("priority", "is", "huge"), rule("team", "is", "77")))
        answer = world.browser(world.ben).post("/conditions/check", {"condition": condition})
        assert answer.status_code == 200 and answer.json()["count"] is None
        assert [(one["pointer"], one["code"]) for one in answer.json()["problems"]] == [
            ("/rules/0/field", "unknown_field"),
            ("/rules/2/rules/0/value", "value_unknown"),
        ]
        gone = world.browser(world.ben).post("/conditions/check", {"condition": group(rule("team", "is", "77"))}).json()
        assert [(one["pointer"], one["code"]) for one in gone["problems"]] == [("/rules/0/value", "value_gone")]

    def test_somebody_without_a_name_is_known_by_their_address(self, world: World) -> None:
        Person.objects.filter(id=world.oto.id).update(name="")
        condition = group(rule("requester", "is", str(world.oto.id)))
        answer = world.browser(world.ben).post("/conditions/check", {"condition": condition}).json()
        assert answer["sentence"] == "Requester is oto@elsewhere.example"


def test_due_tomorrow_is_a_filter(world: World) -> None:
    assert world.browser(world.ben).get("/tickets", due="tomorrow").status_code == 200
