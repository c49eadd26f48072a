"""The short way of a read: from the server straight to its operation.

Most of what a small read costs is spent on what cannot matter to it: opening a session that nobody looks at, a CSRF secret that
reads are never asked for, the pages for signing in, looking after connections that are fine. The short way is open only while
`authentication` keeps who is asking; everybody else, everything that changes something and everything that goes wrong takes
Django's own way. Both ways end in the same operation, which asks for the same rights, and give the same answer to the byte,
but for `Vary`, which says nothing where nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.urls import resolve
from django.utils import translation

from tandem.api.authentication import kept_actor
from tandem.api.language import language_of
from tandem.infra.server.environ import ACTOR, ROUTE

_API: Final = "/api/v1/"
#: Reads that look into the session itself, which only the long way opens.
OF_SESSIONS: Final = frozenset({"/api/v1/me/security", "/api/v1/me/sessions"})
#: A file that is streamed, and tells of itself in the audit log: only the long way can send it.
STREAMED: Final = frozenset({"/api/v1/audit/export"})
#: A part of a path that is a number, as the converter `int` reads it.
_NUMBER: Final = re.compile(r"/([0-9]+)(?=/|\Z)")

Environ = dict[str, Any]


class Handler(WSGIHandler):
    """Django's handler, and before it the short way."""

    def __init__(self) -> None:
        super().__init__()
        self._security_headers = _security_headers()
        self._views = _Views()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Any:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] == "GET" and path.startswith(_API) and path not in OF_SESSIONS | STREAMED:
            response = self._shortly(environ)
            if response is not None:
                headers = [*response.items(), *(("Set-Cookie", m.OutputString()) for m in response.cookies.values())]
                start_response(f"{response.status_code} {response.reason_phrase}", headers)
                return _Complete(response.content)
        return super().__call__(environ, start_response)

    def _shortly(self, environ: Environ) -> HttpResponse | None:
        """The complete answer, None for what has to go the long way."""
        try:
            # Django decodes the path within what it is given, and the long way would decode it once more.
            request = WSGIRequest(environ.copy())
            actor = kept_actor(request)
            if actor is None:
                return None
            view, arguments, route = self._views.find(request.path_info)
            request.actor = actor  # type: ignore[attr-defined]  # as TandemAuth leaves it
            translation.activate(language_of(request))
            try:
                response: HttpResponse = view(request, **arguments)
            finally:
                translation.deactivate()
            # How a method is refused, and what goes wrong, is said by the middleware.
            if response.streaming or response.status_code == 405 or response.status_code >= 500:
                return None
            for name, value in self._security_headers:
                response.headers.setdefault(name, value)
            environ[ROUTE], environ[ACTOR] = route, str(actor.me)
            return response
        except Exception:
            # It happens again on the long way, which knows how to say so; or it does not, because there a broken connection is
            # replaced by a new one.
            return None


def _security_headers() -> list[tuple[str, str]]:
    """What Django's middleware adds to every answer; what it would ask of each request is not in use."""
    assert not settings.SECURE_HSTS_SECONDS and not settings.SECURE_SSL_REDIRECT
    blank = HttpResponse()
    before = set(blank.headers)
    SecurityMiddleware(lambda _request: blank).process_response(HttpRequest(), blank)
    return [(name, value) for name, value in blank.items() if name not in before]


class _Complete:
    """A body that needs no more of Django when it has been sent: closing Django's own makes it look after its connections."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        return iter((self._content,))

    def close(self) -> None:
        """Nothing is open."""


class _Views:
    """Which view answers a path. Django tries one pattern after the other; paths that differ in nothing but the numbers within them
    lead to one view, so that the first one shows the way to all others."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Callable[..., HttpResponse], tuple[str, ...], str]] = {}

    def find(self, path: str) -> tuple[Callable[..., HttpResponse], dict[str, Any], str]:
        """The view, its arguments, and the template of its route. Raises Resolver404."""
        numbers = [int(number) for number in _NUMBER.findall(path)]
        shape = _NUMBER.sub("/#", path)
        known = self._known.get(shape)
        if known is None:
            match = resolve(path)
            # Remembered only if all that it takes are those numbers, each as one: there are no more such shapes than routes.
            if not match.args and list(match.kwargs.values()) == numbers:
                self._known[shape] = match.func, tuple(match.kwargs), match.route
            return match.func, match.kwargs, match.route
        view, names, route = known
        return view, dict(zip(names, numbers, strict=True)), route
