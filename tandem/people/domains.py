"""Mail domains of organisations, in the one form in which they are compared: A-labels in lower case (RFC 5891)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import InvalidAddress, normalise
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import OrganisationDomain

MAX_DOMAINS = 200


def normal_domains(domains: Iterable[str], pointer: str = "/domains") -> list[str]:
    """Each domain as `@`-less A-label, without repetitions. Raises Invalid, located, for what is none."""
    found: list[str] = []
    problems = []
    for index, domain in enumerate(domains):
        try:
            found.append(normalise(f"x@{domain.strip().removeprefix('@')}").rpartition("@")[2])
        except InvalidAddress:
            problems.append(Problem(f"{pointer}/{index}", "bad_domain", _("This is not a mail domain.")))
    if len(found) > MAX_DOMAINS:
        problems.append(Problem(pointer, "too_long", _("An organisation has at most 200 domains.")))
    if problems:
        raise Invalid(problems)
    return list(dict.fromkeys(found))


def check_free(domains: Iterable[str], organisation_id: int | None = None, pointer: str = "/domains") -> None:
    """No other organisation has one of these domains. Raises Invalid."""
    wanted = list(domains)
    owners = OrganisationDomain.objects.filter(domain__in=wanted).values_list("domain", "organisation_id")
    taken = {domain for domain, owner in owners if owner != organisation_id}
    problems = [
        Problem(f"{pointer}/{index}", "taken", _("This domain belongs to another organisation."))
        for index, domain in enumerate(wanted)
        if domain in taken
    ]
    if problems:
        raise Invalid(problems)
