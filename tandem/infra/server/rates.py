"""How often somebody may ask: buckets that hold a minute's worth of requests and fill up again evenly (design, section 7).

A request counts for its token or session once that has been proved to be somebody's; until then it counts for the address that it
comes from, so that nobody escapes by making up credentials. Nothing here asks the database.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import math
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from tandem.infra.server.asgi_types import Headers

logger = logging.getLogger(__name__)

#: Buckets, and credentials known to be somebody's, that one process remembers.
_REMEMBERED: Final = 50_000


class Buckets(Protocol):
    """Where buckets are kept."""

    async def take(self, key: str, per_minute: int, cost: int = 1) -> float:
        """Take `cost` requests out of a bucket; 0, or the seconds until there are that many. A negative cost gives back."""


class LocalBuckets:
    """Buckets of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        #: Key -> (what was left, at that moment).
        self._left: dict[str, tuple[float, float]] = {}

    async def take(self, key: str, per_minute: int, cost: int = 1) -> float:
        """See `Buckets`."""
        now = self._clock()
        left, at = self._left.get(key, (per_minute, now))
        left = min(per_minute, left + (now - at) * per_minute / 60)
        if left < cost:
            return (cost - left) * 60 / per_minute
        if key not in self._left and len(self._left) >= _REMEMBERED:
            self._make_room(now)
        self._left[key] = (left - cost, now)
        return 0.0

    def _make_room(self, now: float) -> None:
        # A bucket that nobody has touched for a minute is full again, and so is one that does not exist.
        for key in [key for key, (_left, at) in self._left.items() if now - at >= 60]:
            del self._left[key]
        while len(self._left) >= _REMEMBERED:
            del self._left[next(iter(self._left))]


@dataclass(slots=True)
class Visit:
    """One request that was counted. `wait`: seconds after which it may be tried again, 0 when it may go on."""

    wait: float
    credential: str = ""
    address: str = ""

    @property
    def retry_after(self) -> bytes:
        """Whole seconds, as the header wants them."""
        return str(max(1, math.ceil(self.wait))).encode()


class Rates:
    """Counts requests. Limits are requests a minute; 0 counts nothing."""

    def __init__(self, buckets: Buckets, *, token: int, session: int, address: int, cookie: str) -> None:
        self._buckets = buckets
        self._limits = {"token": token, "session": session, "address": address}
        self._cookie = re.compile(rb"(?:^|;)\s*" + re.escape(cookie.encode()) + rb"=([^;\s]+)")
        self._proved: dict[str, None] = {}

    async def admit(self, headers: Headers, address: str) -> Visit:
        """Count one request."""
        credential = self._credential(headers)
        if credential in self._proved:
            return Visit(await self._take(credential), credential)
        source = f"address:{network_of(address)}"
        return Visit(await self._take(source), credential, source)

    async def proved(self, visit: Visit) -> None:
        """Whoever asked was known: from now on their requests count for themselves, and this one does not for the address."""
        if not visit.address:
            return
        if visit.credential:
            if len(self._proved) >= _REMEMBERED:
                del self._proved[next(iter(self._proved))]
            self._proved[visit.credential] = None
            await self._take(visit.credential)
        await self._take(visit.address, -1)

    async def disproved(self, visit: Visit) -> None:
        """It is nobody's, or nobody's any more: its requests count for the address again."""
        self._proved.pop(visit.credential, None)

    async def _take(self, key: str, cost: int = 1) -> float:
        limit = self._limits[key.partition(":")[0]]
        return await self._buckets.take(key, limit, cost) if limit else 0.0

    def _credential(self, headers: Headers) -> str:
        cookie = b""
        for name, value in headers:
            if name == b"authorization":
                return f"token:{_digest(value)}"
            if name == b"cookie" and not cookie:
                found = self._cookie.search(value)
                cookie = found.group(1) if found else b""
        return f"session:{_digest(cookie)}" if cookie else ""


def _digest(credential: bytes) -> str:
    """A name for a credential that gives nothing away, neither in memory nor in Redis."""
    return hashlib.blake2b(credential, digest_size=16).hexdigest()


def network_of(address: str) -> str:
    """Whom an address stands for: a household or a host has a whole /64 of IPv6 (RFC 6177)."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(parsed.ipv4_mapped or ipaddress.IPv6Network((parsed, 64), strict=False).network_address)


class SharedBuckets:
    """Buckets of all processes, where Redis is reached; of this process alone while it is not: limits never take the desk down."""

    def __init__(self, script: Callable[..., Awaitable[object]], own: LocalBuckets | None = None) -> None:
        self._script = script
        self._own = own or LocalBuckets()
        self._away_until = 0.0

    async def take(self, key: str, per_minute: int, cost: int = 1) -> float:
        """See `Buckets`."""
        if time.monotonic() >= self._away_until:
            try:
                wait = await self._script(keys=[f"tandem:rate:{key}"], args=[per_minute, cost])
                return float(str(wait)) / 1000
            except Exception as error:
                # Not asked again for a moment, or each request would wait for a dead Redis.
                self._away_until = time.monotonic() + 5.0
                logger.warning("Requests are counted by this process alone: %s", type(error).__name__)
        return await self._own.take(key, per_minute, cost)


#: Milliseconds to wait; Redis's own clock, since those of the nodes differ.
SCRIPT: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local size, cost = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = tonumber(kept[1]) or size
left = math.min(size, left + math.max(0, now - (tonumber(kept[2]) or now)) * size / 60000)
if left < cost then return math.ceil((cost - left) * 60000 / size) end
redis.call('HSET', KEYS[1], 'left', tostring(left - cost), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], 61000)
return 0
"""


def shared_buckets(url: str) -> SharedBuckets:
    """Buckets in the Redis at this address."""
    import redis.asyncio

    client = redis.asyncio.Redis.from_url(url, socket_timeout=0.25, socket_connect_timeout=0.25)
    return SharedBuckets(client.register_script(SCRIPT))
