"""Which way mail leaves this installation."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.conf import settings

from tandem.channels.email.models import MailServer
from tandem.channels.email.sending.catcher import Catcher
from tandem.channels.email.sending.smtp import MailboxTransport, SmtpTransport
from tandem.channels.email.sending.transport import Transport
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.effects import Bottleneck

#: One that answers nothing holds a worker for up to ten minutes (see `smtp`); what comes in, and timers, must go on meanwhile.
MAIL_SERVER: Final = Bottleneck("mail server", share=0.5)


def transport(mailbox_id: int | None = None) -> Transport:
    """The mailbox's own server; without one, by `settings.SMTP_OUT`: a server, or the local catcher. Raises ValueError."""
    if mailbox_id is not None and (own := _own().rows(mailbox=mailbox_id)):
        return MailboxTransport(MailServer.objects.get(id=own[0][0]))
    return SmtpTransport(settings.SMTP_OUT) if settings.SMTP_OUT else Catcher()


@cache
def _own() -> Prepared:
    rows = MailServer.objects.filter(mailbox_id=Blank("mailbox"), direction="outgoing", active=True)
    return prepare(rows.values_list("id"))
