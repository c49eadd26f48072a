"""The servers of a mailbox: where it fetches its mail, and where it hands its replies to. Admins only."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.mail import MailboxShown, ServerTried
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.routers.mailboxes import shown
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.commands.remove_mail_server import RemoveMailServer
from tandem.channels.email.commands.set_mail_server import SetMailServer, needs_password, server_of
from tandem.channels.email.fetching.older import decide_older
from tandem.channels.email.models import Mailbox
from tandem.channels.email.servers import fields
from tandem.channels.email.servers.account import Account, open_secret
from tandem.channels.email.servers.accounts import with_bearer
from tandem.channels.email.servers.troubles import Trouble, words_of
from tandem.channels.email.servers.trying import PATIENCE, Tried, try_out
from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.people.policies import require

router = Router()


class OutgoingInput(Input):
    """A submission server. `password` left out keeps the stored one, as long as host, port, encryption and user stay. With `auth`
    oauth there is none: the sign-in of the mailbox opens it."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str = ""
    password: str | None = None
    auth: Literal["password", "oauth"] = "password"
    active: bool = True


class IncomingInput(OutgoingInput):
    """A server to fetch from. `authserv_ids` left out: those that are known of this provider."""

    protocol: Literal["imap", "pop"] = "imap"
    folder: str = "INBOX"
    after_fetch: Literal["move", "delete", "leave"] = "move"
    moved_to: str = "Tandem"
    take_from: Literal["new", "all"] = "new"
    authserv_ids: list[str] | None = None


class OlderInput(Input):
    """Whether mail that lay on the server before is taken as well."""

    take: bool


@router.put("/{mailbox_id}/incoming", openapi_extra=answers(MailboxShown))
def set_incoming(request: HttpRequest, mailbox_id: Identifier, data: IncomingInput) -> HttpResponse:
    """Fetch the mail of a mailbox from a server."""
    return _set(_admin(request), mailbox_id, "incoming", data)


@router.delete("/{mailbox_id}/incoming", openapi_extra=answers(MailboxShown))
def remove_incoming(request: HttpRequest, mailbox_id: Identifier) -> HttpResponse:
    """Fetch no more; what was fetched stays."""
    return _remove(_admin(request), mailbox_id, "incoming")


@router.post("/{mailbox_id}/incoming/test", openapi_extra=answers(ServerTried))
def try_incoming(request: HttpRequest, mailbox_id: Identifier, data: IncomingInput) -> HttpResponse:
    """Connect, sign in, look into the folder and count. Nothing is saved, fetched or changed."""
    _admin(request)
    return _try(mailbox_id, "incoming", data)


@router.post("/{mailbox_id}/incoming/older", openapi_extra=answers(MailboxShown))
def older(request: HttpRequest, mailbox_id: Identifier, data: OlderInput) -> HttpResponse:
    """Decide about mail that is older than what is known, after a server has counted anew."""
    actor = _admin(request)
    decide_older(actor, mailbox_id, data.take)
    return shown(actor, mailbox_id)


@router.put("/{mailbox_id}/outgoing", openapi_extra=answers(MailboxShown))
def set_outgoing(request: HttpRequest, mailbox_id: Identifier, data: OutgoingInput) -> HttpResponse:
    """Hand the replies of a mailbox to a server of its own."""
    return _set(_admin(request), mailbox_id, "outgoing", data)


@router.delete("/{mailbox_id}/outgoing", openapi_extra=answers(MailboxShown))
def remove_outgoing(request: HttpRequest, mailbox_id: Identifier) -> HttpResponse:
    """Send as the installation does."""
    return _remove(_admin(request), mailbox_id, "outgoing")


@router.post("/{mailbox_id}/outgoing/test", openapi_extra=answers(ServerTried))
def try_outgoing(request: HttpRequest, mailbox_id: Identifier, data: OutgoingInput) -> HttpResponse:
    """Connect and sign in. No mail is sent, nothing is saved."""
    _admin(request)
    return _try(mailbox_id, "outgoing", data)


def _admin(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    return actor


def _set(actor: Actor, mailbox_id: int, direction: str, data: OutgoingInput) -> HttpResponse:
    values, password = _read(direction, data)
    run(SetMailServer(mailbox_id, direction, values, password), actor)
    return shown(actor, mailbox_id)


def _remove(actor: Actor, mailbox_id: int, direction: str) -> HttpResponse:
    run(RemoveMailServer(mailbox_id, direction), actor)
    return shown(actor, mailbox_id)


def _try(mailbox_id: int, direction: str, data: OutgoingInput) -> HttpResponse:
    values, password = _read(direction, data)
    # What could not be saved is not tried either; nothing is kept of it.
    found = server_of(mailbox_id, direction)
    if not Mailbox.objects.filter(id=mailbox_id).exists():
        raise NotFound()
    SetMailServer(mailbox_id, direction, values, password).check(found)
    names = ("protocol", "host", "port", "security", "user")
    given: dict[str, Any] = {name: values[name] for name in names} | {"folder": values.get("folder", "")}
    try:
        if data.auth == "oauth":
            return _tried(try_out(with_bearer(Account(**given, password="", patience=PATIENCE), mailbox_id)))
        if password is None:
            kept = found is not None and values["user"] and not needs_password(found, values)
            password = open_secret(found.id, found.secret) if kept and found is not None else ""
        return _tried(try_out(Account(**given, password=password, patience=PATIENCE)))
    except Trouble as trouble:
        return json_response({"ok": False, "messages": None, "code": trouble.code, "words": words_of(trouble.code)})


def _tried(tried: Tried) -> HttpResponse:
    return json_response({"ok": True, "messages": tried.messages, "code": "", "words": ""})


def _read(direction: str, data: OutgoingInput) -> tuple[dict[str, Any], str | None]:
    """(fields in stored form, password or None). Raises Invalid, Malformed."""
    with inputs.located() as read:
        values: dict[str, Any] = {
            "protocol": "smtp",
            "host": read("/host", fields.host, data.host),
            "port": read("/port", fields.port, data.port),
            "security": data.security,
            "user": read("/user", fields.user, data.user),
            "auth": data.auth,
            "active": data.active,
        }
        password = None if data.password is None else read("/password", fields.password, data.password)
        if isinstance(data, IncomingInput):
            moved_to = read("/moved_to", fields.folder, data.moved_to)
            values |= {
                "protocol": data.protocol,
                "folder": read("/folder", fields.folder, data.folder),
                "after_fetch": data.after_fetch,
                "moved_to": moved_to,
                "take_from": data.take_from,
                "authserv_ids": fields.AUTHSERV_IDS.get(values["host"] or "", [])
                if data.authserv_ids is None
                else read("/authserv_ids", fields.authserv_ids, data.authserv_ids),
            }
    return values, password
