"""Random nested trees: groups, negations and broken rules mean the same in SQL and in Python."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.conditions.context import Context
from tandem.conditions.nodes import EVERYTHING, NOTHING, Group, Node, Rule, all_of, any_of, not_
from tandem.conditions.predicate import Predicate
from tests.parity.cells import CATALOGUE, CELL_ROWS, CONTEXTS
from tests.parity.conftest import World, snapshots
from tests.parity.test_matrix import by_predicate, by_sql

_rules = st.sampled_from(
    [Rule(field.key, operator.name, value) for field, operator, values in CELL_ROWS for value in values]
)
_trees = st.recursive(
    _rules | st.sampled_from([EVERYTHING, NOTHING]),
    lambda nodes: st.builds(
        Group, st.lists(nodes, max_size=4).map(tuple), st.sampled_from(["and", "or"]), st.booleans()
    ),
    max_leaves=12,
)
_broken = st.sampled_from(
    [
        Rule("gone", "is", 1),
        Rule("subject", "sounds_like", "x"),
        Rule("amount", "contains", "1"),
        Rule("amount", "is", "many"),
    ]
)
_anything = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@_anything
@given(tree=_trees, context=st.sampled_from(CONTEXTS))
def test_trees_agree(world: World, tree: Node, context: Context) -> None:
    wanted = by_predicate(tree, context, world)
    assert by_sql(tree, context) == wanted
    assert by_sql(not_(tree), context) == world.keys() - wanted


@_anything
@given(tree=_trees, broken=_broken)
def test_a_broken_condition_matches_nothing_on_either_side(world: World, tree: Node, broken: Rule) -> None:
    for node in (all_of(tree, broken), any_of(tree, broken), not_(any_of(broken, tree)), any_of(not_(broken), tree)):
        assert by_sql(node, CONTEXTS[0]) == set()
        assert by_predicate(node, CONTEXTS[0], world) == set()


@_anything
@given(tree=_trees, context=st.sampled_from(CONTEXTS))
def test_the_trace_gives_the_answer_of_the_predicate(tree: Node, context: Context) -> None:
    predicate = Predicate(tree, CATALOGUE)
    for snapshot in snapshots()[:8]:
        assert predicate.trace(snapshot, context).result == predicate(snapshot, context)
