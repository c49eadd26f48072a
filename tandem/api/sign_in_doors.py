"""The doors of signing in and out: those of allauth's that are for it. What else it can do (signing up, mailing passwords) is not
open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

import orjson
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.headless.account import views
from allauth.headless.account.inputs import LoginInput
from allauth.headless.constants import Client
from allauth.headless.internal.restkit import inputs
from allauth.headless.mfa import views as factor_views
from allauth.mfa.base.internal.flows import post_authentication
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from tandem.api.errors import malformed, refused
from tandem.kernel.errors import Refused
from tandem.people.attempts import attempt
from tandem.people.commands.sign_in import record_failed_step
from tandem.people.devices import remember_device
from tandem.people.second_factors import check_code

View = Callable[..., HttpResponseBase]

#: A mail address and a password, or what a passkey says, with room to spare.
_LONGEST: Final = 10_000
#: What an assertion consists of (WebAuthn Level 2, 5.1): all of it text.
_ASSERTION: Final = frozenset({"clientDataJSON", "authenticatorData", "signature"})


class PasswordInput(LoginInput):  # type: ignore[misc]
    """A password is taken as it was typed, spaces at its ends included."""

    password = inputs.CharField(strip=False)


class CodeInput(inputs.Input):  # type: ignore[misc]
    """A code of an authenticator app, or a recovery code."""

    code = inputs.CharField(max_length=40)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Counted for the account: only who knows the password comes this far. Raises TooManyAttempts."""
        usage = attempt(context.request, "second_step", str(self.user.pk))
        self.authenticator = check_code(self.user.pk, self.cleaned_data["code"])
        if self.authenticator is None:
            record_failed_step(self.user, "code")
            raise get_adapter().validation_error("incorrect_code")
        usage.rollback()
        return str(self.cleaned_data["code"])

    def save(self) -> None:
        """The second step is taken."""
        post_authentication(context.request, self.authenticator)


class PasswordView(views.LoginView):  # type: ignore[misc]
    """The first step, or the only one."""

    input_class = PasswordInput


class CodeView(factor_views.AuthenticateView):  # type: ignore[misc]
    """The second step, by a code."""

    input_class = CodeInput


def _door(view: View, *methods: str, reads: Callable[[Mapping[str, Any]], bool] = lambda _body: True) -> View:
    """Let nothing through to allauth that is not the JSON that its forms expect: its own reader trusts what it gets."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and not _is_readable(request.body, reads):
            return malformed(request)
        try:
            if request.method == "GET" and "session" not in request.path:
                # A challenge is kept in a session: one more row for whoever asks.
                attempt(request, "login")
            response = view(request)
        except Refused as refusal:
            return refused(request, refusal)
        if request.method == "POST" and request.user.is_authenticated:
            remember_device(request, response, request.user)
        return response

    return require_http_methods(list(methods))(answer)


def _is_readable(body: bytes, reads: Callable[[Mapping[str, Any]], bool]) -> bool:
    try:
        # Refuses what is nested too deeply, and halves of characters that no password can be.
        found = orjson.loads(body) if len(body) <= _LONGEST else None
    except orjson.JSONDecodeError:
        return False
    return isinstance(found, dict) and reads(found)


def _is_assertion(body: Mapping[str, Any]) -> bool:
    """Whether it is what a browser says for a passkey; allauth and its library fail on most other shapes."""
    credential = body.get("credential")
    response = credential.get("response") if isinstance(credential, dict) else None
    if not isinstance(credential, dict) or not isinstance(response, dict):
        return False
    named = [credential.get("id"), credential.get("rawId"), credential.get("type"), *map(response.get, _ASSERTION)]
    handle = response.get("userHandle")
    return all(isinstance(one, str) and one.isascii() for one in named) and isinstance(handle, str | None)


_browser: Final = {"client": Client.BROWSER}
_login, _session = PasswordView.as_api_view(**_browser), views.SessionView.as_api_view(**_browser)
_code = CodeView.as_api_view(**_browser)
_passkey_login = factor_views.LoginWebAuthnView.as_api_view(**_browser)
_passkey_step = factor_views.AuthenticateWebAuthnView.as_api_view(**_browser)

urlpatterns: list[URLPattern] = [
    path("browser/v1/auth/login", _door(_login, "POST")),
    path("browser/v1/auth/session", _door(_session, "GET", "DELETE")),
    path("browser/v1/auth/2fa/authenticate", _door(_code, "POST")),
    path("browser/v1/auth/webauthn/login", _door(_passkey_login, "GET", "POST", reads=_is_assertion)),
    path("browser/v1/auth/webauthn/authenticate", _door(_passkey_step, "GET", "POST", reads=_is_assertion)),
]
