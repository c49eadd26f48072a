"""Both questions about rights have one answer: what `visible` lists is what `may` lets through, for everybody and everything."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.kernel.actors import SYSTEM, Actor
from tandem.kernel.records import record_kinds
from tandem.people.actors import customer_actor
from tandem.people.roles import RIGHTS
from tandem.tickets.audience import who_sees
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.models import Conversation, Message, Ticket
from tandem.tickets.queries import visible_to
from tests.policies.scene import Scene, make_scene
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(world: World) -> Scene:
    scene = make_scene(world)
    world.open_ticket("Billing's", department=world.billing, requester=world.lee)
    world.open_ticket("With a copy", requester=world.oto, department=world.billing)
    trashed, spam = world.open_ticket("Trashed"), world.open_ticket("Spam", department=world.billing)
    world.do(TrashTicket(trashed.id), world.ana)
    world.do(MarkSpam(spam.id), world.ana)
    return scene


def _actors(world: World) -> dict[str, Actor]:
    actors: dict[str, Actor] = {"system": SYSTEM, "nobody": Actor("customer")}
    for person in world.staff:
        actors[person.name] = world.actor(person)
        actors[f"{person.name} reads"] = world.actor(person, frozenset({"tickets.read"}))
        actors[f"{person.name} without tickets"] = world.actor(person, frozenset({"people.read"}))
    for person in world.customers:
        actors[person.name] = customer_actor(person.id)
    return actors


def test_a_ticket_is_listed_exactly_for_those_who_may_read_it(scene: Scene) -> None:
    """`visible` as SQL against the table of section 0 in plain words."""
    world = scene.world
    departments = {
        "Sam": {world.support.id},
        "Ben": {world.support.id},
        "Lin": {world.support.id},
        "Cai": {world.billing.id},
    }
    for name, actor in _actors(world).items():
        person, _, narrowed = name.partition(" ")
        listed = set(visible_to(actor).values_list("id", flat=True))
        for ticket in Ticket.objects.all():
            if person == "system":
                expected = True
            elif actor.kind == "customer":
                expected = ticket.requester_id == actor.person_id
            elif narrowed == "without tickets":
                expected = False
            elif person in {"Ana", "Mia"} and not narrowed:
                expected = True
            else:
                expected = ticket.department_id in departments.get(person, set())
            assert (ticket.id in listed) == expected, (name, ticket.subject)


def test_the_socket_tells_exactly_those_for_whom_a_ticket_is_listed(scene: Scene) -> None:
    """The same condition as SQL and as predicate (sec:Z-01, websocket events)."""
    people = frozenset(person.id for person in scene.world.staff)
    for ticket in Ticket.objects.all():
        listed = {
            person.id
            for person in scene.world.staff
            if visible_to(scene.world.actor(person)).filter(id=ticket.id).exists()
        }
        assert who_sees(people, ticket.id) == listed, ticket.subject


def test_every_kind_of_record_answers_both_questions_for_everybody(scene: Scene) -> None:
    """No verb is allowed on a record that does not exist for the actor, except what channels deliver."""
    wrong = []
    for kind in record_kinds().values():
        rows = list(kind.model_class()._base_manager.all())
        for name, actor in _actors(scene.world).items():
            seen = set(kind.model_class()._base_manager.filter(kind.policy.visible(actor)).values_list("pk", flat=True))
            if actor.kind != "agent":
                assert seen <= {row.pk for row in rows}
                continue
            if "without tickets" in name and kind.name in {"ticket", "message", "attachment", "delivery"} and seen:
                wrong.append((kind.name, name))
    assert wrong == []


def _is_public(row: Any) -> bool:
    """Whether a customer may know of a part: of a message by its own word, of a conversation by its kind."""
    if isinstance(row, Conversation):
        return row.kind == "customer"
    return bool((row if isinstance(row, Message) else row.message).visibility == "public")


@pytest.mark.parametrize("kind", ["message", "attachment", "delivery", "conversation"])
def test_parts_are_seen_exactly_with_their_ticket(scene: Scene, kind: str) -> None:
    record = record_kinds()[kind]
    attribute = "shown_in_id" if kind == "message" else "ticket_id"
    for name, actor in _actors(scene.world).items():
        tickets = set(visible_to(actor).values_list("id", flat=True))
        rows: list[Any] = list(record.model_class()._base_manager.all())
        seen = set(record.model_class()._base_manager.filter(record.policy.visible(actor)).values_list("pk", flat=True))
        theirs = [row for row in rows if getattr(row, attribute) in tickets]
        assert seen == {row.pk for row in theirs if actor.kind != "customer" or _is_public(row)}, name


def test_narrowing_a_token_never_widens_anything(scene: Scene) -> None:
    world = scene.world
    for person in world.staff:
        whole = world.actor(person)
        for right in RIGHTS:
            narrow = world.actor(person, frozenset({right}))
            for kind in record_kinds().values():
                rows = kind.model_class()._base_manager
                all_of_it = set(rows.filter(kind.policy.visible(whole)).values_list("pk", flat=True))
                part = set(rows.filter(kind.policy.visible(narrow)).values_list("pk", flat=True))
                assert part <= all_of_it, (person.name, right, kind.name)
