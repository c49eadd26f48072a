"""What the table of rights answers."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.people import NamedShown
from tandem.api.answers.words import Role


class RoleShown(Answer):
    """A role and who has it; `granted` are rights of single people beyond it."""

    key: Role
    name: str
    people: list[NamedShown]


class RightShown(Answer):
    """A right: the roles that have it, those to whose people it can be given one by one, and to whom it was given."""

    key: str
    name: str
    area: str
    roles: list[Role]
    grantable: list[Role]
    granted: list[NamedShown]


class RolesShown(Answer):
    """Roles, widest rights first, and every right."""

    roles: list[RoleShown]
    rights: list[RightShown]
