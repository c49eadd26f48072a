"""Mailboxes, the ledger of everything that came in, and what the local catcher kept. Columns and constraints only."""

from __future__ import annotations

from django.db import models

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord
from tandem.people.models import Department


class Mailbox(TrackedRecord):
    """An address that customers write to. Its tickets begin in `department` and are answered from it.

    `subject_token` lets `[#123]` in a subject find the ticket; off by default, since anybody can write that.
    """

    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254, unique=True)
    from_name = models.CharField(max_length=200, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    signature_html = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    subject_token = models.BooleanField(default=False)
    created_at = models.BigIntegerField(default=now_ms)

    def __str__(self) -> str:
        return self.address


class LedgerEntry(TrackedRecord):
    """One mail as it reached one mailbox, whichever door it came through. Written before the sender is told 250.

    `raw` is the SHA-256 under which the bytes are stored; `digest` that of the mail without trace headers, by which
    copies are recognised. `envelope_from` is empty for the null sender and None where the door does not know it.
    Its own events tell of what people did with it; what the machine does is in `state` and `trace`.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        APPLIED = "applied"
        DUPLICATE = "duplicate"
        QUARANTINED = "quarantined"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=20)
    envelope_from = models.CharField(max_length=1000, null=True)
    envelope_to = models.CharField(max_length=1000)
    received_at = models.BigIntegerField(default=now_ms)
    message_id = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64)
    #: Empty when the bytes are not kept any more, since `raw_removed_at`.
    raw = models.CharField(max_length=64, db_index=True, blank=True)
    raw_removed_at = models.BigIntegerField(null=True)
    size = models.BigIntegerField()
    #: As the header says, for lists of mails that were never applied.
    author = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=60, blank=True)
    attempts = models.IntegerField(default=0)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ticket_id = models.BigIntegerField(null=True)
    ticket_message_id = models.BigIntegerField(null=True)
    trace = models.JSONField(default=list)

    class Meta:
        constraints = [
            # One Message-ID with other bytes is another mail (a list's copy, a re-used id, squatting) and is kept.
            models.UniqueConstraint(
                fields=["mailbox", "message_id", "digest"],
                name="ledger_once",
                condition=models.Q(duplicate_of__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="ledger_by_state"),
            models.Index(fields=["digest"], name="ledger_by_digest"),
            models.Index(fields=["received_at"], name="ledger_raw_kept", condition=models.Q(raw__gt="")),
            models.Index(fields=["ticket_id"], name="ledger_of_ticket", condition=models.Q(ticket_id__isnull=False)),
        ]


class CaughtMail(models.Model):
    """A mail that left for nowhere: without an outgoing server everything ends here, to be looked at."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    #: The delivery that it carries out: the same one twice is one mail.
    delivery_id = models.BigIntegerField(null=True, unique=True)
    ticket_id = models.BigIntegerField(null=True)
    at = models.BigIntegerField(default=now_ms)
    envelope_from = models.CharField(max_length=1000)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=500, blank=True)
    raw = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "id"], name="caught_newest"),
            models.Index(fields=["ticket_id"], name="caught_of_ticket", condition=models.Q(ticket_id__isnull=False)),
        ]
