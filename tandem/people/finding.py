"""Finding a customer by address, and planning one that is not there yet, in the organisation of the mail domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import IntegerField, Value

from tandem.infra.addresses import Address
from tandem.infra.prepared import Blank, Prepared, prepare, rows_of
from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.people.models import OrganisationDomain, Person, PersonAddress


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knew of some addresses: person ids by key, organisation ids by domain, keys of blocked senders, keys
    that are not the main address of whose they are."""

    people: Mapping[str, int]
    organisations: Mapping[str, int]
    blocked: frozenset[str] = frozenset()
    further: frozenset[str] = frozenset()

    def unusual(self, address: Address) -> str:
        """The address if answers to it must name it, since it is not the one at which its person is answered anyway."""
        return address.address if address.key in self.further else ""


def look_up(addresses: Iterable[Address]) -> Known:
    """Read what is known of these addresses: two queries however many there are."""
    keys = {address.key for address in addresses}
    if not keys:
        return Known({}, {})
    found = rows_of(_people, "key", list(keys))
    # Should two people have come to one address at the same moment, the one whose main address it is has it.
    people = {key: person_id for key, person_id, _blocked, _main in sorted(found, key=lambda row: row[3])}
    blocked = frozenset(
        key for key, person_id, blocked, _main in found if blocked is not None and people[key] == person_id
    )
    further = frozenset(key for key, person_id, _blocked, main in found if not main and people[key] == person_id)
    domains = {key.rpartition("@")[2] for key in keys - set(people)}
    rows = OrganisationDomain.objects.filter(domain__in=domains).values_list("domain", "organisation_id")
    return Known(people, dict(rows) if domains else {}, blocked, further)


@cache
def _people(length: int) -> Prepared:
    column = Person._meta.get_field("email_key")
    keys = [Blank(f"key{position}", column) for position in range(length)]
    main, further = Value(1, IntegerField()), Value(0, IntegerField())
    people = Person.objects.filter(email_key__in=keys).values_list("email_key", "id", "blocked_at", main)
    others = PersonAddress.objects.filter(key__in=keys).values_list("key", "person_id", "person__blocked_at", further)
    return prepare(people.union(others, all=True))


def person_for(run: Run, changes: ChangeSet, address: Address, known: Known) -> int:
    """The id of the person with this address; a new customer is added to `changes` when there is none yet (OD-03)."""
    if address.key in known.people:
        return known.people[address.key]
    for change in changes.created("person"):
        if change.values["email_key"] == address.key:
            return change.ref.id
    person_id = run.new_id()
    changes.create(
        Ref("person", person_id),
        {
            "name": one_line(address.name, 200),
            "email": address.address,
            "email_key": address.key,
            "organisation_id": known.organisations.get(address.key.rpartition("@")[2]),
            "created_at": run.now,
        },
    )
    return person_id
