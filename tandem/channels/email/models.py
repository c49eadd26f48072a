"""Mailboxes, the ledger of everything that came in, and what the local catcher kept. Columns and constraints only."""

from __future__ import annotations

from django.db import models

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord
from tandem.people.models import Department


class Mailbox(TrackedRecord):
    """An address that customers write to. Its tickets begin in `department` and are answered from it.

    `subject_token` lets `[#123]` in a subject find the ticket; off by default, since anybody can write that. `language` is what it
    speaks to customers who have none of their own; empty: the installation's. `reply_address` is what customers answer to, where
    that is another address than its own. `acknowledges`: who is proven and opens a ticket gets one of `acknowledgements`, by
    language {subject, body_html}. `confirms`: who is not gets one neutral mail that asks them to confirm their address.
    """

    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254, unique=True)
    from_name = models.CharField(max_length=200, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    signature_html = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    subject_token = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    reply_address = models.CharField(max_length=254, blank=True, default="", db_default="")
    reply_address_key = models.CharField(max_length=254, null=True, unique=True)
    acknowledges = models.BooleanField(default=False, db_default=False)
    acknowledgements = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    confirms = models.BooleanField(default=False, db_default=False)
    created_at = models.BigIntegerField(default=now_ms)

    def __str__(self) -> str:
        return self.address


class MailServer(TrackedRecord):
    """A server that a mailbox fetches its mail from, or hands its replies to. `secret` is sealed (see `servers.secrets`)."""

    class Direction(models.TextChoices):
        INCOMING = "incoming"
        OUTGOING = "outgoing"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="servers")
    direction = models.CharField(max_length=8, choices=Direction.choices)
    active = models.BooleanField(default=True)
    #: imap, pop or smtp.
    protocol = models.CharField(max_length=4)
    host = models.CharField(max_length=253)
    port = models.IntegerField()
    #: tls (from the first byte), starttls, or none: to this machine only.
    security = models.CharField(max_length=8)
    user = models.CharField(max_length=254, blank=True)
    #: password, or oauth: the sign-in of the mailbox.
    auth = models.CharField(max_length=8, default="password", db_default="password")
    secret = models.TextField(blank=True)
    #: Where mail is fetched, and what happens to it then: move, delete or leave.
    folder = models.CharField(max_length=200, default="INBOX", blank=True)
    after_fetch = models.CharField(max_length=6, default="move", blank=True)
    moved_to = models.CharField(max_length=200, default="Tandem", blank=True)
    #: new (what comes from now on) or all.
    take_from = models.CharField(max_length=3, default="new", blank=True)
    #: Names of receiving hosts whose Authentication-Results are believed (RFC 8601, 2.5).
    authserv_ids = models.JSONField(default=list)
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "direction"], name="one_server_a_direction")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class MailSignIn(TrackedRecord):
    """How a mailbox is signed in at its provider without a password (RFC 6749): the client that the provider has given out.

    `tenant` is Microsoft's word for an organisation; the addresses and `scope` are of providers that Tandem does not know."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.PROTECT, related_name="sign_in")
    #: google, microsoft or other.
    provider = models.CharField(max_length=10)
    tenant = models.CharField(max_length=100, blank=True)
    client_id = models.CharField(max_length=300)
    client_secret = models.TextField(blank=True)
    authorize_url = models.CharField(max_length=500, blank=True)
    token_url = models.CharField(max_length=500, blank=True)
    scope = models.CharField(max_length=500, blank=True)
    created_at = models.BigIntegerField(default=now_ms)

    def __str__(self) -> str:
        return self.provider


class MailGrant(models.Model):
    """What somebody has given us by signing in, sealed: written by whoever uses it (`servers.oauth.grants`), not by a command."""

    sign_in = models.OneToOneField(MailSignIn, on_delete=models.CASCADE, primary_key=True, related_name="grant")
    #: Of which client and provider it is, and for which mail servers of a provider that we do not know.
    bound_to = models.CharField(max_length=64)
    hosts = models.JSONField(default=list)
    granted_at = models.BigIntegerField()
    refresh_token = models.TextField()
    access_token = models.TextField(blank=True)
    renewed_at = models.BigIntegerField(default=0)
    expires_at = models.BigIntegerField(default=0)
    #: A code of `servers.troubles`, and before when the provider is not asked again.
    trouble = models.CharField(max_length=30, blank=True)
    failures = models.IntegerField(default=0)
    not_before = models.BigIntegerField(default=0)
    #: Until when one process renews it.
    lease_until = models.BigIntegerField(default=0)


class SigningKey(TrackedRecord):
    """A key with which mail of a domain is signed (RFC 6376). `secret` is sealed (see `signing.keys`).

    Of a domain at most one signs; another one may wait for its record to be published, so that keys can be changed.
    """

    domain = models.CharField(max_length=253)
    selector = models.CharField(max_length=63)
    #: Base64 of the public key's DER form, as its record says it.
    public = models.TextField()
    secret = models.TextField()
    signs = models.BooleanField(default=False)
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domain", "selector"], name="one_key_a_selector")]

    def __str__(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"


class RecordState(models.Model):
    """What the name system said last of a key's record: written by whoever looked, never by a command."""

    key = models.OneToOneField(SigningKey, on_delete=models.CASCADE, primary_key=True, related_name="record")
    #: there, missing or other (see `signing.record`), and since when it has been right, or wrong.
    found = models.CharField(max_length=7)
    since = models.BigIntegerField()
    checked_at = models.BigIntegerField(null=True)
    #: The beginning of the trouble that admins were told of last.
    told_since = models.BigIntegerField(null=True)


class ServerState(models.Model):
    """How it goes with a mail server: written by whoever fetches or sends, never by a command.

    `base` and `high_water` are UIDs (RFC 3501, 2.3.1.1): at or below `base` nothing is ours to take; `high_water` is the last one
    that was seen. At or below `began_after` lies what was there before we began, unless the server has counted anew since.
    `fence` grows with each holder of the lease, so that one who wakes up late can store nothing.
    """

    server = models.OneToOneField(MailServer, on_delete=models.CASCADE, primary_key=True, related_name="state")
    #: Of which account these marks are; another one begins anew.
    account = models.CharField(max_length=64, blank=True)
    began_at = models.BigIntegerField(null=True)
    #: Whether what lay there before is ours to take as well.
    everything = models.BooleanField(default=False)
    uidvalidity = models.BigIntegerField(null=True)
    base = models.BigIntegerField(default=0)
    high_water = models.BigIntegerField(default=0)
    began_after = models.BigIntegerField(default=0, db_default=0)
    #: The folder was renumbered: all of it is looked through once, and nothing is moved or deleted.
    rescanning = models.BooleanField(default=False)
    #: Mails older than what we know of, left aside up to the UID `older_until` until an admin decides: "", waiting or import.
    older = models.CharField(max_length=7, blank=True)
    older_count = models.IntegerField(default=0)
    older_until = models.BigIntegerField(default=0)
    last_success_at = models.BigIntegerField(null=True)
    #: A code of `servers.troubles`, since when it lasts, and when it happened last.
    trouble = models.CharField(max_length=30, blank=True)
    trouble_since = models.BigIntegerField(null=True)
    trouble_at = models.BigIntegerField(null=True)
    #: When all that lies there was compared with the ledger, and how many mails were missing (and fetched) the last time any were.
    compared_at = models.BigIntegerField(null=True)
    missed = models.IntegerField(default=0, db_default=0)
    missed_at = models.BigIntegerField(null=True)
    #: The beginning of the trouble that admins were told of last.
    told_since = models.BigIntegerField(null=True)
    holder = models.CharField(max_length=64, blank=True)
    lease_until = models.BigIntegerField(default=0)
    fence = models.IntegerField(default=0)


class PassedOver(models.Model):
    """A mail that lay on a POP3 server when fetching began, and is not ours to take: by its UIDL (RFC 1939, 7)."""

    server = models.ForeignKey(MailServer, on_delete=models.CASCADE, related_name="+")
    uidl = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["server", "uidl"], name="passed_over_once")]


class MailHook(TrackedRecord):
    """A provider that hands the mail of a mailbox over by webhook. `secret` is sealed (`hooks.sealed`)."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.PROTECT, related_name="hook")
    #: A key of `hooks.providers.PROVIDERS`.
    provider = models.CharField(max_length=10)
    active = models.BooleanField(default=True)
    secret = models.TextField()
    created_at = models.BigIntegerField(default=now_ms)

    def __str__(self) -> str:
        return self.provider


class HookState(models.Model):
    """How it goes with a webhook: written by the door, never by a command."""

    hook = models.OneToOneField(MailHook, on_delete=models.CASCADE, primary_key=True, related_name="state")
    last_called_at = models.BigIntegerField(null=True)
    last_mail_at = models.BigIntegerField(null=True)
    #: A code of `hooks.words`, since when it lasts, and when it happened last.
    trouble = models.CharField(max_length=30, blank=True)
    trouble_since = models.BigIntegerField(null=True)
    trouble_at = models.BigIntegerField(null=True)
    #: The beginning of the trouble that admins were told of last, and when they were.
    told_since = models.BigIntegerField(null=True)
    told_at = models.BigIntegerField(null=True)
    #: Where an admin confirms that Amazon may post here.
    confirm_url = models.CharField(max_length=1000, blank=True)


class LedgerEntry(TrackedRecord):
    """One mail as it reached one mailbox, whichever door it came through. Written before the sender is told 250.

    `raw` is the SHA-256 under which the bytes are stored; `digest` that of the mail without trace headers, by which
    copies are recognised. `envelope_from` is empty for the null sender and None where the door does not know it.
    Its own events tell of what people did with it; what the machine does is in `state` and `trace`.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        APPLIED = "applied"
        #: A machine's word to us that asks for nothing: read, kept, and no ticket.
        NOTED = "noted"
        DUPLICATE = "duplicate"
        QUARANTINED = "quarantined"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=20)
    envelope_from = models.CharField(max_length=1000, null=True)
    envelope_to = models.CharField(max_length=1000)
    #: The host that handed it over and the name in its greeting, where this house was the first to receive the mail.
    peer = models.CharField(max_length=45, blank=True, default="", db_default="")
    greeting = models.CharField(max_length=255, blank=True, default="", db_default="")
    received_at = models.BigIntegerField(default=now_ms)
    message_id = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64)
    #: Empty when the bytes are not kept any more, since `raw_removed_at`.
    raw = models.CharField(max_length=64, db_index=True, blank=True)
    raw_removed_at = models.BigIntegerField(null=True)
    #: The same for the request of a provider that sent fields, of which the mail was put together.
    request = models.CharField(max_length=64, blank=True, default="", db_default="")
    size = models.BigIntegerField()
    #: As the header says, for lists of mails that were never applied.
    author = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=60, blank=True)
    attempts = models.IntegerField(default=0)
    #: How often the process ended while it had this mail, and no other, in hand (see `applying.hands`).
    deaths = models.IntegerField(default=0, db_default=0)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ticket_id = models.BigIntegerField(null=True)
    ticket_message_id = models.BigIntegerField(null=True)
    trace = models.JSONField(default=list)
    #: What the server that it was fetched from calls it (see `fetching.identity`): the same one twice is one row.
    transport = models.CharField(max_length=400, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "transport"],
                name="ledger_fetched_once",
                condition=models.Q(transport__isnull=False),
            ),
            # One Message-ID with other bytes is another mail (a list's copy, a re-used id, squatting) and is kept.
            models.UniqueConstraint(
                fields=["mailbox", "message_id", "digest"],
                name="ledger_once",
                condition=models.Q(duplicate_of__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="ledger_by_state"),
            models.Index(fields=["-received_at", "-id"], name="ledger_newest"),
            models.Index(fields=["digest"], name="ledger_by_digest"),
            models.Index(fields=["received_at"], name="ledger_raw_kept", condition=models.Q(raw__gt="")),
            models.Index(fields=["ticket_id"], name="ledger_of_ticket", condition=models.Q(ticket_id__isnull=False)),
            models.Index(fields=["request"], name="ledger_request_kept", condition=models.Q(request__gt="")),
        ]


class Correspondent(TrackedRecord):
    """An address to which this house has written by itself, or would have. Its row is the lock under which such mail is counted.

    `key` leaves out what stands after a plus: all of that is one mailbox. `paused_at`: since when nothing is written to it, because
    mail goes in a circle; `ticket_id` is where that was noticed. Before `counted_from` nothing counts any more.
    """

    address = models.CharField(max_length=254, blank=True)
    key = models.CharField(max_length=254, unique=True)
    paused_at = models.BigIntegerField(null=True)
    #: What was used up: `hour`, `day` (of the address), `ticket_hour`, `ticket_day`.
    paused_by = models.CharField(max_length=12, blank=True)
    blocked_at = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    counted_from = models.BigIntegerField(default=0)
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        indexes = [
            models.Index(
                fields=["paused_at"], name="correspondent_paused", condition=~models.Q(paused_at__isnull=True)
            ),
            models.Index(
                fields=["blocked_at"], name="correspondent_blocked", condition=~models.Q(blocked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.address


class AutomaticMail(models.Model):
    """What became of one incoming mail that could be answered by itself: at most one row, and so at most one answer, for each;
    forgotten after a while (see `automatic.clearing`).

    `mail` is the digest by which copies of one mail are recognised. `outcome` is `sent`, or why nothing left. Budgets count rows;
    no foreign key, since they count after their ticket is gone as well.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.BigIntegerField()
    #: acknowledgement or confirmation.
    purpose = models.CharField(max_length=15)
    outcome = models.CharField(max_length=12)
    mail = models.CharField(max_length=64, unique=True)
    correspondent = models.ForeignKey(Correspondent, on_delete=models.CASCADE, related_name="mails", db_index=False)
    #: Whose address it is, by organisation.
    domain = models.CharField(max_length=253, blank=True)
    ticket_id = models.BigIntegerField()
    ledger_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["correspondent", "-at"], name="automatic_of_address"),
            models.Index(fields=["ticket_id", "-at"], name="automatic_of_ticket"),
            models.Index(fields=["purpose", "-at"], name="automatic_newest"),
        ]


class TooLargeTold(models.Model):
    """Of which mails their senders were told that they are too large: once for each, by the digest of its header."""

    mail = models.CharField(max_length=64, primary_key=True)
    correspondent = models.ForeignKey(Correspondent, on_delete=models.CASCADE, related_name="+")
    ledger_id = models.BigIntegerField()
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="too_large_told_at")]


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
