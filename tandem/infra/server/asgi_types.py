"""Names for the three things an ASGI application is called with, and for what we make of the first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class ClientGone(Exception):
    """The client closed the connection before its request or its answer was complete."""


def values(headers: Headers, name: bytes) -> list[str]:
    """Every value of this header (name in lower case), in order."""
    return [value.decode("latin-1") for key, value in headers if key == name]
