"""Reads of people and groups, as plain rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import is_password_usable
from django.core import signing
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.db.models.lookups import Contains
from django.utils.translation import gettext_lazy as _

from tandem.infra.text import storable
from tandem.kernel.errors import Malformed, NotFound, Problem
from tandem.people.models import (
    Account,
    Department,
    DepartmentMember,
    Organisation,
    OrganisationDomain,
    Person,
    PersonAddress,
    SignInLink,
    Team,
    TeamMember,
)
from tandem.people.roles import ROLES

Row = dict[str, Any]
PAGE: Final = 50
_STAFF_COLUMNS: Final = ("id", "name", "email", "role", "active", "granted", "language", "time_zone", "created_at")


def _named(q: str, *fields: str) -> Q:
    """Rows with `q` in one of these fields, however it is capitalised in whatever alphabet (SQLite's LIKE folds ASCII only)."""
    found, q = Q(), storable(q)
    for field in fields if q else ():
        found |= Q(Contains(Lower(field), q.lower()))
    return found


def staff(q: str = "") -> list[Row]:
    """Everybody who works here, widest rights first, then by age; `q` narrows by name or address."""
    rows = [
        dict(row)
        for row in Person.objects.filter(_named(q, "name", "email"), role__isnull=False).values(*_STAFF_COLUMNS)
    ]
    return sorted(rows, key=lambda row: (ROLES.index(row["role"]), row["created_at"], row["id"]))


def colleague(person_id: int) -> Row:
    """One member of staff. Raises NotFound."""
    row = Person.objects.filter(id=person_id, role__isnull=False).values(*_STAFF_COLUMNS).first()
    if row is None:
        raise NotFound()
    return dict(row)


def sign_in_ready(ids: Iterable[int]) -> frozenset[int]:
    """Which of these people have an account with a password."""
    accounts = Account.objects.filter(person_id__in=list(ids)).values_list("person_id", "password")
    return frozenset(person for person, password in accounts if person and is_password_usable(password))


def invited(ids: Iterable[int]) -> dict[int, int]:
    """Which of these people hold an invitation that was not used, and until when (milliseconds)."""
    links = SignInLink.objects.filter(
        person_id__in=list(ids), purpose=SignInLink.INVITATION, used_at=None, revoked_at=None
    )
    return dict(links.order_by("id").values_list("person_id", "expires_at"))


def secured(ids: Iterable[int]) -> frozenset[int]:
    """Which of these people sign in with more than a password."""
    found = Authenticator.objects.filter(
        user__person_id__in=list(ids), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return frozenset(found.values_list("user__person_id", flat=True))


def departments() -> list[Row]:
    """All departments in their order."""
    columns = (
        "id",
        "name",
        "on_customer_reply",
        "on_agent_reply",
        "new_conversation",
        "holds_replies_for",
        "reviewed_before_reply",
        "shares_drafts",
    )
    return [dict(row) for row in Department.objects.order_by("position", "id").values(*columns)]


def teams() -> list[Row]:
    """All teams by name."""
    return [dict(row) for row in Team.objects.order_by("name", "id").values("id", "name", "department_id")]


def department_members() -> dict[int, list[int]]:
    """Ids of the members of every department."""
    return _grouped(DepartmentMember.objects.order_by("id").values_list("department_id", "person_id"))


def team_members() -> dict[int, list[int]]:
    """Ids of the members of every team."""
    return _grouped(TeamMember.objects.order_by("id").values_list("team_id", "person_id"))


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for group, member in pairs:
        found[group].append(member)
    return found


def organisations(q: str = "", cursor: str = "") -> tuple[list[Row], str | None]:
    """A page of organisations by name, with their domains, and the cursor of the next page."""
    found = Organisation.objects.filter(_named(q, "name"))
    rows, following = _page(found, ("id", "name"), cursor)
    domains = domains_of([row["id"] for row in rows])
    return [row | {"domains": domains.get(row["id"], [])} for row in rows], following


def organisation(organisation_id: int) -> Row:
    """One organisation with its domains. Raises NotFound."""
    row = Organisation.objects.filter(id=organisation_id).values("id", "name").first()
    if row is None:
        raise NotFound()
    return {**row, "domains": domains_of([organisation_id]).get(organisation_id, [])}


def domains_of(ids: Iterable[int]) -> dict[int, list[str]]:
    """Domains by organisation, in alphabetical order."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = OrganisationDomain.objects.filter(organisation_id__in=list(ids)).order_by("domain")
    for organisation_id, domain in rows.values_list("organisation_id", "domain"):
        found[organisation_id].append(domain)
    return found


_CUSTOMER_COLUMNS: Final = (
    *("id", "name", "email", "organisation_id", "organisation__name"),
    *("blocked_at", "language", "note", "merged_into_id", "created_at"),
)


def customers(q: str = "", cursor: str = "", organisation_id: int | None = None) -> tuple[list[Row], str | None]:
    """A page of customers by name, found by name or any of their addresses, and the cursor of the next page."""
    found = Person.objects.filter(role__isnull=True, merged_into_id__isnull=True, erased_at__isnull=True)
    if organisation_id is not None:
        found = found.filter(organisation_id=organisation_id)
    if q:
        further = PersonAddress.objects.filter(_named(q, "address"), person_id=OuterRef("id"))
        found = found.filter(_named(q, "name", "email") | Q(Exists(further)))
    return _page(found, _CUSTOMER_COLUMNS, cursor)


def customer(person_id: int) -> Row:
    """One customer, also one who was merged. Raises NotFound, for who was erased too."""
    found = Person.objects.filter(id=person_id, role__isnull=True, erased_at__isnull=True)
    row = found.values(*_CUSTOMER_COLUMNS).first()
    if row is None:
        raise NotFound()
    return dict(row)


def addresses_of(ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """(id, address) of further addresses by person, the earliest first."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = PersonAddress.objects.filter(person_id__in=list(ids)).order_by("id")
    for identifier, person, address in rows.values_list("id", "person_id", "address"):
        found[person].append((identifier, address))
    return found


def customer_counts(ids: Iterable[int]) -> dict[int, int]:
    """How many customers each of these organisations has."""
    rows = Person.objects.filter(organisation_id__in=list(ids), role__isnull=True).order_by()
    return dict(rows.values_list("organisation_id").annotate(Count("id")))


def _page(found: Any, columns: tuple[str, ...], cursor: str) -> tuple[list[Row], str | None]:
    """Keyset paging by (name, id); cursors are signed, so that a changed one is refused."""
    if cursor:
        try:
            name, last = signing.loads(cursor, salt="tandem.people")
        except (signing.BadSignature, ValueError):
            raise Malformed([Problem("/cursor", "unknown", _("This page marker is not one of ours."))]) from None
        found = found.filter(Q(name__gt=name) | Q(name=name, id__gt=int(last)))
    rows = [dict(row) for row in found.order_by("name", "id").values(*columns)[: PAGE + 1]]
    if len(rows) <= PAGE:
        return rows, None
    last_row = rows[PAGE - 1]
    return rows[:PAGE], signing.dumps([last_row["name"], str(last_row["id"])], salt="tandem.people")
