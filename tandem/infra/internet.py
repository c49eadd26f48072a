"""Which addresses belong to the open Internet: others' mail and others' settings lead us to no network of the house."""

from __future__ import annotations

import ipaddress
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Translated to IPv4 on the way (RFC 6052).
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
#: Not to be reached from the Internet by IANA's special-purpose registries, whatever this Python's own lists say of them.
_INWARD: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001:20::/28", "3fff::/20", "5f00::/16")
)


def is_open(address: Address) -> bool:
    """Whether anybody in the Internet could reach this address."""
    plain = unwrapped(address)
    inward = any(plain.version == network.version and plain in network for network in _INWARD)
    return plain.is_global and not plain.is_multicast and not inward


def unwrapped(address: Address) -> Address:
    """IPv4 within IPv6 (mapped, RFC 4291 2.5.5.2; 6to4, RFC 3056; NAT64, RFC 6052) is judged as what it leads to."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
