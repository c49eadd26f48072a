"""Several people edit one record, each from what they saw: what touches different fields adds up in whatever order it comes,
and where two meet, nothing vanishes unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tandem.kernel.merging import Clash, Edit, merge_set, merge_value

FIELDS = ("subject", "owner", "priority", "due")
Value = str | None
values = st.one_of(st.none(), st.sampled_from("abc"))
members = st.frozensets(st.sampled_from("uvwxyz"))


@dataclass
class Stored:
    """A record as the server holds it: four values and a set, merged by the functions that every command uses."""

    values: dict[str, Value]
    tags: frozenset[str]
    #: Every value that any field has had, in order: what somebody could have seen.
    past: dict[str, list[Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.past = {name: [value] for name, value in self.values.items()}

    def edit(self, edits: dict[str, Edit], tags: Edit | None = None) -> list[Clash]:
        """All of it or, when a field clashes, nothing."""
        clashes = [
            clash for name, edit in edits.items() if (clash := merge_value(name, edit, self.values[name])) is not None
        ]
        if clashes:
            return clashes
        for name, edit in edits.items():
            self.values[name] = edit.mine
            self.past[name].append(edit.mine)
        if tags is not None:
            added, removed = merge_set(tags, self.tags)
            self.tags = (self.tags | frozenset(map(str, added))) - frozenset(map(str, removed))
        return []


begun = st.fixed_dictionaries(dict.fromkeys(FIELDS, values))


@given(begun, st.data())
def test_edits_of_different_fields_are_their_union_in_any_order(begin: dict[str, Value], data: st.DataObject) -> None:
    """Everybody looked before anybody saved."""
    shared = data.draw(st.lists(st.integers(0, 3), min_size=len(FIELDS), max_size=len(FIELDS)))
    wanted = data.draw(begun)
    people: dict[int, dict[str, Edit]] = {}
    for person, name in zip(shared, FIELDS, strict=True):
        people.setdefault(person, {})[name] = Edit(begin[name], wanted[name])
    stored = Stored(dict(begin), frozenset())
    for person in data.draw(st.permutations(sorted(people))):
        assert stored.edit(people[person]) == []
    assert stored.values == wanted


@given(members, st.lists(members, max_size=5), st.data())
def test_members_that_different_people_add_and_remove_add_up(
    begin: frozenset[str], wishes: list[frozenset[str]], data: st.DataObject
) -> None:
    stored = Stored(dict.fromkeys(FIELDS, None), begin)
    for mine in data.draw(st.permutations(wishes)):
        stored.edit({}, Edit(sorted(begin), sorted(mine)))
    added = frozenset[str]().union(*(mine - begin for mine in wishes))
    removed = frozenset[str]().union(*(begin - mine for mine in wishes))
    assert stored.tags == (begin | added) - removed


@given(begun, st.lists(st.tuples(st.sampled_from(FIELDS), values, st.integers(0, 6)), max_size=12))
def test_what_somebody_saved_never_vanishes_unseen(
    begin: dict[str, Value], saves: list[tuple[str, Value, int]]
) -> None:
    """Each save is built on what its author saw some saves ago. What it replaces, its author had seen, or it is refused and
    shown to them."""
    stored = Stored(dict(begin), frozenset())
    views: list[dict[str, Value]] = [dict(begin)]
    for name, mine, ago in saves:
        seen = views[max(0, len(views) - 1 - ago)]
        replaced: Any = stored.values[name]
        clashes = stored.edit({name: Edit(seen[name], mine)})
        if clashes:
            assert clashes == [Clash(name, seen[name], replaced, mine)]
            assert stored.values[name] == replaced, "a refused save changes nothing"
            # Told what stands there, its author may insist; now they have seen it.
            assert stored.edit({name: Edit(replaced, mine)}) == []
        else:
            assert replaced in (seen[name], mine)
        assert stored.values[name] == mine
        views.append(dict(stored.values))


@given(begun, values, values, st.sampled_from(FIELDS), st.sampled_from(FIELDS))
def test_a_save_with_one_clash_saves_nothing_of_it(
    begin: dict[str, Value], theirs: Value, mine: Value, name: str, other: str
) -> None:
    stored = Stored(dict(begin), frozenset())
    stored.edit({name: Edit(begin[name], theirs)})
    before = dict(stored.values)
    edits = {other: Edit(begin[other], mine), name: Edit(begin[name], mine)}
    if stored.edit(edits):
        assert stored.values == before
