"""How the person who is signed in signs in: password, second factor, passkeys. For browsers only."""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers import security as shapes
from tandem.api.answers.base import answers
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.confirming import account_of, confirm, is_fresh, require_fresh
from tandem.api.merges import mail_address
from tandem.api.present import security as present
from tandem.api.schemas import Input
from tandem.infra.clock import isoformat
from tandem.kernel.errors import Conflict, Invalid, Problem
from tandem.kernel.pipeline import run
from tandem.people import second_factors
from tandem.people.accounts import change_own_password
from tandem.people.attempts import attempt
from tandem.people.commands.tell_of_security import TellOfSecurity
from tandem.people.links import ask_for_address
from tandem.people.models import Account
from tandem.people.security import security_policy
from tandem.people.sessions import rotate

router = Router()
#: Where the secret of an app waits in the session until its first code has come.
_PENDING: Final = "tandem.app_secret"
DONE: Final[dict[str, Any]] = {"responses": {204: {"description": "Done."}}}


class ConfirmInput(Input):
    """One of the two."""

    password: str | None = None
    code: str | None = None


class CodeInput(Input):
    """What the authenticator app shows now."""

    code: str


class PasswordInput(Input):
    """The password of now, and the new one."""

    current_password: str
    password: str


class AddressInput(Input):
    """The address to sign in with."""

    email: str


def tell(request: HttpRequest, kind: str, data: Any = None) -> None:
    """Record a change of how one signs in; whoever it belongs to is mailed."""
    actor = actor_of(request)
    run(TellOfSecurity(actor.me, kind, data), actor)


@router.get("/security", openapi_extra=answers(shapes.SecurityShown))
def get_security(request: HttpRequest) -> HttpResponse:
    """How one signs in."""
    account = account_of(request)
    shown = present.security(account)
    first = not second_factors.has_second_factor(account.pk)
    session = {
        "confirmed": is_fresh(request, account),
        "may_add": is_fresh(request, account, signing_in_counts=first),
    }
    return json_response(shown | session | {"required": security_policy().require_two_factor})


@router.post("/security/confirm", openapi_extra=DONE)
def confirm_identity(request: HttpRequest, data: ConfirmInput) -> HttpResponse:
    """Say once more who one is; for five minutes changes are open."""
    account = account_of(request)
    if (data.password is None) == (data.code is None):
        raise Invalid([Problem("", "one_of", _("Send a password or a code."))])
    confirm(request, account, data.password, data.code)
    return HttpResponse(status=204)


@router.post("/password", openapi_extra=DONE)
def change_password(request: HttpRequest, data: PasswordInput) -> HttpResponse:
    """Set a new password. Every other session ends, and if the installation says so the API tokens."""
    account = account_of(request)
    try:
        confirm(request, account, data.current_password, None)
    except Invalid as wrong:
        problems = [Problem("/current_password", one.code, one.detail) for one in wrong.problems]
        raise Invalid(problems) from None
    change_own_password(account, data.password, actor_of(request), ends_tokens=security_policy().password_ends_tokens)
    rotate(request, account)
    return HttpResponse(status=204)


@router.post("/email", openapi_extra=answers(shapes.AddressAsked, 202, "A mail is on its way."))
def change_address(request: HttpRequest, data: AddressInput) -> HttpResponse:
    """Ask for another mail address. It is taken when the link that is mailed there is used."""
    require_fresh(request, account_of(request))
    with inputs.located() as read:
        wanted = read("/email", mail_address, data.email)
    actor = actor_of(request)
    attempt(request, "forgotten", f"address of {actor.me}")
    sent = ask_for_address(actor.me, wanted, actor)
    return json_response({"email": wanted.address, "expires_at": isoformat(sent.expires_at)}, 202)


@router.post("/security/app", openapi_extra=answers(shapes.AppBegun, 201, "Shown this once."))
def begin_app(request: HttpRequest) -> HttpResponse:
    """Begin to set up an authenticator app. Nothing changes before its first code has come."""
    account = account_of(request)
    require_fresh(request, account, signing_in_counts=not second_factors.has_second_factor(account.pk))
    secret = second_factors.new_secret()
    request.session[_PENDING] = second_factors.FactorAdapter().encrypt(secret)
    uri = get_adapter().build_totp_url(account, secret)
    return json_response({"secret": secret, "uri": uri, "picture": second_factors.picture_of(uri)}, 201)


@router.put("/security/app", openapi_extra=answers(shapes.RecoveryCodes))
def set_up_app(request: HttpRequest, data: CodeInput) -> HttpResponse:
    """Prove that the app works, by a code; from then on signing in asks for one. The first time there are recovery codes."""
    account = account_of(request)
    require_fresh(request, account, signing_in_counts=not second_factors.has_second_factor(account.pk))
    pending = request.session.get(_PENDING)
    if pending is None:
        raise Conflict("app.not_begun", _("Begin again: what the app was shown is not there any more."))
    usage = attempt(request, "confirm", f"app of {account.pk}")
    secret = second_factors.FactorAdapter().decrypt(pending)
    step = second_factors.matching_step(secret, "".join(data.code.split()))
    if step is None:
        raise Invalid([Problem("/code", "wrong", _("This code is not right. Is the clock of the phone right?"))])
    usage.rollback()
    with transaction.atomic():
        second_factors.add_app(account.pk, secret, step)
        tell(request, "person.factor_added", {"type": "app"})
        codes = first_recovery_codes(account)
    del request.session[_PENDING]
    rotate(request)
    return json_response({"codes": codes})


@router.delete("/security/app", openapi_extra=DONE)
def remove_app(request: HttpRequest) -> HttpResponse:
    """Sign in without the authenticator app from now on."""
    account = account_of(request)
    require_fresh(request, account)
    remove_factors(request, account, Authenticator.Type.TOTP, "app")
    return HttpResponse(status=204)


@router.post("/security/recovery-codes", openapi_extra=answers(shapes.RecoveryCodes, 201, "Shown this once."))
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the ones from before are void."""
    account = account_of(request)
    require_fresh(request, account)
    if not second_factors.has_second_factor(account.pk):
        raise Conflict("recovery_codes.nothing", _("Set up a second factor first."))
    with transaction.atomic():
        codes = second_factors.new_recovery_codes(account)
        tell(request, "person.recovery_codes_made")
    return json_response({"codes": codes}, 201)


def first_recovery_codes(account: Account) -> list[str]:
    """Recovery codes where there are none yet."""
    left = second_factors.recovery_codes_left(account.pk)
    return second_factors.new_recovery_codes(account) if left is None else []


def remove_factors(request: HttpRequest, account: Account, kind: str, named: str, **which: Any) -> None:
    """Take second factors away, and recovery codes with the last one. Nothing happens where there is none."""
    with transaction.atomic():
        removed, _by_kind = Authenticator.objects.filter(user_id=account.pk, type=kind, **which).delete()
        if removed:
            second_factors.drop_recovery_codes_alone(account.pk)
            tell(request, "person.factor_removed", {"type": named})
    if removed:
        rotate(request)
