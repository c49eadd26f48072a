"""What somebody is writing, its earlier texts, and who asks for it. Untracked; `tickets.models` names them among the others."""

from __future__ import annotations

from typing import Final

from django.db import models

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.people.models import Person


class Draft(models.Model):
    """What somebody is writing, once for each conversation, author and kind (reply or note). Untracked; kept in revisions.

    `conversation_id` is 0 for the ticket's first: nothing would equal nothing, and the draft would not be one.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    conversation_id = models.BigIntegerField(default=0)
    revision = models.IntegerField(default=1)
    content = models.JSONField()
    #: Ids of everybody who had it before its author, whoever began it first, each once; empty while it is in the first hands.
    writers = models.JSONField(default=list)
    #: Since when its author has been writing it.
    started_at = models.BigIntegerField(default=now_ms)
    updated_at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "author", "kind", "conversation_id"], name="draft_once")
        ]


class DraftRevision(models.Model):
    """An earlier text of a draft, also of one that ended; recoverable for thirty days.

    `ended` says why the draft was there no more after this text; empty: it went on. `ended_by` is who took it over.
    """

    DISCARDED: Final = "discarded"
    SENT: Final = "sent"
    TAKEN_OVER: Final = "taken_over"
    #: Another text took its place: an earlier version, or a colleague's draft.
    REPLACED: Final = "replaced"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    conversation_id = models.BigIntegerField(default=0)
    content = models.JSONField()
    at = models.BigIntegerField(default=now_ms)
    ended = models.CharField(max_length=12, default="")
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "author", "kind", "-at"], name="draft_revision_newest"),
            models.Index(fields=["author", "-at", "-id"], name="draft_revision_ended", condition=~models.Q(ended="")),
        ]


class DraftRequest(models.Model):
    """Somebody asked a colleague for the draft that they are writing. Untracked: that it was asked for is an event of the ticket.
    It goes with the draft, with its answer, and after `handing.REQUEST_MS`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="requests", db_index=False)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "asked_by"], name="draft_request_once")]
        indexes = [models.Index(fields=["at"], name="draft_request_by_age")]
