"""Mail of ours that did not arrive, or perhaps did: what somebody has still to deal with."""

from __future__ import annotations

from django.db.models import QuerySet

from tandem.kernel.actors import Actor
from tandem.kernel.records import record_kinds
from tandem.tickets.commands.send_again import ENDED_BADLY
from tandem.tickets.models import Delivery


def failed_mail(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries on tickets that the actor sees, along an index that holds nothing else. What nobody wrote is left
    out: there is nobody to deal with it."""
    visible = record_kinds()["delivery"].policy.visible(actor)
    rows = Delivery.objects.filter(visible, state__in=sorted(ENDED_BADLY), handled_at__isnull=True)
    return rows.filter(message__automatic=False, message__undone_at__isnull=True, ticket__deleted_at__isnull=True)
