"""Sample customers: how their addresses look, and what is recorded of those that an admin loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import orjson
from django.db.models import Q

from tandem.people.installation import record_fact
from tandem.people.models import InstallationFact, Person, PersonAddress

SAMPLE: Final = "sample_data"
#: Below a name that is reserved for examples (RFC 2606, section 2), so that no real customer can have an address here.
DOMAIN: Final = "sample.example"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: ids of the customers and of their tickets, when (milliseconds), and by whom."""

    people: tuple[int, ...]
    tickets: tuple[int, ...]
    at: int
    by: int


def is_sample_address(address: str) -> bool:
    """Whether this is the address of a sample customer, to which no mail ever leaves."""
    return address.rpartition("@")[2].casefold() == DOMAIN


def sample_only(people: Collection[int]) -> set[int]:
    """Those of these people who are customers with sample addresses and no other: whoever got a real one has become real."""
    rows = Person.objects.filter(id__in=people, role=None, erased_at=None, merged_into=None)
    main = {person for person, email in rows.values_list("id", "email") if is_sample_address(email)}
    further = PersonAddress.objects.filter(person_id__in=main).values_list("person_id", "address")
    main -= {person for person, address in further if not is_sample_address(address)}
    # Somebody without any address may have been merged into them.
    strangers = Person.objects.filter(Q(merged_into_id__in=main), ~Q(id__in=people))
    return main - {one for one in strangers.values_list("merged_into_id", flat=True) if one is not None}


def is_sample_customer(person_id: int, email: str) -> bool:
    """Whether this customer, whose main address is `email`, is one of the samples still."""
    if not is_sample_address(email):
        return False
    what = loaded()
    return person_id in sample_only({person_id, *(() if what is None else what.people)})


def loaded(*, lock: bool = False) -> Loaded | None:
    """What was loaded and not removed since; locked until the transaction ends if that is asked."""
    rows = InstallationFact.objects.select_for_update() if lock else InstallationFact.objects.all()
    value = rows.filter(key=SAMPLE).values_list("value", flat=True).first()
    if not value:
        return None
    found = orjson.loads(value)
    people, tickets = (tuple(int(one) for one in found[name]) for name in ("people", "tickets"))
    return Loaded(people, tickets, found["at"], int(found["by"]))


def take_turn() -> bool:
    """Reserve the record for this transaction: of two admins at once, one waits for the other. False when it is there already."""
    return InstallationFact.objects.get_or_create(key=SAMPLE, defaults={"value": ""})[1]


def record(what: Loaded) -> None:
    """Remember what was loaded."""
    value = {
        "people": [str(one) for one in what.people],
        "tickets": [str(one) for one in what.tickets],
        "at": what.at,
        "by": str(what.by),
    }
    record_fact(SAMPLE, orjson.dumps(value).decode())


def forget() -> None:
    """Nothing is a sample any more."""
    InstallationFact.objects.filter(key=SAMPLE).delete()
