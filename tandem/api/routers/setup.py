"""The first run: the public address, the first admin, the first mailbox."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.installation import SetUpDone, TrialSent
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.doors import OwnPages, sign_in
from tandem.api.merges import line, mail_address
from tandem.api.schemas import Input
from tandem.api.trial_mail import send_test_mail
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.infra import clock
from tandem.infra.addresses import Address, make_address
from tandem.infra.public_url import store_public_url
from tandem.infra.server.installation import CannotServe, check_public_url
from tandem.kernel.actors import SYSTEM
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.people import installation
from tandem.people.accounts import check_password, create_colleague
from tandem.people.commands.create_person import CreatePerson
from tandem.people.languages import stored_language
from tandem.people.models import Account, InstallationFact
from tandem.people.policies import require
from tandem.people.roles import ADMIN
from tandem.tickets.commands.create_department import CreateDepartment
from tandem.tickets.editable import Unreadable

router = Router()
FIRST_DEPARTMENT = "Support"


class AdminInput(Input):
    """The first admin."""

    name: str
    email: str
    password: str


class MailboxInput(Input):
    """The first mailbox."""

    address: str
    from_name: str = ""


class SetUpInput(Input):
    """Everything that the first run asks. `code` stands in the server's output."""

    code: str
    public_url: str
    admin: AdminInput
    mailbox: MailboxInput | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    public_url: str
    admin: Address
    password: str
    mailbox: Address | None
    from_name: str


@dataclass(frozen=True, slots=True)
class _Done:
    person_id: int
    department_id: int
    mailbox_id: int | None


@router.post("", auth=OwnPages(), openapi_extra=answers(SetUpDone, 201, "Set up, and signed in."))
def set_up(request: HttpRequest, data: SetUpInput) -> HttpResponse:
    """Set the installation up, once. Everything or nothing; afterwards this address does not exist (sec:G-10)."""
    if installation.is_set_up():
        raise NotFound()
    if not installation.is_setup_code(data.code):
        raise Invalid([Problem("/code", "wrong", _("This is not the set-up code that the server printed."))])
    try:
        done = _carry_out(_check(data))
    except IntegrityError:
        if not installation.is_set_up():
            raise
        # Somebody else went through the same door at the same moment.
        raise NotFound() from None
    installation.forget_setup_code()
    restart_for = None if installation.public_url() == settings.PUBLIC_URL else installation.public_url()
    if restart_for is not None:
        store_public_url(settings.HOME, restart_for)
    sign_in(request, Account.objects.select_related("person").get(person_id=done.person_id), "set_up")
    mailbox_id = None if done.mailbox_id is None else str(done.mailbox_id)
    shown = {"person_id": str(done.person_id), "department_id": str(done.department_id), "mailbox_id": mailbox_id}
    shown["restart_for"] = restart_for
    return json_response(shown, 201)


def _check(data: SetUpInput) -> _Checked:
    with inputs.located() as read:
        name = read("/admin/name", line(200), data.admin.name)
        admin = read("/admin/email", mail_address, data.admin.email)
        public_url = read("/public_url", _public_url, data.public_url)
        box = read("/mailbox/address", mail_address, data.mailbox.address) if data.mailbox else None
        from_name = read("/mailbox/from_name", line(200), data.mailbox.from_name) if data.mailbox else ""
    if not name:
        raise Invalid([Problem("/admin/name", "empty", _("Say who you are."))])
    check_password(data.admin.password, admin.address, "/admin/password")
    return _Checked(public_url, make_address(admin.address, name), data.admin.password, box, from_name)


def _public_url(value: str) -> str:
    try:
        check_public_url(value)
    except CannotServe:
        detail = _("Begin with https://. Plain http:// is for this machine itself only.")
        raise Unreadable("not_served", detail) from None
    return value.rstrip("/")


def _carry_out(wanted: _Checked) -> _Done:
    with transaction.atomic():
        # The row's key decides a race: whoever comes second waits here and is refused.
        InstallationFact.objects.create(key=installation.SET_UP_AT, value=str(clock.now_ms()))
        installation.record_fact(installation.PUBLIC_URL, wanted.public_url)
        department = run(CreateDepartment(FIRST_DEPARTMENT), SYSTEM).result_id
        command = CreatePerson(
            wanted.admin,
            ADMIN,
            language=stored_language(get_language() or "") or "",
            department_ids=[department],
        )
        person = create_colleague(command, wanted.password, SYSTEM).result_id
        mailbox = None
        if wanted.mailbox is not None:
            mailbox = run(CreateMailbox(wanted.mailbox, department, wanted.from_name), SYSTEM).result_id
    return _Done(person, department, mailbox)


class TrialInput(Input):
    """Where to."""

    to: str


@router.post("/test-mail", openapi_extra=answers(TrialSent, 202, "Taken by the mail server."))
def send_trial(request: HttpRequest, data: TrialInput) -> HttpResponse:
    """Send a short mail the way replies go, and hear at once whether it was taken."""
    require(actor_of(request), "mailboxes.manage")
    with inputs.located() as read:
        to = read("/to", mail_address, data.to)
    send_test_mail(to)
    return json_response({"to": to.address}, 202)
