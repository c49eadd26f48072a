"""Which way mail leaves this installation."""

from __future__ import annotations

from django.conf import settings

from tandem.channels.email.sending.catcher import Catcher
from tandem.channels.email.sending.smtp import SmtpTransport
from tandem.channels.email.sending.transport import Transport


def transport() -> Transport:
    """By `settings.SMTP_OUT`: a server, or the local catcher."""
    return SmtpTransport(settings.SMTP_OUT) if settings.SMTP_OUT else Catcher()
