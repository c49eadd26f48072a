"""Roles and rights: the table of who may do what, in one place. Policies read it; screens and docs show it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

ADMIN: Final = "admin"
MANAGER: Final = "manager"
SUPERVISOR: Final = "supervisor"
AGENT: Final = "agent"
LIGHT_AGENT: Final = "light_agent"

#: Widest rights first.
ROLES: Final[tuple[str, ...]] = (ADMIN, MANAGER, SUPERVISOR, AGENT, LIGHT_AGENT)
ROLE_NAMES: Final[dict[str, Words]] = {
    ADMIN: _("Admin"),
    MANAGER: _("Manager"),
    SUPERVISOR: _("Supervisor"),
    AGENT: _("Agent"),
    LIGHT_AGENT: _("Light agent"),
}

_ALL = frozenset(ROLES)
_REPLIERS = _ALL - {LIGHT_AGENT}
_LEADS = frozenset({ADMIN, MANAGER, SUPERVISOR})
_WHOLE_HOUSE = frozenset({ADMIN, MANAGER})
_ADMINS = frozenset({ADMIN})

#: Right -> the roles that have it.
RIGHTS: Final[dict[str, frozenset[str]]] = {
    "tickets.read": _ALL,
    "tickets.read_all": _WHOLE_HOUSE,
    "tickets.open": _REPLIERS,
    "tickets.reply": _REPLIERS,
    "tickets.note": _ALL,
    "tickets.edit": _REPLIERS,
    # The notes of others; one's own may be edited by whoever writes notes.
    "tickets.edit_notes": _LEADS,
    "tickets.spam": _LEADS,
    "tickets.trash": _LEADS,
    "tickets.empty_trash": _ADMINS,
    "tags.manage": _ADMINS,
    "me.edit": _ALL,
    "people.read": _ALL,
    "people.manage": _ADMINS,
    "customers.edit": _REPLIERS,
    "customers.merge": _LEADS,
    "customers.export": _ADMINS,
    "customers.erase": _ADMINS,
    "mailboxes.manage": _ADMINS,
    "quarantine.read": _LEADS,
    "macros.share": _LEADS,
    "audit.read": _ADMINS,
    "collision.manage": _ADMINS,
    "collision.numbers": _LEADS,
}
#: Role -> the rights that an admin may give to one person of it beyond the role.
GRANTABLE: Final[dict[str, frozenset[str]]] = {AGENT: frozenset({"tickets.spam", "tickets.trash"})}


def role_has(role: str | None, right: str) -> bool:
    """Whether a role carries a right; a person without a role (a customer) carries none. KeyError for an unknown right."""
    return role in RIGHTS[right]


def person_has(role: str | None, granted: Collection[str], right: str) -> bool:
    """Whether somebody of this role, with these rights beyond it, carries a right. KeyError for an unknown right."""
    return role_has(role, right) or (right in granted and right in GRANTABLE.get(role or "", ()))


def rank(role: str) -> int:
    """How wide the rights of a role are: 0 is the widest. ValueError for an unknown role."""
    return ROLES.index(role)
