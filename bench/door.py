"""Ours: the handler that `tandem serve` runs, asked as a signed-in browser asks. Bare: a WSGI callable around a function."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.test import Client

from tandem.api.short_way import Handler
from tandem.people.models import Account

Application = Callable[..., Any]


class Browser:
    """Somebody who is signed in with a session."""

    def __init__(self, email: str) -> None:
        client = Client(HTTP_HOST="localhost")
        client.force_login(Account.objects.get(email=email))
        client.get("/agent/")
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.cookies.setdefault(settings.CSRF_COOKIE_NAME, "x" * 32)
        self._handler = Handler()

    def get(self, path: str) -> bytes:
        """The body of an answer. Raises AssertionError unless it is 200."""
        return ask(self._handler, self._environ("GET", path))

    def patch(self, path: str, content: Any) -> bytes:
        """Send JSON and read the answer."""
        body = orjson.dumps(content)
        environ = self._environ("PATCH", path) | {
            "wsgi.input": BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json",
            "HTTP_X_CSRFTOKEN": self.cookies[settings.CSRF_COOKIE_NAME],
        }
        return ask(self._handler, environ)

    def _environ(self, method: str, path: str) -> dict[str, Any]:
        return environ(method, path) | {
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        }


def environ(method: str, path: str) -> dict[str, Any]:
    """What a WSGI server would say of a request (PEP 3333)."""
    parts = urlsplit(path)
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(b""),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def ask(application: Application, request: dict[str, Any]) -> bytes:
    """The body of an answer, with everything that a server does to get it."""
    status: list[str] = []
    answer = application(request, lambda line, _headers, _error=None: status.append(line))
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    assert status[0].startswith("200"), (status, body[:500])
    return body


def bare(respond: Callable[[], Any]) -> Callable[[], bytes]:
    """A request to the smallest possible application."""

    def application(_environ: dict[str, Any], start: Any) -> list[bytes]:
        body = orjson.dumps(respond())
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return lambda: ask(application, environ("GET", "/"))
