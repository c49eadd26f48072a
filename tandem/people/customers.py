"""What several commands ask of a customer before they touch one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, NotFound
from tandem.people.models import Person, PersonAddress

#: Main address and further ones together.
MAX_ADDRESSES: Final = 50


def check_customer(run: Run, person: Ref) -> Any:
    """The locked row of a customer who is still one. Raises NotFound for colleagues and for who was erased, Conflict with the id
    of who took them in for who was merged."""
    row = run.record(person)
    if row.role is not None or row.erased_at is not None:
        raise NotFound()
    if row.merged_into_id is not None:
        raise Conflict(
            "customer.merged",
            _("This customer was merged with another one meanwhile."),
            extra={"merged_into": str(row.merged_into_id)},
        )
    return row


def addresses_of(ids: Iterable[int]) -> list[Ref]:
    """The further addresses of these people, to be locked with them."""
    found = PersonAddress.objects.filter(person_id__in=list(ids)).order_by("id")
    return [Ref("person_address", address) for address in found.values_list("id", flat=True)]


def taken_in(person_id: int) -> list[int]:
    """The person and everybody who was ever merged into them, directly or by way of others."""
    found, last = [person_id], [person_id]
    while last:
        last = list(Person.objects.filter(merged_into_id__in=last).exclude(id__in=found).values_list("id", flat=True))
        found += last
    return found
