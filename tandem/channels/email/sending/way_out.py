"""Which way mail leaves this installation."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from tandem.channels.email.sending.catcher import Catcher
from tandem.channels.email.sending.smtp import SmtpTransport
from tandem.channels.email.sending.transport import Transport
from tandem.kernel.effects import Bottleneck

#: One that answers nothing holds a worker for up to ten minutes (see `smtp`); what comes in, and timers, must go on meanwhile.
MAIL_SERVER: Final = Bottleneck("mail server", share=0.5)


def transport() -> Transport:
    """By `settings.SMTP_OUT`: a server, or the local catcher."""
    return SmtpTransport(settings.SMTP_OUT) if settings.SMTP_OUT else Catcher()
