"""Who may give which role, and why the last admin stays (sec:Z-05)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tandem.kernel.actors import Actor
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.people.actors import StaffActor
from tandem.people.models import Person
from tandem.people.roles import ADMIN, GRANTABLE, ROLES, rank


def check_grant(actor: Actor, role: str | None, pointer: str = "/role") -> None:
    """The role exists and is not wider than the actor's own. Raises Invalid, Forbidden."""
    if role is None:
        return
    if role not in ROLES:
        raise Invalid([Problem(pointer, "unknown", _("There is no such role."))])
    if isinstance(actor, StaffActor) and rank(role) < rank(actor.role):
        raise Forbidden(_("You cannot give a role that is wider than your own."))


def check_rights(role: str | None, granted: Iterable[str]) -> None:
    """The rights are ones that may be given beyond this role. Raises Invalid."""
    if set(granted) - GRANTABLE.get(role or "", frozenset()):
        raise Invalid([Problem("/granted", "unknown", _("This right cannot be given beyond this role."))])


def check_own(actor: Actor, person: Person, role: str | None, active: bool) -> None:
    """Nobody changes their own role or disables themselves. Raises Forbidden."""
    if actor.person_id != person.id:
        return
    if role != person.role:
        raise Forbidden(_("Nobody changes their own role. Ask another admin."))
    if not active:
        raise Forbidden(_("Nobody disables their own account. Ask another admin."))


def active_admins() -> list[int]:
    """The ids of all active admins: whoever takes one away locks all of them, so that two cannot remove each other."""
    return list(Person.objects.filter(role=ADMIN, active=True).values_list("id", flat=True))


def check_admin_remains(held: Iterable[Person], person: Person, role: str | None, active: bool) -> None:
    """Somebody else of the locked rows is an active admin, or this one stays one. Raises Invalid."""
    if not (person.role == ADMIN and person.active) or (role == ADMIN and active):
        return
    if any(other.id != person.id and other.role == ADMIN and other.active for other in held):
        return
    raise Invalid([Problem("/role", "last_admin", _("This is the last active admin. Name another one first."))])
