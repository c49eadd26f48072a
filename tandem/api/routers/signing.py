"""Signatures below what leaves (DKIM): a key for each domain, and its record in the name system. Admins only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.mail import SigningDomainList, SigningRecordFound
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.commands.make_signing_key import MakeSigningKey, unknown
from tandem.channels.email.commands.remove_signing_key import RemoveSigningKey
from tandem.channels.email.commands.switch_signing import SwitchSigning
from tandem.channels.email.models import RecordState, SigningKey
from tandem.channels.email.signing.keys import domains, new_pair, new_selector
from tandem.channels.email.signing.record import Found, look_up, record_name, record_value
from tandem.channels.email.signing.watching import note
from tandem.infra.clock import isoformat, now_ms
from tandem.kernel.actors import Actor
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.people.policies import require

router = Router()


class NewSigningKey(Input):
    """For which domain; it has to be that of a mailbox."""

    domain: str


class SigningKeyEdit(Input):
    """Whether mail of its domain is signed with this key."""

    signs: bool


@router.get("/domains", openapi_extra=answers(SigningDomainList))
def list_domains(request: HttpRequest) -> HttpResponse:
    """Every domain that mail is sent from, and its keys."""
    _admin(request)
    return _shown()


@router.post("/keys", openapi_extra=answers(SigningDomainList, 201, "Made."))
def make_key(request: HttpRequest, data: NewSigningKey) -> HttpResponse:
    """Make a key. It signs nothing before its record is published and it is switched on."""
    actor = _admin(request)
    domain = data.domain.strip().lower()
    if domain not in domains():
        raise unknown()
    selector = new_selector(domain)
    secret, public = new_pair(domain, selector)
    run(MakeSigningKey(domain, selector, public, secret), actor)
    return _shown(201)


@router.post("/keys/{key_id}/check", openapi_extra=answers(SigningRecordFound))
def check_key(request: HttpRequest, key_id: Identifier) -> HttpResponse:
    """Ask the name system for the key's record."""
    _admin(request)
    found = _looked_up(key_id)
    return json_response({"found": found, "words": _words(found)})


@router.patch("/keys/{key_id}", openapi_extra=answers(SigningDomainList))
def edit_key(request: HttpRequest, key_id: Identifier, data: SigningKeyEdit) -> HttpResponse:
    """Sign with a key, or no more. What receivers could not verify is not begun: its record has to be there."""
    actor = _admin(request)
    if data.signs and (found := _looked_up(key_id)) != "there":
        raise Invalid([Problem("/signs", f"record_{found}", _words(found))])
    run(SwitchSigning(key_id, data.signs), actor)
    return _shown()


@router.delete("/keys/{key_id}", openapi_extra=answers(SigningDomainList))
def remove_key(request: HttpRequest, key_id: Identifier) -> HttpResponse:
    """Forget a key."""
    actor = _admin(request)
    run(RemoveSigningKey(key_id), actor)
    return _shown()


def _admin(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    return actor


def _looked_up(key_id: int) -> Found:
    key = SigningKey.objects.filter(id=key_id).first()
    if key is None:
        raise NotFound()
    found = look_up(key.domain, key.selector, key.public)
    note(key.id, found, now_ms())
    return found


def _words(found: Found) -> str:
    return {
        "there": _("The record is published."),
        "missing": _("The record is not published yet. It may take some hours until it is seen everywhere."),
        "other": _("Something else is published under this name. There must be this one record and no other."),
        "unknown": _("No name server answered. Try again later."),
    }[found]


def _trouble(found: str) -> str:
    return {
        "missing": _(
            "Mail is signed with this key, but its record is not published any more: receivers cannot verify the signature and "
            "take it for none. Publish the record again, or stop to sign."
        ),
        "other": _(
            "Mail is signed with this key, but something else is published under its name: receivers cannot verify the "
            "signature and take it for none. Publish this one record again, or stop to sign."
        ),
    }.get(found, "")


def _shown(status: int = 200) -> HttpResponse:
    keys: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key in SigningKey.objects.select_related("record").order_by("-signs", "created_at", "id"):
        keys[key.domain].append(_key(key))
    # A domain whose last mailbox has gone is shown as long as there is a key to remove.
    names = sorted({*domains(), *keys})
    return json_response({"results": [{"domain": name, "keys": keys[name]} for name in names]}, status)


def _key(key: SigningKey) -> dict[str, Any]:
    state: RecordState | None = getattr(key, "record", None)
    trouble = _trouble(state.found) if state is not None and key.signs else ""
    return {
        "id": str(key.id),
        "record_name": record_name(key.domain, key.selector),
        "record_value": record_value(key.public),
        "signs": key.signs,
        "created_at": isoformat(key.created_at),
        "checked_at": isoformat(state.checked_at) if state is not None else None,
        "trouble": trouble,
        "trouble_since": isoformat(state.since) if state is not None and trouble else None,
    }
