"""Who is at the other end: the peer itself, or what a trusted proxy says about its client."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from tandem.infra.server.asgi_types import Headers, Scope, values

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Client:
    """Address, scheme (`http` or `https`) and Host as the request was sent by the browser."""

    address: str
    scheme: str
    host: str


class TrustedProxies:
    """The networks whose `X-Forwarded-For`, `-Proto` and `-Host` are believed; `unix` stands for a unix socket."""

    def __init__(self, networks: Sequence[str]) -> None:
        self._unix = "unix" in networks
        self._networks: list[Network] = [ipaddress.ip_network(text) for text in networks if text != "unix"]

    def trusts(self, address: str) -> bool:
        """Whether this peer may speak for others."""
        if not address:
            return self._unix
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)

    def client(self, scope: Scope) -> Client:
        """The client of this request. From everybody else but a trusted proxy the headers mean nothing."""
        headers: Headers = scope["headers"]
        address: str = scope["client"][0] if scope.get("client") else ""
        scheme = "https" if scope["scheme"] in {"https", "wss"} else "http"
        host = "".join(values(headers, b"host")[:1])
        if (self._networks or self._unix) and self.trusts(address):
            address = self._first_untrusted(values(headers, b"x-forwarded-for"), address)
            protocol = _last(values(headers, b"x-forwarded-proto")).lower()
            scheme = protocol if protocol in {"http", "https"} else scheme
            host = _last(values(headers, b"x-forwarded-host")) or host
        return Client(address, scheme, host)

    def _first_untrusted(self, forwarded: list[str], peer: str) -> str:
        """Each proxy appends whom it saw, so the list is true only from the right, as far as trusted ones wrote it."""
        address = peer
        for entry in reversed([part.strip() for line in forwarded for part in line.split(",")]):
            try:
                ipaddress.ip_address(entry)
            except ValueError:
                break
            address = entry
            if not self.trusts(entry):
                break
        return address


def _last(lines: list[str]) -> str:
    return lines[-1].split(",")[-1].strip() if lines else ""
