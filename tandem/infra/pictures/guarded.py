"""Connections to open networks only: the address that was judged is the one that is connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpcore2

from tandem.infra.internet import Address

#: Addresses of one name that are tried.
_MOST: Final = 3
#: Seconds until the next of them is tried.
_EACH: Final = 4.0


class Inward(Exception):
    """The name leads to no address that may be used."""


class Guarded(httpcore2.AsyncNetworkBackend):
    """The loop's own connections, to addresses that `allowed` lets pass. TLS still asks for the name, not the address."""

    def __init__(self, allowed: Callable[[Address], bool]) -> None:
        self._allowed = allowed
        self._plain = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to one of the host's addresses. Raises Inward when none may be used, httpcore2.ConnectError otherwise."""
        last: Exception = Inward()
        for address in await _resolved(host, port):
            if not self._allowed(address):
                continue
            try:
                return await self._plain.connect_tcp(
                    str(address), port, timeout or _EACH, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
        raise last

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """Raises Inward: what lies on this machine is nobody's picture."""
        raise Inward

    async def sleep(self, seconds: float) -> None:
        """Between two attempts of the pool."""
        await asyncio.sleep(seconds)


async def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError("no such host") from error
    addresses = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(address) for address in list(addresses)[:_MOST]]
