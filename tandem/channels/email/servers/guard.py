"""To which hosts mailboxes may connect (sec:F-07): those of the open Internet, and those that the operator allows.

The address that was judged is the one that is connected to: a name that changes its mind in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

from django.conf import settings

from tandem.channels.email.servers.troubles import Trouble
from tandem.infra.internet import Address, is_open, unwrapped

#: Addresses that one name may have before the rest is not tried.
_MOST: Final = 6


def connect(
    host: str, port: int, timeout: float, *, loopback_only: bool = False, listed_only: bool = False
) -> socket.socket:
    """A connection to one of the host's addresses that may be used; `listed_only`: that the operator has named.

    Raises Trouble or OSError."""
    last: OSError | None = None
    for address in _resolve(host, port):
        if not (listed(address) if listed_only else allowed(address)) or (loopback_only and not address.is_loopback):
            continue
        try:
            return socket.create_connection((str(address), port), timeout)
        except OSError as error:
            last = error
    if last is not None:
        raise last
    # Not told apart from a host that is not there: which names exist inside is nobody's business.
    raise Trouble("cannot_connect")


def allowed(address: Address) -> bool:
    """Whether mailboxes may use this address."""
    return listed(address) or is_open(address)


def listed(address: Address) -> bool:
    """Whether the operator has named a network with this address (`TANDEM_MAIL_HOSTS_ALLOW`)."""
    plain = unwrapped(address)
    networks = [ipaddress.ip_network(text) for text in settings.MAIL_HOSTS_ALLOW if text != "unix"]
    return any(plain.version == network.version and plain in network for network in networks)


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Trouble("cannot_connect") from error
    addresses = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(address) for address in list(addresses)[:_MOST]]
