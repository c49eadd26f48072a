"""The doors of signing in and out: two of allauth's. What else it can do (signing up, mailing passwords) is not open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

import orjson
from allauth.headless.account import views
from allauth.headless.constants import Client
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from tandem.api.errors import malformed

View = Callable[..., HttpResponseBase]

#: A mail address and a password, with room to spare.
_LONGEST: Final = 10_000


def _readable(view: View) -> View:
    """Let nothing through to allauth that is not the JSON that its forms expect: its own reader trusts what it gets."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and not _is_object(request.body):
            return malformed(request)
        return view(request)

    return answer


def _is_object(body: bytes) -> bool:
    try:
        # Refuses what is nested too deeply, and halves of characters that no password can be.
        return len(body) <= _LONGEST and isinstance(orjson.loads(body), dict)
    except orjson.JSONDecodeError:
        return False


urlpatterns: list[URLPattern] = [
    path("browser/v1/auth/login", _readable(views.LoginView.as_api_view(client=Client.BROWSER))),
    path("browser/v1/auth/session", _readable(views.SessionView.as_api_view(client=Client.BROWSER))),
]
