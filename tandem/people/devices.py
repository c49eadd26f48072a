"""Browsers that an account knows, by a signed cookie: whoever signed in there before is not kept out by the guesses of others
(OWASP, "device cookies"). It lets nobody in."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tandem.people.models import Account

_SALT: Final = "tandem.people.devices"
_AGE: Final = 180 * 24 * 3600
#: Accounts that one browser is known for.
_MOST: Final = 8


def _accounts(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_AGE)
    except signing.BadSignature:
        return []
    return [int(one) for one in found]


def is_known_device(request: HttpRequest, email: str) -> bool:
    """Whether the account of this address was signed in here before."""
    known = _accounts(request)
    # Asked for every address alike, so that the time says nothing.
    return Account.objects.filter(email=email, id__in=known or [0]).exists()


def remember_device(request: HttpRequest, response: HttpResponseBase, account: Any) -> None:
    """The account is known here from now on."""
    accounts = [account.pk, *(one for one in _accounts(request) if one != account.pk)][:_MOST]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(accounts, salt=_SALT),
        max_age=_AGE,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
