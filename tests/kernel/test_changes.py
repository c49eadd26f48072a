"""Change sets as data: no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.kernel.changes import ChangeSet, EffectRequest, Ref, SetChange
from tandem.kernel.merging import Clash, Edit, merge_set, merge_value

BOAT = Ref("boat", 1)
OTHER = Ref("boat", 2)


def test_the_first_old_and_the_last_new_count() -> None:
    changes = ChangeSet()
    changes.set(BOAT, "name", "a", "b")
    changes.set(OTHER, "name", "x", "y")
    changes.set(BOAT, "name", "b", "c")
    assert [(c.ref, c.old, c.new) for c in changes] == [(OTHER, "x", "y"), (BOAT, "a", "c")]  # type: ignore[union-attr]


def test_a_change_back_disappears() -> None:
    changes = ChangeSet()
    changes.set(BOAT, "name", "a", "b")
    changes.set(BOAT, "name", "b", "a")
    assert len(changes) == 0
    assert changes.changed(BOAT, "name") is None


def test_append_says_whether_anything_is_different_now() -> None:
    changes = ChangeSet()
    assert not changes.set(BOAT, "name", "a", "a")
    assert changes.set(BOAT, "name", "a", "b")
    assert not changes.set(BOAT, "name", "b", "b")
    assert changes.set(BOAT, "name", "b", "c")
    assert not changes.append(SetChange(BOAT, "flags", (), ()))
    assert changes.append(SetChange(BOAT, "flags", ("x",), ()))
    assert not changes.append(SetChange(BOAT, "flags", ("x",), ()))


def test_extending_takes_changes_and_effects() -> None:
    changes, other = ChangeSet(), ChangeSet(effects=[EffectRequest("k", "1", {})])
    other.create(BOAT, {"name": "a"})
    changes.extend(other)
    assert [new.ref for new in changes.created("boat")] == [BOAT]
    assert len(changes.effects) == 1


members = st.frozensets(st.sampled_from("abcde"))


Steps = list[tuple[frozenset[str], frozenset[str]]]


@given(members, st.lists(st.tuples(members, members), max_size=5))
def test_changes_of_one_set_tell_no_member_twice(
    before: frozenset[str], steps: list[tuple[frozenset[str], frozenset[str]]]
) -> None:
    """Whatever several parts ask for, in order: what is told leads to what was asked for."""
    changes, wanted = ChangeSet(), set(before)
    for added, removed in steps:
        wanted = (wanted - removed) | added
        changes.append(SetChange(BOAT, "flags", tuple(added), tuple(removed - added)))
    now, last = set(before), dict[str, bool]()
    for change in changes:
        assert isinstance(change, SetChange)
        assert change.added or change.removed
        told = dict.fromkeys(change.added, True) | dict.fromkeys(change.removed, False)
        assert not any(last.get(member) is added for member, added in told.items())
        last |= told
        now = (now - set(change.removed)) | set(change.added)
    assert now == wanted


@pytest.mark.parametrize(
    ("edit", "theirs", "clash"),
    [
        (Edit("a", "b"), "a", None),
        (Edit("a", "b"), "b", None),
        (Edit("a", "b"), "c", Clash("f", "a", "c", "b")),
        (Edit("a", "a"), "c", Clash("f", "a", "c", "a")),
        (Edit(None, "b"), None, None),
    ],
)
def test_merging_a_value(edit: Edit, theirs: str | None, clash: Clash | None) -> None:
    assert merge_value("f", edit, theirs) == clash


@given(members, members, members)
def test_merging_a_set_keeps_what_others_did(
    base: frozenset[str], mine: frozenset[str], theirs: frozenset[str]
) -> None:
    added, removed = merge_set(Edit(sorted(base), sorted(mine)), theirs)
    assert set(added) == (mine - base) - theirs
    assert set(removed) == (base - mine) & theirs
    after = (theirs - set(removed)) | set(added)
    assert mine - base <= after
    assert not (base - mine) & after
