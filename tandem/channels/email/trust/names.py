"""What the domain name system says, within a few seconds and never more than asked for."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings

#: Seconds for one name, all servers and repetitions together.
PATIENCE: Final = 5.0
#: Seconds for which a name that nobody answered for is not asked again: mails that follow each other would all wait for it.
SILENCE: Final = 30.0
_REMEMBERED: Final = 10_000


class NamesUnavailable(Exception):
    """No server answered in time, or none could say: it says nothing about the name."""


@dataclass(slots=True)
class Memory:
    """What was answered, by (name, kind); None where nobody could say. `missed` is what was wanted and is not in it."""

    answers: dict[tuple[str, str], list[Any] | None] = field(default_factory=dict)
    missed: set[tuple[str, str]] = field(default_factory=set)


_memory: ContextVar[tuple[Memory, bool] | None] = ContextVar("names_memory", default=None)


@contextmanager
def remembering(memory: Memory, *, asks: bool = False) -> Iterator[None]:
    """Within the block questions are answered from `memory`. What it does not hold is asked and put there if `asks`; else it is
    unavailable, and noted as missed."""
    token = _memory.set((memory, asks))
    try:
        yield
    finally:
        _memory.reset(token)


def texts(name: str, patience: float = PATIENCE) -> list[bytes]:
    """The TXT records of a name, each with its strings joined (RFC 7208 3.3, RFC 6376 3.6.2.2); none when there are none.

    Raises NamesUnavailable.
    """
    return [b"".join(record.strings) for record in records(name, "TXT", patience)]


def records(name: str, kind: str, patience: float = PATIENCE) -> list[Any]:
    """The records of a name, as dnspython reads them; none when there are none. Raises NamesUnavailable."""
    used = _memory.get()
    if used is None:
        return _asked(name, kind, patience)
    memory, asks = used
    question = (name.lower(), kind)
    if question not in memory.answers:
        if not asks:
            memory.missed.add(question)
            raise NamesUnavailable(f"{name}: not asked yet")
        memory.answers[question] = _asked_or_none(name, kind, patience)
    found = memory.answers[question]
    if found is None:
        raise NamesUnavailable(f"{name}: no answer")
    return found


def _asked_or_none(name: str, kind: str, patience: float) -> list[Any] | None:
    try:
        return _asked(name, kind, patience)
    except NamesUnavailable:
        return None


def _asked(name: str, kind: str, patience: float) -> list[Any]:
    if _silent.is_known(name):
        raise NamesUnavailable(f"{name}: nobody answered a moment ago")
    try:
        return list(resolver().resolve(name, kind, lifetime=min(patience, PATIENCE), search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        # Whoever was asked with little patience has not been silent for long enough.
        if isinstance(error, dns.exception.Timeout) and patience >= PATIENCE / 2:
            _silent.note(name)
        raise NamesUnavailable(f"{name}: {type(error).__name__}") from error


class _Silent:
    """Names that nobody answered for a moment ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: OrderedDict[str, float] = OrderedDict()

    def note(self, name: str) -> None:
        with self._lock:
            self._until[name.lower()] = time.monotonic() + SILENCE
            while len(self._until) > _REMEMBERED:
                self._until.popitem(last=False)

    def is_known(self, name: str) -> bool:
        with self._lock:
            return self._until.get(name.lower(), 0.0) > time.monotonic()

    def clear(self) -> None:
        with self._lock:
            self._until.clear()


_silent: Final = _Silent()


def forget() -> None:
    """Know nothing of what was asked before: other servers are asked from now on."""
    resolver.cache_clear()
    _silent.clear()


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
