"""What inputs refer to: ids that must name somebody or something, refused at their place instead of as a whole that is not found;
addresses that are still free."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Account, Department, Person, PersonAddress, Team


def _missing(found: QuerySet[Person] | QuerySet[Department] | QuerySet[Team], ids: Iterable[int], pointer: str) -> None:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return
    known = set(found.filter(id__in=wanted).values_list("id", flat=True))
    problems = [
        Problem(f"{pointer}/{index}", "unknown", _("There is nothing of this id."))
        for index, identifier in enumerate(wanted)
        if identifier not in known
    ]
    if problems:
        raise Invalid(problems)


def check_sign_in_free(address: Address) -> None:
    """Nobody else signs in with an address that is the same to whoever types it: accounts know them in lower case, where the
    sign of Kelvin is a k, and people by `lookup_key`, where it is not. Raises Invalid."""
    if Account.objects.filter(email=address.address.lower()).exclude(person__email_key=address.key).exists():
        raise Invalid([Problem("/email", "taken", _("Somebody has this address already."))])


def check_free(address: Address, pointer: str = "/email", but: int | None = None) -> None:
    """Nobody has this address, neither as the main one nor as a further one, but the person `but`. Raises Invalid."""
    main = Person.objects.filter(email_key=address.key).values_list("id", flat=True)
    further = PersonAddress.objects.filter(key=address.key).values_list("person_id", flat=True)
    if {*main, *further} - {but}:
        raise Invalid([Problem(pointer, "taken", _("Somebody has this address already."))])


def check_staff(ids: Iterable[int], pointer: str = "/member_ids") -> None:
    """Every id names somebody who works here. Raises Invalid."""
    _missing(Person.objects.filter(role__isnull=False), ids, pointer)


def check_departments(ids: Iterable[int], pointer: str = "/department_ids") -> None:
    """Every id names a department. Raises Invalid."""
    _missing(Department.objects.all(), ids, pointer)


def check_teams(ids: Iterable[int], pointer: str = "/team_ids") -> None:
    """Every id names a team. Raises Invalid."""
    _missing(Team.objects.all(), ids, pointer)
