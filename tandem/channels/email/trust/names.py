"""What the domain name system says, within a few seconds and never more than asked for."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings

#: Seconds for one name, all servers and repetitions together.
PATIENCE: Final = 5.0
_REMEMBERED: Final = 10_000


class NamesUnavailable(Exception):
    """No server answered in time, or none could say: it says nothing about the name."""


def texts(name: str, patience: float = PATIENCE) -> list[bytes]:
    """The TXT records of a name, each with its strings joined (RFC 7208 3.3, RFC 6376 3.6.2.2); none when there are none.

    Raises NamesUnavailable.
    """
    return [b"".join(record.strings) for record in records(name, "TXT", patience)]


def records(name: str, kind: str, patience: float = PATIENCE) -> list[Any]:
    """The records of a name, as dnspython reads them; none when there are none. Raises NamesUnavailable."""
    try:
        return list(resolver().resolve(name, kind, lifetime=min(patience, PATIENCE), search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise NamesUnavailable(f"{name}: {type(error).__name__}") from error


@cache
def resolver() -> dns.resolver.Resolver:
    """One for the process, with a memory that keeps to each record's time to live."""
    if not settings.DNS_SERVERS:
        found = dns.resolver.Resolver()
    else:
        found = dns.resolver.Resolver(configure=False)
        servers = [server.rpartition(":") for server in settings.DNS_SERVERS]
        found.nameservers = [dns.nameserver.Do53Nameserver(host.strip("[]"), int(port)) for host, _, port in servers]
    found.cache = dns.resolver.LRUCache(_REMEMBERED)
    return found
