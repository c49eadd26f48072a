"""What somebody was told. Untracked: it is derived from events, and whether it was read is its owner's own business."""

from __future__ import annotations

from django.db import models

from tandem.infra.ids import new_id
from tandem.people.models import Person
from tandem.tickets.models import Ticket


class Notification(models.Model):
    """One thing that one person should know, told once for each event."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    event_id = models.BigIntegerField()
    actor = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField()
    read_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "event_id"], name="notification_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_newest"),
            models.Index(fields=["person"], name="notification_unread", condition=models.Q(read_at__isnull=True)),
        ]
