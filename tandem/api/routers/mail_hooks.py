"""The webhook of a mailbox: which provider hands its mail over, and what has to be entered there. Admins only."""

from __future__ import annotations

import secrets
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.mail import MailboxShown, MailHookSet
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import mail as present
from tandem.api.routers.mailboxes import shown
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.commands.remove_mail_hook import RemoveMailHook
from tandem.channels.email.commands.set_mail_hook import SetMailHook, hook_of
from tandem.channels.email.hooks.providers import PROVIDERS
from tandem.channels.email.models import Mailbox
from tandem.channels.email.servers import fields
from tandem.kernel.actors import Actor
from tandem.kernel.pipeline import run
from tandem.people.policies import require

router = Router()


class MailHookInput(Input):
    """`signing_key` is Mailgun's own; other providers repeat a secret that Tandem makes. `new_secret` makes another one."""

    provider: Literal["mailgun", "postmark", "sendgrid", "ses"]
    signing_key: str | None = None
    new_secret: bool = False
    active: bool = True


@router.put("/{mailbox_id}/webhook", openapi_extra=answers(MailHookSet))
def set_hook(request: HttpRequest, mailbox_id: Identifier, data: MailHookInput) -> HttpResponse:
    """Let a provider hand mail over. The secret is in this answer only, and only when it is new."""
    actor = _admin(request)
    made = _secret(mailbox_id, data)
    run(SetMailHook(mailbox_id, data.provider, data.active, made), actor)
    (box,) = present.mailboxes(actor, [Mailbox.objects.get(id=mailbox_id)])
    told = made if made is not None and not PROVIDERS[data.provider].signs else ""
    return json_response({"mailbox": box, "secret": told})


@router.delete("/{mailbox_id}/webhook", openapi_extra=answers(MailboxShown))
def remove_hook(request: HttpRequest, mailbox_id: Identifier) -> HttpResponse:
    """Take no mail that way any more."""
    actor = _admin(request)
    run(RemoveMailHook(mailbox_id), actor)
    return shown(actor, mailbox_id)


def _secret(mailbox_id: int, data: MailHookInput) -> str | None:
    """The secret to store; None where the stored one stays."""
    if PROVIDERS[data.provider].signs:
        with inputs.located() as read:
            return None if not data.signing_key else read("/signing_key", fields.signing_key, data.signing_key)
    found = hook_of(mailbox_id)
    if data.new_secret or found is None or found.provider != data.provider:
        return secrets.token_urlsafe(32)
    return None


def _admin(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    return actor
