"""Short answers of the front itself, and the security headers that every answer carries."""

from __future__ import annotations

import json
from contextvars import ContextVar
from http import HTTPStatus

from django.utils import translation

from tandem.infra.request_id import trace_id
from tandem.infra.server.asgi_types import Headers, Message, Send
from tandem.infra.words import Words

#: The language of whoever is answered: each request is a task with a context of its own.
LANGUAGE: ContextVar[str] = ContextVar("language", default="en")

#: For data: nothing in it may ever be loaded, run or framed.
_POLICY_FOR_DATA = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
#: For a page that brought no policy of its own: only what this very host serves.
_POLICY_FOR_PAGES = (
    b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: Renamed by RFC 9110.
_TITLES = {413: "Content Too Large"}

_ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), payment=(), usb=(), browsing-topics=()"),
    # What a help desk answers is private until somebody says otherwise (RFC 9111, 5.2.2.5).
    (b"cache-control", b"no-store"),
]


def secured(headers: Headers, https: bool = False) -> Headers:
    """These headers with every security header that they lack; what the application set itself stays."""
    present = {name.lower(): value for name, value in headers}
    missing = [(name, value) for name, value in _ALWAYS if name not in present]
    if b"content-security-policy" not in present:
        page = present.get(b"content-type", b"").startswith((b"text/html", b"application/xhtml"))
        missing.append((b"content-security-policy", _POLICY_FOR_PAGES if page else _POLICY_FOR_DATA))
    if https and b"strict-transport-security" not in present:
        missing.append((b"strict-transport-security", b"max-age=31536000"))
    return [*headers, *missing]


def problem_body(status: int, code: str, detail: Words) -> bytes:
    """A problem document of RFC 9457, of the same shape as those of the API, in the language of the request."""
    with translation.override(LANGUAGE.get()):
        sentence = str(detail)
    document = {
        "type": f"urn:tandem:problem:{code}",
        "title": _TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": sentence,
        "trace_id": trace_id(),
    }
    return json.dumps(document).encode()


async def problem(send: Send, status: int, code: str, detail: Words, extra: Headers | None = None) -> None:
    """Answer with a problem document."""
    body = problem_body(status, code, detail)
    await answer(send, status, b"application/problem+json", body, extra)


async def answer(
    send: Send, status: int, content_type: bytes, body: bytes, extra: Headers | None = None, *, more_body: bool = False
) -> None:
    """Send a complete answer in one piece."""
    headers: Headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode()), *(extra or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": more_body})


class Exchange:
    """`send` for one request: adds the security headers and the request's name, and remembers how an answer began.

    `route` (a template) and `actor` (an id) are left here by whoever answers, for the log.
    """

    def __init__(self, send: Send, https: bool, request_id: str = "") -> None:
        self._send = send
        self._https = https
        self._request_id = request_id
        self.status = 0
        self.route = ""
        self.actor: str | None = None

    @property
    def begun(self) -> bool:
        """Whether an answer has begun."""
        return self.status != 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = secured(list(message.get("headers", [])), self._https)
            if self._request_id:
                headers.append((b"x-request-id", self._request_id.encode()))
            message = {**message, "headers": headers}
        await self._send(message)
