"""One-time tickets: what a browser fetches by POST and shows once when it opens its websocket.

A cookie alone would let any page on the web open a socket in the reader's name; a session token in the address would
stay in logs. A ticket holds for thirty seconds and for one handshake, whoever comes first.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import asdict, dataclass
from typing import Protocol

import orjson
import redis
from django.conf import settings

LIFETIME_SECONDS = 30
#: Tickets that may be open at a time in one process; beyond, the oldest go first.
_OPEN = 10_000


@dataclass(frozen=True)
class Ticket:
    """For whom a socket will speak."""

    account_id: int
    person_id: int
    session_key: str


class Store(Protocol):
    """Where open tickets are kept."""

    def put(self, key: str, ticket: Ticket) -> None:
        """Keep a ticket for LIFETIME_SECONDS."""

    def take(self, key: str) -> Ticket | None:
        """Give a ticket and forget it, in one step."""


def issue(account_id: int, session_key: str, person_id: int) -> str:
    """A new ticket for this account's session; the text to put into `/ws?ticket=…`."""
    text = secrets.token_urlsafe(32)
    _store().put(_key(text), Ticket(account_id, person_id, session_key))
    return text


def redeem(text: str) -> Ticket | None:
    """What a ticket stands for, once; None for one that is unknown, used or too old. May wait for Redis."""
    return _store().take(_key(text)) if text else None


def _key(text: str) -> str:
    # Whoever reads the store or a dump of it holds no ticket.
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


class LocalStore:
    """Tickets of one process."""

    def __init__(self) -> None:
        self._tickets: dict[str, tuple[float, Ticket]] = {}
        self._lock = threading.Lock()

    def put(self, key: str, ticket: Ticket) -> None:
        """Keep a ticket; forget those that are too old."""
        now = time.monotonic()
        with self._lock:
            while self._tickets:
                oldest = next(iter(self._tickets))
                if self._tickets[oldest][0] > now and len(self._tickets) < _OPEN:
                    break
                del self._tickets[oldest]
            self._tickets[key] = (now + LIFETIME_SECONDS, ticket)

    def take(self, key: str) -> Ticket | None:
        """Give a ticket and forget it."""
        with self._lock:
            until, ticket = self._tickets.pop(key, (0.0, None))
        return ticket if until > time.monotonic() else None


class RedisStore:
    """Tickets of several processes: issued by one, shown to another."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)

    def put(self, key: str, ticket: Ticket) -> None:
        """Keep a ticket."""
        self._client.set(f"tandem:ticket:{key}", orjson.dumps(asdict(ticket)), ex=LIFETIME_SECONDS)

    def take(self, key: str) -> Ticket | None:
        """Give a ticket and forget it, atomically (GETDEL)."""
        data = self._client.getdel(f"tandem:ticket:{key}")
        return Ticket(**orjson.loads(data)) if isinstance(data, bytes) else None


_made: Store | None = None


def _store() -> Store:
    global _made
    if _made is None:
        url: str = getattr(settings, "REDIS_URL", "")
        _made = RedisStore(url) if url else LocalStore()
    return _made
