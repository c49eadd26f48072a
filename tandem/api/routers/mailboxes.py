"""Mailboxes: the addresses that customers write to."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.mail import MailboxList, MailboxShown, MailboxTested
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line, mail_address
from tandem.api.present import mail as present
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.automatic.texts import stored
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.commands.edit_mailbox import EditMailbox
from tandem.channels.email.mailbox_fields import reply_address, signature, spoken
from tandem.channels.email.models import Mailbox
from tandem.channels.email.testing import put_test_mail
from tandem.infra.addresses import Address
from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.people.policies import require

router = Router()


class NewMailbox(Input):
    """A mailbox and the department in which its tickets begin."""

    address: str
    department_id: Identifier
    from_name: str = ""
    signature_html: str = ""
    active: bool = True
    subject_token: bool = False
    language: str = ""
    reply_address: str = ""


class AcknowledgementInput(Input):
    """What is sent in one language; both empty for nothing in this language."""

    subject: str = ""
    body_html: str = ""


class MailboxBase(Input):
    """What the author saw."""

    address: str | None = None
    department_id: Identifier | None = None
    from_name: str | None = None
    signature_html: str | None = None
    active: bool | None = None
    subject_token: bool | None = None
    language: str | None = None
    reply_address: str | None = None
    acknowledges: bool | None = None
    acknowledgements: dict[str, AcknowledgementInput] | None = None
    confirms: bool | None = None


class MailboxEdit(MailboxBase):
    """What to change; `base` makes it a three-way merge."""

    base: MailboxBase | None = None


def _acknowledgements(value: Mapping[str, AcknowledgementInput]) -> dict[str, dict[str, str]]:
    return stored({language: text.model_dump() for language, text in value.items()})


_FIELDS: Fields = {
    "address": ("address", mail_address),
    "department_id": ("department", as_given),
    "from_name": ("from_name", line(200)),
    "signature_html": ("signature_html", signature),
    "active": ("active", as_given),
    "subject_token": ("subject_token", as_given),
    "language": ("language", spoken),
    "reply_address": ("reply_address", reply_address),
    "acknowledges": ("acknowledges", as_given),
    "acknowledgements": ("acknowledgements", _acknowledgements),
    "confirms": ("confirms", as_given),
}


def shown(actor: Actor, mailbox_id: int, status: int = 200) -> HttpResponse:
    """One mailbox as an answer."""
    (found,) = present.mailboxes(actor, [Mailbox.objects.get(id=mailbox_id)])
    return json_response(found, status)


@router.get("", openapi_extra=answers(MailboxList))
def list_mailboxes(request: HttpRequest) -> HttpResponse:
    """Every mailbox, for everybody who works here."""
    require(actor_of(request), "people.read")
    return json_response({"results": present.mailboxes(actor_of(request), Mailbox.objects.order_by("address"))})


@router.post("", openapi_extra=answers(MailboxShown, 201, "Created."))
def create_mailbox(request: HttpRequest, data: NewMailbox) -> HttpResponse:
    """Make a mailbox: from now on mail to its address becomes tickets."""
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    with inputs.located() as read:
        address = read("/address", mail_address, data.address)
        from_name = read("/from_name", line(200), data.from_name)
        signature_html = read("/signature_html", signature, data.signature_html)
        language = read("/language", spoken, data.language)
        answers_to = read("/reply_address", reply_address, data.reply_address)
    command = CreateMailbox(
        address,
        data.department_id,
        from_name,
        signature_html,
        active=data.active,
        subject_token=data.subject_token,
        language=language,
        reply_address=answers_to if isinstance(answers_to, Address) else None,
    )
    return shown(actor, run(command, actor).result_id or 0, 201)


@router.patch("/{mailbox_id}", openapi_extra=answers(MailboxShown))
def edit_mailbox(request: HttpRequest, mailbox_id: Identifier, data: MailboxEdit) -> HttpResponse:
    """Change a mailbox."""
    actor = actor_of(request)
    run(EditMailbox(mailbox_id, edits_of(data, data.base, _FIELDS)), actor)
    return shown(actor, mailbox_id)


@router.post("/{mailbox_id}/test", openapi_extra=answers(MailboxTested, 202, "On its way."))
def test_mailbox(request: HttpRequest, mailbox_id: Identifier) -> HttpResponse:
    """Put a mail from the caller into the mailbox, through the same ledger as every other."""
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    box = Mailbox.objects.filter(id=mailbox_id, active=True).first()
    if box is None:
        raise NotFound()
    entry = put_test_mail(box, actor)
    return json_response({"message_id": entry.message_id, "ledger_id": str(entry.id)}, 202)
