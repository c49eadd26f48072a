"""The bus of this installation: in the process, or over Redis between several.

The bus promises order per publisher and no more: what must not be lost is in the database.
"""

from __future__ import annotations

import threading

from django.conf import settings

from tandem.infra.bus_local import Bus, LocalBus

__all__ = ["Bus", "bus"]

_bus: Bus | None = None
_making = threading.Lock()


def bus() -> Bus:
    """The bus of this process: over Redis when REDIS_URL is set."""
    global _bus
    if _bus is None:
        with _making:
            if _bus is None:
                _bus = _make(getattr(settings, "REDIS_URL", ""))
    return _bus


def _make(redis_url: str) -> Bus:
    if not redis_url:
        return LocalBus()
    from tandem.infra.bus_redis import RedisBus

    return RedisBus(redis_url)
