"""Who acts, with what the policies read: role, departments, teams."""

from __future__ import annotations

from dataclasses import dataclass, field

from tandem.kernel.actors import Actor
from tandem.people.models import DepartmentMember, Person, TeamMember
from tandem.people.roles import role_has


@dataclass(frozen=True, slots=True)
class StaffActor(Actor):
    """A member of staff."""

    role: str = ""
    department_ids: frozenset[int] = field(default=frozenset(), compare=False)
    team_ids: frozenset[int] = field(default=frozenset(), compare=False)
    language: str = field(default="", compare=False)
    time_zone: str = field(default="UTC", compare=False)


def staff_actor(person: Person, scopes: frozenset[str] | None = None) -> StaffActor:
    """The actor of a member of staff: two queries, for departments and teams."""
    assert person.role is not None
    departments = DepartmentMember.objects.filter(person_id=person.id).values_list("department_id", flat=True)
    teams = TeamMember.objects.filter(person_id=person.id).values_list("team_id", flat=True)
    return StaffActor(
        kind="agent",
        person_id=person.id,
        scopes=scopes,
        role=person.role,
        department_ids=frozenset(departments),
        team_ids=frozenset(teams),
        language=person.language,
        time_zone=person.time_zone,
    )


def customer_actor(person_id: int) -> Actor:
    """The actor of a customer, who has no account yet and acts by mail."""
    return Actor("customer", person_id)


def delivering_actor(person_id: int | None) -> Actor:
    """The author of something that a channel delivers. The channel has decided which ticket it belongs to and whether its
    author takes part there, so visibility is not asked again."""
    return Actor("customer", person_id, frozenset({"deliver"}))


def has_right(actor: Actor, right: str) -> bool:
    """Whether the actor carries a right. The system and imports carry all; a token only those within its scopes."""
    if actor.kind in {"system", "import", "rule"}:
        return True
    if not isinstance(actor, StaffActor) or not role_has(actor.role, right):
        return False
    return actor.scopes is None or right in actor.scopes
