"""A mail by which an admin sees whether mail leaves this installation."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.channels.email.composing import OutgoingMail, compose
from tandem.channels.email.models import Mailbox
from tandem.channels.email.sending.catcher import Catcher
from tandem.channels.email.sending.smtp import SmtpTransport
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected, Transport
from tandem.infra import clock
from tandem.infra.addresses import Address, make_address
from tandem.infra.ids import new_id
from tandem.kernel.errors import Conflict, Invalid, Problem

#: Seconds for the connection and for each answer: somebody sits and waits.
PATIENCE: Final = 10.0


def send_test_mail(to: Address) -> None:
    """Hand a short mail over the way replies go, and wait for the answer. Raises Conflict `mail.not_taken` with what the other
    side said, Invalid when there is no mailbox to send from."""
    mailbox = Mailbox.objects.filter(active=True).order_by("id").first()
    if mailbox is None:
        raise Invalid([Problem("", "no_mailbox", _("There is no mailbox to send from. Create one first."))])
    sender = make_address(mailbox.address, mailbox.from_name)
    identifier = new_id()
    mail = OutgoingMail(
        from_=sender,
        to=(to,),
        subject=_("A test from Tandem"),
        text=_("If you read this, mail leaves your help desk."),
        message_id=f"<test.{identifier:x}@{settings.MAIL_ID_DOMAIN}>",
        date_ms=clock.now_ms(),
        automatic="auto-generated",
    )
    # A delivery of no reply: the catcher tells its letters apart by the id, and finds no ticket behind it.
    letter = Letter(identifier, 0, sender.address, to.address, mail.subject, compose(mail))
    try:
        _way_out().deliver(letter)
    except (Rejected, Deferred, InDoubt) as refusal:
        raise Conflict(
            "mail.not_taken", _("The mail server did not take it: %(reason)s") % {"reason": str(refusal)}
        ) from refusal


def _way_out() -> Transport:
    return SmtpTransport(settings.SMTP_OUT, PATIENCE, PATIENCE) if settings.SMTP_OUT else Catcher()
