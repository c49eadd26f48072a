"""The name of the request that is being answered: in its log line, in `X-Request-Id`, and in the problem document of a failure."""

from __future__ import annotations

from contextvars import ContextVar

from tandem.infra.ids import new_id

#: Empty outside a request. Set by the front on the loop, and by the pool's thread for what Django does.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id() -> str:
    """A fresh name. What a client sends as one is never taken over: it could hold anything."""
    return f"{new_id():x}"


def trace_id() -> str:
    """The request's name, or a fresh one where there is no request."""
    return REQUEST_ID.get() or new_request_id()
