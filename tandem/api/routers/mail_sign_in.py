"""Signing a mailbox in at its provider, without a password: the client, the way there, and the way back. Admins only."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.mail import MailboxShown, SignInBegun
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.routers.mailboxes import shown
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.commands.remove_mail_sign_in import RemoveMailSignIn
from tandem.channels.email.commands.set_mail_sign_in import SetMailSignIn
from tandem.channels.email.commands.tell_of_sign_in import TellOfSignIn
from tandem.channels.email.servers import fields
from tandem.channels.email.servers.oauth.attempts import begin, finish
from tandem.kernel.actors import Actor
from tandem.kernel.pipeline import run
from tandem.people.policies import require

of_mailboxes = Router()
router = Router()


class MailSignInInput(Input):
    """A client that the provider has given out. `client_secret` left out keeps the stored one, as long as provider, tenant, client
    and addresses stay; empty is a client without one. Addresses and scope are of provider `other`."""

    provider: Literal["google", "microsoft", "other"]
    client_id: str
    client_secret: str | None = None
    tenant: str = ""
    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""


class SignInReturned(Input):
    """What the provider sent the browser back with."""

    state: str
    code: str = ""
    error: str = ""


@of_mailboxes.put("/{mailbox_id}/sign-in", openapi_extra=answers(MailboxShown))
def set_sign_in(request: HttpRequest, mailbox_id: Identifier, data: MailSignInInput) -> HttpResponse:
    """Say with which client a mailbox is signed in. Nobody is signed in by that yet."""
    actor = _admin(request)
    with inputs.located() as read:
        secret = None if data.client_secret is None else read("/client_secret", fields.password, data.client_secret)
    other = data.provider == "other"
    values = {
        "provider": data.provider,
        "client_id": data.client_id.strip(),
        "tenant": data.tenant.strip() if data.provider == "microsoft" else "",
        "authorize_url": data.authorize_url.strip() if other else "",
        "token_url": data.token_url.strip() if other else "",
        "scope": " ".join(data.scope.split(" ")).strip() if other else "",
    }
    run(SetMailSignIn(mailbox_id, values, secret), actor)
    return shown(actor, mailbox_id)


@of_mailboxes.delete("/{mailbox_id}/sign-in", openapi_extra=answers(MailboxShown))
def remove_sign_in(request: HttpRequest, mailbox_id: Identifier) -> HttpResponse:
    """Forget the client and what the provider gave."""
    actor = _admin(request)
    run(RemoveMailSignIn(mailbox_id), actor)
    return shown(actor, mailbox_id)


@of_mailboxes.post("/{mailbox_id}/sign-in/begin", openapi_extra=answers(SignInBegun))
def begin_sign_in(request: HttpRequest, mailbox_id: Identifier) -> HttpResponse:
    """Begin to sign in: the browser goes to this address, and comes back to `sign_in_return`."""
    return json_response({"url": begin(request.session, _admin(request).me, mailbox_id)})


@router.post("/finish", openapi_extra=answers(MailboxShown))
def finish_sign_in(request: HttpRequest, data: SignInReturned) -> HttpResponse:
    """Finish it in the session in which it was begun."""
    actor = _admin(request)
    mailbox_id = finish(request.session, actor.me, data.state, data.code, data.error)
    run(TellOfSignIn(mailbox_id), actor)
    return shown(actor, mailbox_id)


def _admin(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    return actor
