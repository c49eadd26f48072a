"""The catalogue of tickets on real rows: what the database finds is what the predicate says of the facts that it is given."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.conditions.check import Use, accept, check
from tandem.conditions.context import Context
from tandem.conditions.nodes import Group, Node, Rule, fields_read, not_, to_json
from tandem.conditions.predicate import Predicate
from tandem.conditions.sql import to_q
from tandem.tickets.condition_fields import CATALOGUE, TicketFacts
from tandem.tickets.facts import ticket_facts
from tandem.tickets.models import Ticket
from tests.tickets.condition_cells import contexts, make_tickets, rules_of
from tests.world import World

pytestmark = pytest.mark.django_db


def _by_sql(node: Node, context: Context) -> set[int]:
    return set(Ticket.objects.filter(to_q(node, CATALOGUE, context)).values_list("id", flat=True))


def _by_predicate(node: Node, context: Context, facts: dict[int, TicketFacts]) -> set[int]:
    predicate = Predicate(node, CATALOGUE)
    return {ticket for ticket, seen in facts.items() if predicate(seen, context)}


def _all_facts(fields: frozenset[str]) -> dict[int, TicketFacts]:
    return ticket_facts(list(Ticket.objects.values_list("id", flat=True)), fields)


def test_every_field_operator_and_value_agree(world: World) -> None:
    make_tickets(world)
    told_apart: dict[str, bool] = {}
    for field in CATALOGUE:
        facts = _all_facts(frozenset((field.key,)))
        for rule in rules_of(field, world):
            assert check(rule, CATALOGUE, Use.BOTH) == [], rule
            for context in contexts(world):
                found = _by_sql(rule, context)
                assert found == _by_predicate(rule, context, facts), rule
                assert _by_sql(not_(rule), context) == facts.keys() - found, rule
                told_apart[field.key] = told_apart.get(field.key, False) or 0 < len(found) < len(facts)
    assert [key for key, apart in told_apart.items() if not apart] == []


def test_a_text_is_found_in_subject_and_messages_but_not_across_nor_beyond_the_cap(world: World) -> None:
    make_tickets(world)
    context = contexts(world)[0]

    def subjects(piece: str) -> list[str]:
        found = Ticket.objects.filter(to_q(Rule("text", "contains", piece), CATALOGUE, context))
        return sorted(found.values_list("subject", flat=True))

    assert subjects("strasse") == ["STRASSE 100%", "Straße"]
    assert subjects("Ask the neighbours") == ["Straße"]
    assert subjects("edge") == ["Straße"] and subjects("beyond") == []
    assert subjects("Fire Now") == [], "a piece reaches from the subject into a message"
    assert subjects("secret slip") == [], "what was taken back is found"


def test_any_tree_that_the_builder_can_make_is_accepted_and_means_the_same(world: World) -> None:
    make_tickets(world)
    facts = _all_facts(frozenset(field.key for field in CATALOGUE))
    offered = [rule for field in CATALOGUE for rule in rules_of(field, world)]
    rules = st.integers(0, len(offered) - 1).map(lambda place: offered[place])
    readers = contexts(world)
    trees = st.recursive(
        st.builds(Group, st.lists(rules, min_size=1, max_size=3).map(tuple), st.sampled_from(["and", "or"])),
        lambda nodes: st.builds(
            Group,
            st.lists(nodes | rules, min_size=1, max_size=3).map(tuple),
            st.sampled_from(["and", "or"]),
            st.booleans(),
        ),
        max_leaves=6,
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(tree=trees, context=st.sampled_from(range(2)).map(lambda place: readers[place]))
    def agree(tree: Group, context: Context) -> None:
        # As the builder sends it: numbered rows, beside every rule that its value is plain.
        assert accept(_as_built(to_json(tree)), CATALOGUE, Use.BOTH) == tree
        assert _by_sql(tree, context) == _by_predicate(tree, context, facts)

    agree()


def _as_built(written: dict[str, object]) -> dict[str, object]:
    marked = {**written, "id": str(random.Random(0).random())}
    if "rules" in written:
        rules = written["rules"]
        assert isinstance(rules, list)
        return marked | {"rules": [_as_built(rule) for rule in rules]}
    return marked | {"valueSource": "value"}


def test_facts_are_read_for_what_is_asked_and_no_more(
    world: World, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    make_tickets(world)
    ids = list(Ticket.objects.values_list("id", flat=True))
    asked: list[tuple[Node, int]] = [
        (Rule("priority", "is", "high"), 1),
        (Rule("organisation", "is_set"), 1),
        (Rule("tags", "is_set"), 2),
        (Group((Rule("text", "contains", "x"), Rule("tags", "is_set"), Rule("cc", "is_set"))), 4),
    ]
    for node, queries in asked:
        with django_assert_num_queries(queries):  # type: ignore[operator]  # a factory of context managers
            ticket_facts(ids, fields_read(node))
