"""The one table of replies that wait for their time."""

from __future__ import annotations

from django.db import models

from tandem.infra.ids import new_id
from tandem.people.models import Person


class ScheduledReply(models.Model):
    """A reply that leaves at `due_at` (milliseconds) as its author. `content` is what a draft holds, with the ids of events that
    were acknowledged; it is emptied once the text has gone elsewhere: into the message, or back to the author, when
    `writers` stay in it: the ids of those who had its draft before.

    `state` is waiting, sent, held (refused at its time), edited (taken back to be changed) or cancelled.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    #: The further conversation that it is written in; none: the ticket's first.
    conversation_id = models.BigIntegerField(null=True)
    #: Of the composition: what a tab that was not told would save once more as a draft.
    client_id = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default="waiting")
    due_at = models.BigIntegerField()
    created_at = models.BigIntegerField()
    content = models.JSONField()
    #: The message that it became.
    message_id = models.BigIntegerField(null=True)
    #: Why it was held: a code, and the sentence of the refusal in its author's language.
    held_code = models.CharField(max_length=60, default="")
    held_detail = models.TextField(default="")

    class Meta:
        app_label = "tickets"
        indexes = [
            models.Index(
                fields=["ticket", "due_at"],
                name="scheduled_reply_open",
                condition=models.Q(state__in=["waiting", "held"]),
            ),
        ]
