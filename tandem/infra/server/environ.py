"""What Django gets to see of a request: a WSGI environment (PEP 3333)."""

from __future__ import annotations

import sys
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from tandem.infra.server.asgi_types import Scope
from tandem.infra.server.proxies import Client

#: Only the front may say these: they are answered by it (`proxies`) or are a word between Django and it.
_OURS = ("x-forwarded-", "x-tandem-")
_DROPPED = frozenset({"forwarded", "x-real-ip", "proxy", "transfer-encoding", "host", "content-length", "connection"})

#: Where Django leaves, for the log, which route answered (a template) and who asked (an id).
ROUTE = "tandem.route"
ACTOR = "tandem.actor"


def environ(scope: Scope, client: Client, body: IO[bytes], length: int) -> dict[str, Any]:
    """The environment of one request; `length` is what was really read, whatever the header said."""
    server = scope.get("server") or ("localhost", 80)
    result: dict[str, Any] = {
        # HEAD is GET whose body stays here (RFC 9110, 9.3.2): no operation has to know of it.
        "REQUEST_METHOD": "GET" if scope["method"] == "HEAD" else scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client.address,
        "HTTP_HOST": client.host,
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": client.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name_bytes, value_bytes in scope["headers"]:
        name = name_bytes.decode("latin-1").lower()
        # An underscore would become the very name of the header with a hyphen, past every check made on that one.
        if "_" in name or name in _DROPPED or name.startswith(_OURS):
            continue
        value = value_bytes.decode("latin-1")
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        if key in result:
            value = f"{result[key]}{'; ' if name == 'cookie' else ','}{value}"
        result[key] = value
    return result
