"""Doors that stand open to people who are not signed in yet: how they are guarded all the same."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from tandem.api.errors import CsrfFailed
from tandem.infra.server.installation import is_loopback
from tandem.people.commands.sign_in import record_sign_in
from tandem.people.models import Account
from tandem.people.sessions import METHOD

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class OwnPages(AuthBase):
    """Lets anybody in whose request comes from our own pages: the CSRF token is asked for, a person is not (sec:W-01)."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "csrftoken"

    def __call__(self, request: HttpRequest) -> Any:
        if check_csrf(request):
            raise CsrfFailed
        return True


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the peer is this very machine. A proxy that is not trusted by name counts as the peer itself."""
    return is_loopback(request.META.get("REMOTE_ADDR", ""))


def sign_in(request: HttpRequest, account: Account, method: str) -> None:
    """Open a session for an account under a new id, whatever session there was before (sec:G-01)."""
    record_sign_in(account, method)
    request.session.flush()
    request.session[METHOD] = method
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method)
