"""Passkeys of the person who is signed in (WebAuthn Level 2). For browsers only."""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers import security as shapes
from tandem.api.answers.base import answers
from tandem.api.bytes import json_response
from tandem.api.confirming import account_of, require_fresh
from tandem.api.merges import line
from tandem.api.present import security as present
from tandem.api.routers.security import DONE, first_recovery_codes, remove_factors, tell
from tandem.api.schemas import Identifier, Input
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem
from tandem.people.models import Account
from tandem.people.second_factors import has_second_factor
from tandem.people.sessions import rotate

router = Router()
#: Passkeys of one account.
MOST: Final = 20


class AttestationInput(Input):
    """What the browser's key says (WebAuthn Level 2, 5.2.1), in base64url; `transports` are hints."""

    clientDataJSON: str
    attestationObject: str
    transports: list[str] = []
    authenticatorData: str | None = None
    publicKey: str | None = None
    publicKeyAlgorithm: int | None = None


class CredentialInput(Input):
    """A new credential, as `PublicKeyCredential.toJSON` gives it."""

    id: str
    rawId: str
    type: str
    response: AttestationInput
    clientExtensionResults: dict[str, Any] = {}
    authenticatorAttachment: str | None = None


class NewPasskey(Input):
    """What the key was made into, and how its person calls it."""

    name: str
    credential: CredentialInput


class PasskeyName(Input):
    """What it is called."""

    name: str


def _name(value: str) -> str:
    with inputs.located() as read:
        name = read("/name", line(60), value)
    if not name:
        raise Invalid([Problem("/name", "empty", _("Give it a name by which you will know it."))])
    return name


def _own(account: Account, passkey_id: int) -> Any:
    row = Authenticator.objects.filter(id=passkey_id, user_id=account.pk, type=Authenticator.Type.WEBAUTHN).first()
    if row is None:
        raise NotFound()
    return row


@router.post("/begin", openapi_extra=answers(shapes.PasskeyBegun, 201))
def begin_passkey(request: HttpRequest) -> HttpResponse:
    """What a browser needs to make a passkey. It answers for one attempt, in this session."""
    account = account_of(request)
    require_fresh(request, account, signing_in_counts=not has_second_factor(account.pk))
    # A passkey signs in by itself, so the key has to know its person (user verification) and keep the account with it.
    return json_response({"options": auth.begin_registration(account, passwordless=True)}, 201)


@router.post("", openapi_extra=answers(shapes.PasskeyAdded, 201, "Added."))
def add_passkey(request: HttpRequest, data: NewPasskey) -> HttpResponse:
    """Keep a new passkey. With the first second factor come recovery codes."""
    account = account_of(request)
    require_fresh(request, account, signing_in_counts=not has_second_factor(account.pk))
    name = _name(data.name)
    if Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.WEBAUTHN).count() >= MOST:
        raise Invalid([Problem("", "too_many", _("Remove a passkey first: there are too many."))])
    credential = data.credential.model_dump(mode="json", exclude_none=True)
    if not _is_new_key(credential):
        raise Conflict("passkey.refused", _("The key did not answer as it should. Try again."))
    with transaction.atomic():
        row = auth.WebAuthn.add(account, name, credential).instance
        tell(request, "person.factor_added", {"type": "passkey"})
        codes = first_recovery_codes(account)
    rotate(request)
    return json_response({"passkey": present.passkey(row), "recovery_codes": codes}, 201)


def _is_new_key(credential: dict[str, Any]) -> bool:
    """Whether it answers the challenge of this session, for this site, by a key that has asked who holds it."""
    try:
        auth.parse_registration_response(credential)
        return bool(auth.complete_registration(credential).is_user_verified())
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        # The library reads CBOR and JSON of strangers, and says in many ways that it could not.
        return False


@router.patch("/{passkey_id}", openapi_extra=answers(shapes.PasskeyShown))
def rename_passkey(request: HttpRequest, passkey_id: Identifier, data: PasskeyName) -> HttpResponse:
    """Call it something else."""
    row = _own(account_of(request), passkey_id)
    row.data["name"] = _name(data.name)
    row.save(update_fields=["data"])
    return json_response(present.passkey(row))


@router.delete("/{passkey_id}", openapi_extra=DONE)
def remove_passkey(request: HttpRequest, passkey_id: Identifier) -> HttpResponse:
    """Sign in without it from now on."""
    account = account_of(request)
    row = _own(account, passkey_id)
    require_fresh(request, account)
    remove_factors(request, account, Authenticator.Type.WEBAUTHN, "passkey", id=row.pk)
    return HttpResponse(status=204)
