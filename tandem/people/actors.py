"""Who acts, with what the policies read: role, departments, teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from tandem.kernel.actors import Actor
from tandem.people.models import DepartmentMember, Person, TeamMember
from tandem.people.roles import person_has


@dataclass(frozen=True, slots=True)
class StaffActor(Actor):
    """A member of staff."""

    role: str = ""
    department_ids: frozenset[int] = field(default=frozenset(), compare=False)
    team_ids: frozenset[int] = field(default=frozenset(), compare=False)
    granted: frozenset[str] = field(default=frozenset(), compare=False)
    language: str = field(default="", compare=False)
    time_zone: str = field(default="UTC", compare=False)
    #: Signed in, but nothing is open before a second factor is set up, as the installation asks.
    confined: bool = field(default=False, compare=False)
    #: A channel delivers what they wrote elsewhere, and has proof that it is theirs.
    by_mail: bool = field(default=False, compare=False)


def staff_actor(person: Person, scopes: frozenset[str] | None = None) -> StaffActor:
    """The actor of a member of staff: two queries, for departments and teams."""
    assert person.role is not None
    departments = DepartmentMember.objects.filter(person_id=person.id).values_list("department_id", flat=True)
    teams = TeamMember.objects.filter(person_id=person.id).values_list("team_id", flat=True)
    return _actor(person, scopes, frozenset(departments), frozenset(teams))


#: Who was read within `each_read_once`; None for those who do not work here.
_read: ContextVar[dict[int, StaffActor | None] | None] = ContextVar("read", default=None)


@contextmanager
def each_read_once() -> Iterator[None]:
    """Within, `staff_actors` reads everybody once: for one question that several rooms have a part in."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def staff_actors(person_ids: Iterable[int]) -> list[StaffActor]:
    """The actors of those of these people who work here and are active: three queries, however many."""
    wanted, known = list(dict.fromkeys(person_ids)), _read.get()
    if known is None:
        return _read_actors(wanted)
    if missing := [person for person in wanted if person not in known]:
        known |= dict.fromkeys(missing) | {actor.me: actor for actor in _read_actors(missing)}
    return [actor for person in wanted if (actor := known[person]) is not None]


def _read_actors(person_ids: list[int]) -> list[StaffActor]:
    people = list(Person.objects.filter(id__in=person_ids, role__isnull=False, active=True))
    ids = [person.id for person in people]
    departments: dict[int, set[int]] = defaultdict(set)
    teams: dict[int, set[int]] = defaultdict(set)
    for person_id, group in DepartmentMember.objects.filter(person_id__in=ids).values_list(
        "person_id", "department_id"
    ):
        departments[person_id].add(group)
    for person_id, group in TeamMember.objects.filter(person_id__in=ids).values_list("person_id", "team_id"):
        teams[person_id].add(group)
    return [_actor(person, None, frozenset(departments[person.id]), frozenset(teams[person.id])) for person in people]


def _actor(
    person: Person, scopes: frozenset[str] | None, department_ids: frozenset[int], team_ids: frozenset[int]
) -> StaffActor:
    return StaffActor(
        kind="agent",
        person_id=person.id,
        scopes=scopes,
        role=person.role or "",
        department_ids=department_ids,
        team_ids=team_ids,
        granted=frozenset(person.granted),
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
    if not isinstance(actor, StaffActor) or not person_has(actor.role, actor.granted, right):
        return False
    return actor.scopes is None or right in actor.scopes
