"""From a parsed mail and its decision to the command that carries it out."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tandem.channels.email.applying.decision import Decision, addressed
from tandem.channels.email.commands.arrival import Arrival
from tandem.channels.email.commands.open_by_mail import OpenByMail
from tandem.channels.email.commands.receive_by_mail import ReceiveByMail
from tandem.channels.email.parsing.mail import ParsedMail, Person
from tandem.channels.email.routes import OwnMailbox
from tandem.infra.addresses import Address
from tandem.infra.storage import storage
from tandem.infra.text import one_line
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File

CHANNEL = "email"


def open_command(mail: ParsedMail, decision: Decision, arrival: Arrival, mailbox: OwnMailbox) -> OpenByMail:
    """The command for a mail that begins a ticket."""
    assert decision.author is not None
    return OpenByMail(
        subject=one_line(mail.subject, 500) or _("(no subject)"),
        body=body_of(mail),
        requester=decision.author,
        channel=CHANNEL,
        department_id=mailbox.department_id,
        cc=decision.copies,
        to=_people(mail.to, mail),
        files=stored_files(mail),
        mailbox_id=mailbox.id,
        mail_id=mail.message_id.strip("<>"),
        ledger_id=arrival.entry_id,
        automatic=decision.automatic,
        unverified=decision.unverified,
        proof=decision.proof,
        follow_up_of=decision.follow_up_of,
        arrival=arrival,
    )


def message_command(mail: ParsedMail, decision: Decision, arrival: Arrival) -> ReceiveByMail:
    """The command for a mail that continues a ticket."""
    assert decision.author is not None and decision.ticket_id is not None
    return ReceiveByMail(
        ticket_id=decision.ticket_id,
        conversation_id=decision.conversation_id,
        body=body_of(mail),
        author=decision.author,
        channel=CHANNEL,
        to=_people(mail.to, mail),
        cc=_people(mail.cc, mail),
        joining=decision.copies,
        files=stored_files(mail),
        mail_id=mail.message_id.strip("<>"),
        ledger_id=arrival.entry_id,
        automatic=decision.automatic,
        unverified=decision.unverified,
        proof=decision.proof,
        report=decision.report,
        arrival=arrival,
    )


def body_of(mail: ParsedMail) -> Body:
    """What a person reads. The quoted past is folded within the HTML, without a script, and never cut away."""
    parts = {"visible": mail.visible_text, "quoted": mail.quoted_text, "signature": mail.signature}
    html = mail.html
    if mail.html_quoted and mail.html_visible is not None:
        html = f"{mail.html_visible}<details><summary>•••</summary>{mail.html_quoted}</details>"
    return Body(text=mail.shown_text, html=html, parts=parts)


def stored_files(mail: ParsedMail) -> list[File]:
    """The attachments, stored durably before any row names them."""
    return [
        File(
            name=one_line(attachment.name, 255) or "attachment",
            type=attachment.type[:120],
            size=attachment.size,
            digest=storage().put(attachment.content),
            inline=attachment.inline,
            cid=attachment.cid[:255] if attachment.cid else None,
        )
        for attachment in mail.attachments
    ]


def _people(people: Sequence[Person], mail: ParsedMail) -> list[Address]:
    """As the header names them, as far as we look; all of them stay in the raw mail."""
    room = len(addressed(mail))
    return [Address(person.name, person.address) for person in people[:room]]
