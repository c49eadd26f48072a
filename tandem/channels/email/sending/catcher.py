"""The local catcher: where mail goes when no server is set. Nothing leaves this machine."""

from __future__ import annotations

from tandem.channels.email.models import CaughtMail
from tandem.channels.email.sending.transport import Letter
from tandem.infra.storage import storage
from tandem.infra.text import one_line


class Catcher:
    """Keeps each letter once, by its delivery."""

    def deliver(self, letter: Letter) -> None:
        """Keep the letter."""
        CaughtMail.objects.get_or_create(
            delivery_id=letter.delivery_id,
            defaults={
                "ticket_id": letter.ticket_id,
                "envelope_from": letter.envelope_from,
                "recipients": [letter.recipient],
                "subject": one_line(letter.subject, 500),
                "raw": storage().put(letter.raw),
                "size": len(letter.raw),
            },
        )


def has_caught(delivery_id: int) -> bool:
    """Whether this delivery ended here."""
    return CaughtMail.objects.filter(delivery_id=delivery_id).exists()
