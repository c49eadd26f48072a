"""Leases and pauses of seconds instead of minutes: six minutes see what otherwise takes an hour, and what happens is the same."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from faults.inside.hooks import when_loaded

#: Milliseconds of a claim's lease, and of the right to fetch from a server.
LEASE_MS = 5_000
FETCH_LEASE_MS = 6_000

_EMAIL = "tandem.channels.email"
_TIMES: dict[str, dict[str, Any]] = {
    "tandem.kernel.outbox": {"LEASE_MS": LEASE_MS, "HEARTBEAT_SECONDS": 1.0},
    f"{_EMAIL}.fetching.lease": {"LEASE_MS": FETCH_LEASE_MS, "RENEW_MS": 1_000},
    f"{_EMAIL}.fetching.fetcher": {
        "POLL": 1.0,
        "POLL_BENEATH_IDLE": 2.0,
        "FIRST_PAUSE": 0.3,
        "LONGEST_PAUSE": 1.5,
        "LEASE_PAUSE": 0.5,
    },
    f"{_EMAIL}.fetching.part": {"LOOK": 0.5},
    # Of the attempts to send: the first pause and the longest one.
    f"{_EMAIL}.sending.send": {"MINUTE": 600, "LONGEST_PAUSE": 2_000},
    f"{_EMAIL}.applying.apply": {"FAULT_MS": 500},
}


def apply() -> None:
    """Set the hooks."""
    for name, times in _TIMES.items():
        when_loaded(name, lambda module, times=times: vars(module).update(times))
    when_loaded(f"{_EMAIL}.sending.smtp", _impatient_sender)
    when_loaded(f"{_EMAIL}.servers.account", _impatient_fetcher)


def _impatient_fetcher(module: ModuleType) -> None:
    """Seconds for an answer of a server that is fetched from; a default by now."""
    module.account_of.__defaults__ = (4.0,)


def _impatient_sender(module: ModuleType) -> None:
    """Seconds for an answer before and after the final dot; both are defaults of the constructor by now."""
    module.PATIENCE, module.PATIENCE_AT_THE_END = 4.0, 5.0
    module.SmtpTransport.__init__.__defaults__ = (module.PATIENCE, module.PATIENCE_AT_THE_END)
