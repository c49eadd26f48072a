"""One picture from the Internet: by http or https, a few steps aside allowed, bounded in time and size.

Neither cookies nor a referrer go along, and nothing that names the product or the reader. Each connection, also the one after a
step aside, is opened by `guarded`, so no name and no redirect leads into the house (sec:D-07).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import httpcore2

from tandem.infra.internet import Address, is_open
from tandem.infra.pictures.guarded import Guarded, Inward

#: Octets of one picture.
LARGEST: Final = 8 * 1024 * 1024
#: Seconds for all of it, however slowly one octet follows the other.
PATIENCE: Final = 10.0
#: Steps aside (RFC 9110, 15.4) that are followed.
_STEPS: Final = 4
_ASIDE: Final = frozenset({301, 302, 303, 307, 308})
#: Some servers give pictures to browsers only; this says as little as they accept.
_HEADERS: Final = [(b"accept", b"image/*"), (b"accept-encoding", b"identity"), (b"user-agent", b"Mozilla/5.0")]
#: What an address may hold besides letters and digits; the rest is written as octets (RFC 3986, 2.2).
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]"


class NoPicture(Exception):
    """There is none to be had; the words are for the log and name no address."""


class Fetcher:
    """Gets pictures; its connections are kept a moment, since one mail often has many from one host."""

    def __init__(self, allowed: Callable[[Address], bool] = is_open) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=16,
            max_keepalive_connections=8,
            keepalive_expiry=5.0,
            network_backend=Guarded(allowed),
        )

    async def fetch(self, address: str) -> bytes:
        """The octets that are there, whatever they are. Raises NoPicture."""
        try:
            async with asyncio.timeout(PATIENCE):
                for _step in range(_STEPS + 1):
                    content, address = await self._ask(address)
                    if content is not None:
                        return content
        except TimeoutError:
            raise NoPicture("it took too long") from None
        except Inward:
            raise NoPicture("it is in no open network") from None
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            raise NoPicture(type(error).__name__) from error
        except (httpcore2.UnsupportedProtocol, OSError, ValueError) as error:
            raise NoPicture(type(error).__name__) from error
        raise NoPicture("it leads from one place to another")

    async def close(self) -> None:
        """End all connections."""
        await self._pool.aclose()

    async def _ask(self, address: str) -> tuple[bytes | None, str]:
        """The picture, or where to ask instead."""
        async with self._pool.stream("GET", _plain(address), headers=[*_HEADERS]) as answer:
            if answer.status in _ASIDE:
                return None, urljoin(address, _header(answer.headers, b"location"))
            if answer.status != 200:
                raise NoPicture(f"it was answered with {answer.status}")
            if int(_header(answer.headers, b"content-length") or 0) > LARGEST:
                raise NoPicture("it is too large")
            content = bytearray()
            async for piece in answer.aiter_stream():
                content += piece
                if len(content) > LARGEST:
                    raise NoPicture("it is too large")
            return bytes(content), address


def _plain(address: str) -> str:
    """The address in ASCII, without a name or a password in it, which would be sent along (RFC 3986, 3.2.1)."""
    parts = urlsplit(address.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an address of the web")
    host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname
    bracketed = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return f"{parts.scheme}://{bracketed}{port}{quote(parts.path or '/', safe=_SAFE)}{query}"


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), "")
