"""What the verbs on saved views plan and refuse."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.kernel.actors import Actor
from tandem.kernel.changes import FieldChange, Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Malformed, NotFound, Refused
from tandem.kernel.merging import Edit
from tandem.kernel.models import Event
from tandem.people.editing import UNSEEN
from tandem.saved_views.commands.create_view import CreateView, Reads
from tandem.saved_views.commands.delete_view import DeleteView
from tandem.saved_views.commands.edit_view import EditView
from tandem.saved_views.commands.order_views import OrderViews
from tandem.saved_views.content import MAX_VIEWS
from tandem.saved_views.models import SavedView
from tests.world import World

TAGGED = {"combinator": "and", "rules": [{"field": "tags", "operator": "is_set"}]}


def _run(**columns: Any) -> Run:
    run = Run(actor=Actor("agent", person_id=7), now=1_000)
    if columns:
        run.records[Ref("saved_view", 1)] = SavedView(id=1, owner_id=7, **columns)
    return run


def test_a_new_view_is_its_maker_s_and_the_last() -> None:
    changes = CreateView(" Late\u202e ", TAGGED, "due").plan(_run(), Reads(TAGGED, 4))
    values = changes.created("saved_view")[0].values
    assert values["owner_id"] == 7 and values["position"] == 4 and values["sort"] == "due"
    assert (values["name"], values["name_key"]) == ("Late", "late")


def test_a_renamed_view_is_told_apart_by_its_new_name() -> None:
    run = _run(name="Late", name_key="late", condition=TAGGED, sort="-updated")
    changes = EditView(1, {"name": Edit("Late", "ＬＡＴＥＲ")}).plan(run, None)
    assert [(change.field, change.new) for change in changes if isinstance(change, FieldChange)] == [
        ("name", "ＬＡＴＥＲ"),
        ("name_key", "later"),
    ]


def test_what_is_edited_as_it_was_changes_nothing() -> None:
    run = _run(name="Late", name_key="late", condition=TAGGED, sort="-updated")
    assert not list(EditView(1, {"condition": Edit(UNSEEN, dict(TAGGED))}).plan(run, None))


def _saved(world: World, name: str, person: Any = None, **fields: Any) -> int:
    return world.do(CreateView(name, TAGGED, **fields), person or world.ben).result_id


@pytest.mark.django_db
class TestWithOwners:
    def test_names_are_unique_for_each_owner_without_regard_to_case_and_width(self, world: World) -> None:
        first = _saved(world, "Late ones")
        with pytest.raises(Invalid) as refused:
            _saved(world, "  LATE　ＯＮＥＳ ")
        assert [(one.pointer, one.code) for one in refused.value.problems] == [("/name", "taken")]
        _saved(world, "Late ones", world.cai)
        world.do(EditView(first, {"name": Edit(UNSEEN, "late ONES")}), world.ben)
        second = _saved(world, "Other")
        with pytest.raises(Invalid):
            world.do(EditView(second, {"name": Edit(UNSEEN, "Late Ones")}), world.ben)

    @pytest.mark.parametrize(
        ("fields", "error", "pointers"),
        [
            ({"name": " \u202e\n "}, Invalid, ["/name"]),
            ({"sort": "colour"}, Malformed, ["/sort"]),
            ({"condition": {"combinator": "and", "rules": []}}, Invalid, ["/condition/rules"]),
            ({"condition": []}, Malformed, ["/condition"]),
            (
                {"condition": {"combinator": "or", "rules": [TAGGED, {"field": "x", "operator": "is", "value": 1}]}},
                Malformed,
                ["/condition/rules/1/field"],
            ),
            (
                {"condition": {"combinator": "and", "rules": [{"field": "owner", "operator": "is", "value": "9"}]}},
                Invalid,
                ["/condition/rules/0/value"],
            ),
            (
                {"condition": {"combinator": "and", "rules": [{"field": "status", "operator": "changed"}]}},
                Invalid,
                ["/condition/rules/0/operator"],
            ),
        ],
    )
    def test_what_is_no_view_is_refused_at_its_place(
        self, world: World, fields: dict[str, Any], error: type[Refused], pointers: list[str]
    ) -> None:
        with pytest.raises(error) as refused:
            world.do(CreateView(**({"name": "Late", "condition": TAGGED} | fields)), world.ben)
        assert [problem.pointer for problem in refused.value.problems] == pointers

    def test_there_is_an_end_to_them(self, world: World) -> None:
        SavedView.objects.bulk_create(
            SavedView(owner_id=world.ben.id, name=str(n), name_key=str(n), condition=TAGGED, sort="due", position=n)
            for n in range(MAX_VIEWS)
        )
        with pytest.raises(Invalid) as refused:
            _saved(world, "One more")
        assert refused.value.problems[0].code == "too_many"
        _saved(world, "Cai's first", world.cai)

    def test_the_order_is_one_s_own(self, world: World) -> None:
        first, second, third = (_saved(world, name) for name in ("A", "B", "C"))
        world.do(OrderViews([third, first, second]), world.ben)
        assert list(SavedView.objects.order_by("position").values_list("name", flat=True)) == ["C", "A", "B"]
        with pytest.raises(NotFound):
            world.do(OrderViews([third, _saved(world, "Cai's", world.cai)]), world.ben)

    @pytest.mark.parametrize("other", ["ana", "cai", "lin"])
    def test_it_does_not_exist_for_anybody_else(self, world: World, other: str) -> None:
        view, person = _saved(world, "Mine"), getattr(world, other)
        for command in (DeleteView(view), EditView(view, {"name": Edit(UNSEEN, "Theirs")}), OrderViews([view])):
            with pytest.raises(NotFound):
                world.do(command, person)
        assert SavedView.objects.get(id=view).name == "Mine"

    def test_the_log_tells_of_it_without_telling_what_it_says(self, world: World) -> None:
        view = _saved(world, "Complaints about Sam")
        other = TAGGED | {"combinator": "or"}
        world.do(EditView(view, {"name": Edit(UNSEEN, "Sam"), "condition": Edit(UNSEEN, other)}), world.ben)
        world.do(DeleteView(view), world.ben)
        told = Event.objects.filter(stream_kind="saved_view").order_by("id").values("kind", "old", "new")
        assert [(event["kind"], event["old"], event["new"]) for event in told] == [("saved_view.deleted", None, {})]

    def test_a_renaming_says_that_and_no_more(self, world: World) -> None:
        view = _saved(world, "Complaints about Sam")
        world.do(EditView(view, {"name": Edit(UNSEEN, "Sam")}), world.ben)
        told = Event.objects.filter(stream_kind="saved_view").order_by("id").values("kind", "old", "new")
        assert [tuple(event.values()) for event in told] == [
            ("saved_view.created", None, None),
            ("saved_view.renamed", None, "changed"),
        ]
