"""What is told of every answer: a line in the log and two numbers for Prometheus. On the path of everything, so it is cheap."""

from __future__ import annotations

from functools import cache
from typing import Final

from prometheus_client import Counter, Histogram

from tandem.infra import metrics
from tandem.infra.logs.requests import log_request
from tandem.infra.server.answers import Exchange
from tandem.infra.server.asgi_types import Scope
from tandem.infra.server.proxies import Client

#: What asks all the time, or in dozens for one page, gets a line only when something is wrong with it.
_QUIET: Final = frozenset({"health", "metrics", "assets"})
#: Where the address of a client helps: against whoever guesses passwords and tokens.
_SUSPICIOUS: Final = frozenset({401, 403, 429})
#: Routes that nothing of ours has; the path that was asked for is never told, since a token may be part of it.
_NONE: Final = "-"


def tell(scope: Scope, client: Client, answered: Exchange, request_id: str, seconds: float) -> None:
    """Log one answer and count it. A client that left before there was one is status 499, as nginx has it."""
    route, status = answered.route or _NONE, answered.status or 499
    counter, histogram = _children(class_of(route), status)
    counter.inc()
    histogram.observe(seconds)
    if route in _QUIET and status < 500:
        return
    address = client.address if status in _SUSPICIOUS else None
    more = {"address": address} if address else {}
    log_request(request_id, scope["method"], route, status, seconds * 1000, actor=answered.actor, **more)


@cache
def _children(route: str, status: int) -> tuple[Counter, Histogram]:
    return metrics.REQUESTS.labels(route, str(status)), metrics.REQUEST_SECONDS.labels(route)


@cache
def class_of(route: str) -> str:
    """The class of a route template: its first word, after `api/v1/`. As many as there are routers, never as many as paths."""
    parts = route.strip("/").split("/")
    if parts[:2] == ["api", "v1"] and len(parts) > 2:
        return f"api.{parts[2]}"
    return parts[0] or "-"
