"""Who may open a websocket."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tandem.infra.server.asgi_types import Scope, values
from tandem.infra.server.proxies import Client
from tandem.infra.server.refusals import Refusal

#: Longer than any ticket of ours.
_LONGEST = 200
_PORTS = {"http": 80, "https": 443}

FORBIDDEN_ORIGIN = Refusal(403, "socket.origin", "This page may not open a websocket here.")
NO_TICKET = Refusal(403, "socket.ticket", "The ticket is missing, used or too old: fetch a new one.")
TOO_MANY = Refusal(429, "socket.too_many", "There are too many open websockets.")


def refuse_origin(scope: Scope, client: Client) -> Refusal | None:
    """Browsers always send Origin with a websocket; only the page's own host may be in it (RFC 6455, 10.2)."""
    origins = values(scope["headers"], b"origin")
    if len(origins) != 1 or not _same_origin(origins[0], client):
        return FORBIDDEN_ORIGIN
    return None


def shown_ticket(scope: Scope) -> str:
    """The ticket in the address, "" when there is none or more than one."""
    try:
        given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=10).get("ticket", [])
    except ValueError:
        return ""
    return given[0] if len(given) == 1 and len(given[0]) <= _LONGEST else ""


def _same_origin(origin: str, client: Client) -> bool:
    try:
        page, here = urlsplit(origin), urlsplit(f"{client.scheme}://{client.host}")
        return page.scheme in _PORTS and (page.scheme, page.hostname, page.port or _PORTS[page.scheme]) == (
            here.scheme,
            here.hostname,
            here.port or _PORTS[here.scheme],
        )
    except ValueError:
        return False
