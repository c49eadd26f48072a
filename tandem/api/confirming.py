"""Who changes how they sign in says once more who they are: the session alone is not enough (sec:G-07)."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth import authenticate, get_user
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tandem.infra import clock
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem
from tandem.people.attempts import attempt
from tandem.people.hashing import normalised, too_long
from tandem.people.models import Account
from tandem.people.second_factors import check_code, has_second_factor
from tandem.people.sessions import rotate

#: Seconds for which having said so is enough.
FRESH: Final = 300


class ConfirmFirst(Conflict):
    """The session is not fresh enough for this."""

    def __init__(self) -> None:
        super().__init__("auth.confirm_first", _("Confirm that it is you: with your password, or a code."))


def account_of(request: HttpRequest) -> Account:
    """The account of a browser. For programs there is nothing here. Raises NotFound."""
    account = get_user(request)
    if "Authorization" in request.headers or not isinstance(account, Account):
        raise NotFound()
    return account


def can_confirm(account: Account) -> bool:
    """Whether there is anything to confirm with: people of the demonstration have neither password nor code."""
    return account.has_usable_password() or has_second_factor(account.pk)


def is_fresh(request: HttpRequest, account: Account, *, signing_in_counts: bool = False) -> bool:
    """Whether they confirmed within the last minutes; where `signing_in_counts`, having signed in just now will do."""
    if not can_confirm(account):
        return True
    records: list[dict[str, Any]] = get_authentication_records(request, account)
    moments = [record["at"] for record in records if signing_in_counts or record.get("reauthenticated")]
    return bool(moments) and clock.now_ms() / 1000 - max(moments) < FRESH


def require_fresh(request: HttpRequest, account: Account, *, signing_in_counts: bool = False) -> None:
    """Raises ConfirmFirst unless `is_fresh`."""
    if not is_fresh(request, account, signing_in_counts=signing_in_counts):
        raise ConfirmFirst


def confirm(request: HttpRequest, account: Account, password: str | None, code: str | None) -> None:
    """Take a password or a code of this account, under a new session id. Raises Invalid, TooManyAttempts."""
    usage = attempt(request, "confirm", str(account.pk))
    if password is not None:
        right, pointer = _is_password(request, account, password), "/password"
    else:
        right, pointer = check_code(account.pk, code or "") is not None, "/code"
    if not right:
        raise Invalid([Problem(pointer, "wrong", _("This is not right."))])
    usage.rollback()
    rotate(request)
    record_authentication(request, account, "password" if password is not None else "mfa", reauthenticated=True)


def _is_password(request: HttpRequest, account: Account, password: str) -> bool:
    if too_long(password) or "\x00" in password:
        return False
    return authenticate(request, email=account.email, password=normalised(password)) == account
