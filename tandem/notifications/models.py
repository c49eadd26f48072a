"""What somebody was told, and by which ways they want to be told. Untracked: the one is derived from events, and whether it was
read, like the other, is its owner's own business."""

from __future__ import annotations

from django.db import models

from tandem.infra.ids import new_id
from tandem.people.models import Person
from tandem.tickets.models import Ticket


class Notification(models.Model):
    """One thing that one person should know, told once for each event. `about` is the kind of that event; `message_id` the
    message that it tells of, where a click leads. Without a ticket it is about the house (`NotificationKind.right`)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", null=True)
    #: What it is about where that is no ticket, such as the address of a mailbox.
    subject = models.CharField(max_length=254, blank=True, default="", db_default="")
    event_id = models.BigIntegerField()
    about = models.CharField(max_length=60, default="")
    message_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField()
    read_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "event_id"], name="notification_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_newest"),
            models.Index(
                fields=["person", "-id"], name="notification_to_read", condition=models.Q(read_at__isnull=True)
            ),
        ]


class NotificationChoice(models.Model):
    """By which ways a person wants to hear of one kind; without a row, by those of the kind."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    in_app = models.BooleanField()
    mail = models.BooleanField()
    sound = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "person"], name="notification_choice_once")]
