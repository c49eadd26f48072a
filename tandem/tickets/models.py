"""Tickets and what belongs to them. Columns and constraints only: what may be done to them stands in commands/."""

from __future__ import annotations

from django.db import models

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord
from tandem.people.models import Department, Person, Team
from tandem.tickets.draft_models import Draft as Draft
from tandem.tickets.draft_models import DraftRequest as DraftRequest
from tandem.tickets.draft_models import DraftRevision as DraftRevision
from tandem.tickets.scheduled_replies import ScheduledReply as ScheduledReply


class Status(TrackedRecord):
    """One status of one department. Rules, counts and clocks read the group, people read the name.

    An empty `name` is shown as the translated name of its slug (the ready-made statuses).
    """

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="statuses")
    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=10)
    colour = models.CharField(max_length=20, default="grey")
    position = models.IntegerField(default=0)
    offered_on_send = models.BooleanField(default=False)
    final = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "slug"], name="status_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Ticket(TrackedRecord):
    """One matter. `status_group`, the last-message columns and the counters are derived by the pipeline for lists and rules.

    `owner` answers for it; `accepted_at` is when somebody of the house first took it up.
    """

    number = models.BigIntegerField(unique=True)
    #: The three without an index of their own begin one of those below.
    requester = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requested", db_index=False)
    #: Where the requester wrote from last, if that is not their main address: answers go there.
    requester_address = models.CharField(max_length=254, default="", blank=True)
    subject = models.CharField(max_length=500)
    subject_norm = models.CharField(max_length=500, default="")
    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="+")
    status_group = models.CharField(max_length=10)
    priority = models.SmallIntegerField(default=0)
    type = models.CharField(max_length=20, null=True)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="owned", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    #: What the channel calls the matter (the Message-ID of the first mail, a call's id).
    source_id = models.CharField(max_length=1000, null=True)
    #: The mailbox that it came through, and answers from; a mailbox belongs to a higher package, so no foreign key.
    mailbox_id = models.BigIntegerField(null=True)
    #: The closed ticket that this one follows.
    follow_up_of_id = models.BigIntegerField(null=True)
    due_at = models.BigIntegerField(null=True)
    #: Since when it sleeps; until when (none: until the customer answers); who put it to sleep.
    snoozed_at = models.BigIntegerField(null=True)
    snoozed_until = models.BigIntegerField(null=True)
    snoozed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.BigIntegerField()
    updated_at = models.BigIntegerField()
    accepted_at = models.BigIntegerField(null=True)
    solved_at = models.BigIntegerField(null=True)
    closed_at = models.BigIntegerField(null=True)
    spam_at = models.BigIntegerField(null=True)
    deleted_at = models.BigIntegerField(null=True)
    reopened_count = models.IntegerField(default=0)
    message_count = models.IntegerField(default=0)
    last_message_at = models.BigIntegerField(null=True)
    last_message_by = models.CharField(max_length=10, null=True)
    last_customer_at = models.BigIntegerField(null=True)
    last_agent_at = models.BigIntegerField(null=True)
    snippet = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [
            # What is in work is found without a look at the tickets themselves: the columns that the views ask about are all here.
            # SQLite compares the two of the condition once more, so that they have to be here too.
            models.Index(
                fields=[
                    *("status_group", "-updated_at", "-id", "department", "owner", "team", "snoozed_at", "due_at"),
                    *("last_message_by", "deleted_at", "spam_at"),
                ],
                name="ticket_in_work",
                condition=models.Q(deleted_at__isnull=True, spam_at__isnull=True),
            ),
            models.Index(
                fields=["due_at", "id", "status_group", "department", "deleted_at", "spam_at"],
                name="ticket_by_due_time",
                condition=models.Q(deleted_at__isnull=True, spam_at__isnull=True, due_at__isnull=False),
            ),
            models.Index(fields=["owner", "status_group", "-updated_at"], name="ticket_by_owner"),
            # The same for whoever sees one department: it leads, or most of what is read belongs to others.
            models.Index(
                fields=[
                    *("department", "status_group", "-updated_at", "-id", "owner", "team", "snoozed_at", "due_at"),
                    *("last_message_by", "deleted_at", "spam_at"),
                ],
                name="ticket_in_department",
                condition=models.Q(deleted_at__isnull=True, spam_at__isnull=True),
            ),
            models.Index(fields=["requester", "-updated_at"], name="ticket_by_requester"),
            models.Index(fields=["-updated_at", "id"], name="ticket_by_update"),
            models.Index(fields=["-created_at", "id"], name="ticket_by_creation"),
            models.Index(
                fields=["department", "-created_at", "-id", "deleted_at", "spam_at"],
                name="ticket_created_in",
                condition=models.Q(deleted_at__isnull=True, spam_at__isnull=True),
            ),
            # What agents look at all day, newest first. Without it SQLite gathers everything open, joins and sorts it.
            models.Index(
                fields=["department", "-updated_at", "-id"],
                name="ticket_at_hand",
                condition=models.Q(deleted_at__isnull=True, spam_at__isnull=True),
            ),
            # The two small folders, so that nobody searches the whole house for them. Written as conditions write "is set":
            # SQLite takes a partial index only for its own words.
            models.Index(
                fields=["department", "-updated_at", "-id"],
                name="ticket_in_spam",
                condition=~models.Q(spam_at__isnull=True),
            ),
            models.Index(
                fields=["department", "-updated_at", "-id"],
                name="ticket_in_trash",
                condition=~models.Q(deleted_at__isnull=True),
            ),
            models.Index(
                fields=["department", "snoozed_until", "id", "deleted_at", "spam_at"],
                name="ticket_asleep",
                condition=~models.Q(snoozed_at__isnull=True),
            ),
        ]


class TicketTag(models.Model):
    """A tag of a ticket."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="tag_rows")
    tag = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="ticket_tag_once")]
        indexes = [models.Index(fields=["tag", "ticket"], name="ticket_by_tag")]


class TicketCopy(models.Model):
    """Somebody who gets copies of the public messages of a ticket."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="copy_rows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="ticket_copy_once")]


class TicketFollower(models.Model):
    """A colleague who wants to hear what happens on a ticket."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="follower_rows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="ticket_follower_once")]
        indexes = [models.Index(fields=["person", "ticket"], name="ticket_by_follower")]


class CustomerFollow(models.Model):
    """A colleague who follows every new ticket of a customer. Untracked: it is the colleague's own choice."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "person"], name="customer_follow_once")]


class Conversation(models.Model):
    """A further conversation on a ticket, with the customer or among colleagues: its kind is fixed for ever.

    The one that every ticket has from its beginning, and the notes beside it, have no row.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="conversations")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    started_at = models.BigIntegerField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """A public message or an internal note. It keeps the ticket that it was written in and is read where it is shown.

    `parts` is the plain text split for folding (visible, quoted, signature); nothing is ever cut away. `html` is inert.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    origin_ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    shown_in = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    seq = models.IntegerField(default=0)
    #: The further conversation that it is part of; none: the ticket's first.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, null=True, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=10)
    visibility = models.CharField(max_length=10)
    channel = models.CharField(max_length=20)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.BigIntegerField()
    text = models.TextField()
    #: What the author wrote, without the quoted past, as conditions compare texts; see `bodies.COMPARABLE`.
    text_norm = models.TextField(default="")
    html = models.TextField(null=True)
    parts = models.JSONField(default=dict)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    #: Message-ID without angle brackets, fixed at creation; unique among our own, not among what comes in.
    mail_id = models.CharField(max_length=1000, null=True)
    client_id = models.CharField(max_length=80, null=True)
    ledger_id = models.BigIntegerField(null=True)
    automatic = models.BooleanField(default=False)
    unverified = models.BooleanField(default=False)
    #: How far the channel has proof of who wrote: `proven`, `unproven`, `failed`; empty where there is nothing to prove.
    proof = models.CharField(max_length=8, blank=True, default="", db_default="")
    acknowledged = models.JSONField(null=True)
    #: Ids of those who had its draft before its author sent it, whoever began it first; none: its author alone wrote it.
    writers = models.JSONField(null=True)
    #: What was set together with it (`commands.set_with`): given back when the message is taken back.
    set_with_it = models.JSONField(null=True)
    #: It was taken back, or moved to another ticket, where a copy of it stands: here it does not count any more.
    undone_at = models.BigIntegerField(null=True)
    #: Ids of the tickets that it was moved to, and that it came from. No keys: either may be deleted for good.
    moved_to_ticket = models.BigIntegerField(null=True)
    moved_from_ticket = models.BigIntegerField(null=True)
    #: The Message-ID that it answers and that led it to the wrong ticket: what its author answers to the same belongs here.
    misled_by = models.CharField(max_length=1000, null=True)
    #: How often its text was changed; when and by whom last. Earlier texts stand in `MessageText`.
    revision = models.IntegerField(default=0)
    edited_at = models.BigIntegerField(null=True)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["shown_in", "seq"], name="message_shown"),
            models.Index(fields=["mail_id"], name="message_by_mail_id", condition=models.Q(mail_id__isnull=False)),
            models.Index(fields=["misled_by"], name="message_misled_by", condition=models.Q(misled_by__isnull=False)),
            # Most messages are in none, and cost nothing here.
            models.Index(
                fields=["conversation", "seq"],
                name="message_in_conversation",
                condition=models.Q(conversation__isnull=False),
            ),
        ]


class MessageText(models.Model):
    """A text that a note had before it was edited, with whoever wrote that text and when. Kept as long as the note."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="earlier_texts")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    revision = models.IntegerField()
    text = models.TextField()
    html = models.TextField(null=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "revision"], name="message_text_once")]


class Attachment(models.Model):
    """A file of a message. The bytes are stored under their digest; the name is data only. One that was removed lies in the
    trash until it is cleared away: then the digest is empty, and the row only says that there was a file."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    inline = models.BooleanField(default=False)
    cid = models.CharField(max_length=255, null=True)
    removed_at = models.BigIntegerField(null=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["removed_at"], name="attachment_removed", condition=~models.Q(removed_at__isnull=True))
        ]


class Delivery(models.Model):
    """One message on its way to one recipient. `sending` is committed before MAIL FROM, doubt is shown and never resent."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    recipient = models.CharField(max_length=254)
    state = models.CharField(max_length=12, default="queued")
    not_before = models.BigIntegerField(default=0)
    at = models.BigIntegerField()
    detail = models.TextField(default="")
    #: Whether it is, or was last, handed to a mail server: what the local catcher takes is never in doubt.
    by_server = models.BooleanField(default=True, db_default=True)
    #: When somebody sent it once more; what is given up after days counts from then.
    since = models.BigIntegerField(null=True)
    #: Since when it is nobody's trouble any more that it did not arrive.
    handled_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "recipient"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["-at", "id"],
                name="delivery_failed",
                condition=models.Q(state__in=("failed", "uncertain"), handled_at__isnull=True),
            )
        ]


class Upload(models.Model):
    """A file that its uploader has not sent yet. Untracked: it is nobody else's business, and swept after a day."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    inline = models.BooleanField(default=False)
    created_at = models.BigIntegerField(default=now_ms)


class ReadMark(models.Model):
    """Up to which seq somebody has read a ticket."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seq = models.IntegerField()
    #: When they looked last.
    at = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="read_mark_once")]
        indexes = [models.Index(fields=["person", "-at"], name="read_mark_newest")]


class TagReplacement(TrackedRecord):
    """That somebody had one tag replaced by another in every ticket, and in how many it stood then."""

    tag = models.CharField(max_length=60)
    by = models.CharField(max_length=60)
    total = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.tag} → {self.by}"


class TicketCounter(models.Model):
    """The last ticket number given out, where the database has no sequence (SQLite)."""

    id = models.SmallIntegerField(primary_key=True)
    last = models.BigIntegerField()
