"""Mail domains of organisations, in the one form in which they are compared: A-labels in lower case (RFC 5891)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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


#: Providers where anybody gets a mailbox: who writes from there has nothing else in common.
PUBLIC: Final[frozenset[str]] = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
        *("icloud.com", "me.com", "mac.com", "aol.com", "mail.com", "proton.me", "protonmail.com", "tutanota.com"),
        *("gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "fastmail.com", "zoho.com"),
        *("qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "aliyun.com"),
        *("139.com", "189.cn", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "yandex.ru", "yandex.com"),
        *("ya.ru", "rambler.ru", "seznam.cz", "email.cz", "post.cz", "centrum.cz", "atlas.cz", "volny.cz"),
        *("azet.sk", "zoznam.sk", "wp.pl", "o2.pl", "interia.pl", "onet.pl"),
    }
)


def check_free(domains: Iterable[str], organisation_id: int | None = None, pointer: str = "/domains") -> None:
    """No other organisation has one of these domains, and none that is new is a public provider's. Raises Invalid."""
    wanted = list(domains)
    owners = dict(OrganisationDomain.objects.filter(domain__in=wanted).values_list("domain", "organisation_id"))
    taken = {domain for domain, owner in owners.items() if owner != organisation_id}
    problems = [
        Problem(f"{pointer}/{index}", "taken", _("This domain belongs to another organisation."))
        for index, domain in enumerate(wanted)
        if domain in taken
    ]
    problems += [
        Problem(
            f"{pointer}/{index}",
            "public_domain",
            _("Anybody can have an address at this provider, so it says nothing about an organisation."),
        )
        for index, domain in enumerate(wanted)
        if domain in PUBLIC and domain not in owners
    ]
    if problems:
        raise Invalid(problems)
