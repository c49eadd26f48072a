"""Collision avoidance's part in erasing a customer: what colleagues said about their tickets."""

from __future__ import annotations

from tandem.collision.models import Chat
from tandem.people.erasure import Erasure
from tandem.tickets.erasing import tickets_of


def erase(erasure: Erasure) -> None:
    """Forget the talks about their tickets."""
    Chat.objects.filter(ticket_id__in=tickets_of(erasure)).delete()
