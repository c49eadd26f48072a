"""Leases and pauses of seconds instead of minutes: six minutes see what otherwise takes an hour, and what happens is the same."""

from __future__ import annotations

from functools import partial
from types import ModuleType
from typing import Any, Final

from faults.inside.hooks import when_loaded

#: Milliseconds of a claim's lease, and of the right to fetch from a server.
LEASE_MS: Final = 5_000
FETCH_LEASE_MS: Final = 6_000
#: Seconds for an answer of a mail server, and for that to the final dot.
PATIENCE: Final = 4.0
PATIENCE_AT_THE_END: Final = 5.0

_EMAIL: Final = "tandem.channels.email"
#: Module -> its names and what they are here.
TIMES: Final[dict[str, dict[str, Any]]] = {
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
    f"{_EMAIL}.sending.smtp": {"PATIENCE": PATIENCE, "PATIENCE_AT_THE_END": PATIENCE_AT_THE_END},
    f"{_EMAIL}.applying.apply": {"FAULT_MS": 500},
}
#: Module -> function -> its defaults, which were taken when it was made.
DEFAULTS: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    f"{_EMAIL}.sending.smtp": {"SmtpTransport.__init__": (PATIENCE, PATIENCE_AT_THE_END)},
    f"{_EMAIL}.servers.accounts": {"account_of": (PATIENCE,)},
}


def apply() -> None:
    """Set the hooks."""
    for name in {*TIMES, *DEFAULTS}:
        when_loaded(name, partial(_hurry, TIMES.get(name, {}), DEFAULTS.get(name, {})))


def _hurry(times: dict[str, Any], defaults: dict[str, tuple[Any, ...]], module: ModuleType) -> None:
    for name, value in times.items():
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name} any more: mend faults/inside/pace.py")
        setattr(module, name, value)
    for path, values in defaults.items():
        found: Any = module
        for name in path.split("."):
            found = getattr(found, name)
        if len(found.__defaults__) != len(values):
            raise AttributeError(f"{module.__name__}.{path} has other defaults now: mend faults/inside/pace.py")
        found.__defaults__ = values
