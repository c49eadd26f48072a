"""The shared cast is what its page says it is."""

from __future__ import annotations

import pytest

from tests.world import STAFF, World


def test_everybody_has_their_role_and_place(world: World) -> None:
    assert [(person.name, person.role) for person in world.staff] == [(name, role) for name, role, _ in STAFF]
    assert world.actor(world.ben).department_ids == {world.support.id}
    assert world.actor(world.cai).department_ids == {world.billing.id}


def test_customers_join_their_organisation_by_domain(world: World) -> None:
    assert [person.organisation_id for person in world.customers] == [world.customer_ltd.id] * 2 + [None]
    assert all(person.role is None for person in world.customers)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_world_survives_a_test_that_commits(world: World, turn: int) -> None:
    assert world.open_ticket(f"Turn {turn}").number > 1000
