"""Automatic mail: what an acknowledgement may say, the loops in which it was stopped, the addresses that get none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.automatic_mail import (
    AcknowledgementPreview,
    AcknowledgementWords,
    AutomaticMailShown,
)
from tandem.api.answers.base import answers
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import automatic_mail as present
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.automatic import texts
from tandem.channels.email.commands.block_automatic_mail import BlockAutomaticMail
from tandem.channels.email.commands.resume_automatic_mail import ResumeAutomaticMail
from tandem.channels.email.commands.unblock_automatic_mail import UnblockAutomaticMail
from tandem.channels.email.models import Mailbox
from tandem.kernel.actors import Actor
from tandem.kernel.commands import Command
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.people.languages import stored_language
from tandem.people.policies import require

router = Router()
of_mailboxes = Router()


class PreviewInput(Input):
    """A text as it stands in the form."""

    language: str
    subject: str
    body_html: str


def _admin(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    return actor


@router.get("", openapi_extra=answers(AutomaticMailShown))
def show(request: HttpRequest) -> HttpResponse:
    """Addresses for which automatic mail was stopped, with the mails that went to and fro, and those for which it is blocked."""
    return json_response(present.standing(_admin(request)))


@router.get("/words", openapi_extra=answers(AcknowledgementWords))
def get_words(request: HttpRequest) -> HttpResponse:
    """What an acknowledgement may name, a text to begin with in each language, and the mail that asks strangers."""
    _admin(request)
    return json_response(present.words())


@router.post("/{correspondent_id}/resume", openapi_extra=answers(AutomaticMailShown))
def resume(request: HttpRequest, correspondent_id: Identifier) -> HttpResponse:
    """Let automatic mail go there again; the same loop stops again after as many mails."""
    return _decided(_admin(request), ResumeAutomaticMail(correspondent_id))


@router.post("/{correspondent_id}/block", openapi_extra=answers(AutomaticMailShown))
def block(request: HttpRequest, correspondent_id: Identifier) -> HttpResponse:
    """Send nothing there any more that nobody wrote. People still answer."""
    return _decided(_admin(request), BlockAutomaticMail(correspondent_id))


@router.post("/{correspondent_id}/unblock", openapi_extra=answers(AutomaticMailShown))
def unblock(request: HttpRequest, correspondent_id: Identifier) -> HttpResponse:
    """Let automatic mail go there again."""
    return _decided(_admin(request), UnblockAutomaticMail(correspondent_id))


@of_mailboxes.post("/{mailbox_id}/acknowledgement/preview", openapi_extra=answers(AcknowledgementPreview))
def preview(request: HttpRequest, mailbox_id: Identifier, data: PreviewInput) -> HttpResponse:
    """The mail that a made-up customer would get. Nothing is saved."""
    _admin(request)
    mailbox = Mailbox.objects.select_related("department").filter(id=mailbox_id).first()
    if mailbox is None:
        raise NotFound()
    given: dict[str, Any] = {data.language: {"subject": data.subject, "body_html": data.body_html}}
    with inputs.located() as read:
        kept = read("/texts", texts.stored, given)
    language = stored_language(data.language) or ""
    if language not in kept:
        raise Invalid([Problem(f"/texts/{data.language}/body_html", "empty", present.WRITE_FIRST)])
    return json_response(present.preview(mailbox, language, kept[language]))


def _decided(actor: Actor, command: Command[None]) -> HttpResponse:
    run(command, actor)
    return json_response(present.standing(actor))
