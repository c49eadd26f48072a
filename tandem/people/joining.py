"""Customers who were there before their organisation, or before one of its domains, join it when somebody says so."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet

from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import Refused
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people.actors import staff_actors
from tandem.people.commands.edit_customer import EditCustomer
from tandem.people.commands.take_in import JOIN
from tandem.people.models import OrganisationDomain, Person

_BATCH: Final = 200


def who_could_join(organisation_id: int) -> QuerySet[Person]:
    """Customers without an organisation whose main address has one of its domains."""
    domains = OrganisationDomain.objects.filter(organisation_id=organisation_id).values_list("domain", flat=True)
    theirs = [Q(email_key__endswith=f"@{domain}") for domain in domains]
    if not theirs:
        return Person.objects.none()
    alone = Person.objects.filter(role__isnull=True, organisation_id__isnull=True, merged_into_id__isnull=True)
    return alone.filter(reduce(or_, theirs))


def _take_in(claim: Claim) -> None:
    organisation, last = int(claim.payload["organisation"]), 0
    for actor in staff_actors([int(claim.payload["person"])]):
        alone = who_could_join(organisation)
        while ids := list(alone.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:_BATCH]):
            for person_id in ids:
                try:
                    run(EditCustomer(person_id, {"organisation": Edit(None, organisation)}), actor)
                except Refused:
                    continue
            last = ids[-1]


TAKE_IN = EffectKind(JOIN, _take_in)
