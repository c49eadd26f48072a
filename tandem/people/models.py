"""Everybody and every group: one row each, tracked; and the account with which a member of staff signs in."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord


class Organisation(TrackedRecord):
    """A company whose customers are recognised by the domain of their mail."""

    name = models.CharField(max_length=200)
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """A mail domain (A-label, lower case) that belongs to one organisation."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)


class Person(TrackedRecord):
    """Somebody who writes or answers. `role` is set for staff only; `email_key` is how an address is looked up.

    `granted` are rights that this person carries beyond their role. `blocked_at`: since when what a customer sends goes to
    the spam folder. `note` is what colleagues should know of a customer. Who was merged points to who took them in; of who was
    erased only the row is left, since tickets and events name it.
    """

    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, null=True, unique=True)
    role = models.CharField(max_length=20, null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="people")
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    active = models.BooleanField(default=True)
    granted = models.JSONField(default=list)
    blocked_at = models.BigIntegerField(null=True)
    note = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    erased_at = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["role"], name="person_staff", condition=models.Q(role__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff_member(self) -> bool:
        """Whether this person works here."""
        return self.role is not None


class PersonAddress(models.Model):
    """A further mail address of a customer. The main one stands in the person's own row, so that most of them need no other."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254)
    key = models.CharField(max_length=254, unique=True)


class ShortcutChoice(models.Model):
    """What one colleague made of the keys of the workspace: `keys` by shortcut where they differ, `swipe` for a finger on a row
    of the list. Untracked: their own business."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="shortcuts")
    single_keys = models.BooleanField(default=True)
    keys = models.JSONField(default=dict)
    swipe = models.BooleanField(default=True)


class AlertChoice(models.Model):
    """Kinds of alerts about colleagues in a ticket that one does not want to see pop up. Untracked: their own business."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="alerts")
    off = models.JSONField(default=list)


class CustomerExport(models.Model):
    """Everything about one customer as a file, for the colleague who asked for it, until `expires_at`. Untracked: that it was
    asked for is an event of the customer."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    internal_notes = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.BigIntegerField(default=0)
    created_at = models.BigIntegerField(default=now_ms)
    expires_at = models.BigIntegerField()


class Department(TrackedRecord):
    """A part of the house with its own statuses; a ticket is in exactly one.

    `on_customer_reply` and `on_agent_reply` are the slugs of the statuses that a message sets by itself; empty means: none.
    `new_conversation` is the kind (customer or internal) that a further conversation has unless another is chosen.
    `holds_replies_for` are the kinds of reasons (`tickets.reply_guard`) with which no reply leaves; of the others one is warned.
    `reviewed_before_reply` are the kinds of events (`tickets.fence_kinds`) that block a reply until its author has seen them.
    `shares_drafts`: colleagues may read and take over what another is still writing; else its author hands it over when asked.
    """

    name = models.CharField(max_length=120, unique=True)
    position = models.IntegerField(default=0)
    on_customer_reply = models.CharField(max_length=60, blank=True, default="open")
    on_agent_reply = models.CharField(max_length=60, blank=True, default="waiting")
    # Internal, so that whoever chooses nothing writes to no customer by mistake.
    new_conversation = models.CharField(max_length=10, default="internal")
    holds_replies_for = models.JSONField(default=list)
    reviewed_before_reply = models.JSONField(default=list)
    shares_drafts = models.BooleanField(default=True)
    created_at = models.BigIntegerField(default=now_ms)

    def __str__(self) -> str:
        return self.name


class DepartmentMember(models.Model):
    """Membership of a person in a department."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="department_memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "person"], name="department_member_once")]


class Team(TrackedRecord):
    """A group of colleagues within a department."""

    name = models.CharField(max_length=120)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="teams")
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Membership of a person in a team."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="team_memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="team_member_once")]


class AccountManager(BaseUserManager["Account"]):
    """What Django and allauth call to make and find accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=email.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """How a member of staff signs in. Written by allauth, audited by its adapter; not tracked itself."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account", null=True)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    #: Part of what every session is checked against: one more ends all of them, on every node, at once (sec:G-01).
    session_epoch = models.IntegerField(default=0)

    USERNAME_FIELD: ClassVar[str] = "email"
    objects = AccountManager()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Django's hook behind both of its public hashes, the current one and those of retired keys."""
        salt = "tandem.people.Account.session"
        return salted_hmac(salt, f"{self.session_epoch}:{self.password}", secret, algorithm="sha256").hexdigest()


class ApiToken(TrackedRecord):
    """A bearer token of a program. Only its digest is kept; `scopes` narrows what its person may do (empty: everything)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120, blank=True)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.BigIntegerField(default=now_ms)
    expires_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)
    last_used_at = models.BigIntegerField(null=True)


class SignInLink(TrackedRecord):
    """A link that was mailed to somebody and works once: an invitation, a new password, a new address. Only the digest of its token
    is kept. `address` is where it was sent: whoever reads there may use it."""

    INVITATION: Final = "invitation"
    PASSWORD: Final = "password"  # noqa: S105  # what it is for
    ADDRESS: Final = "address"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=20)
    address = models.CharField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.BigIntegerField(default=now_ms)
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)


class SecurityPolicy(TrackedRecord):
    """What the installation asks of everybody who signs in: one row, made when it is first changed.

    A session ends `idle_minutes` after the person last did something, and `absolute_hours` after they signed in, whatever they do.
    """

    require_two_factor = models.BooleanField(default=False)
    idle_minutes = models.IntegerField(default=3 * 24 * 60)
    absolute_hours = models.IntegerField(default=30 * 24)
    #: Whether a new password ends the API tokens of its person too.
    password_ends_tokens = models.BooleanField(default=False)


class AccountSession(models.Model):
    """A browser in which somebody is signed in, as they recognise it. The session itself is Django's, of the same key."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="browsers")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    method = models.CharField(max_length=40, blank=True)
    #: `Account.session_epoch` when it began: a session of an earlier one has ended.
    epoch = models.IntegerField(default=0)
    signed_in_at = models.BigIntegerField(default=now_ms)
    #: When the person last did something themselves; what a page fetches in the background does not count (sec:G-12).
    active_at = models.BigIntegerField(default=now_ms)


class InstallationFact(models.Model):
    """What is true of the installation as a whole (`demo`, `public_url`, `set_up_at`). Untracked: written by its first run."""

    key = models.CharField(max_length=60, primary_key=True)
    value = models.TextField()
    at = models.BigIntegerField(default=now_ms)


class AuditEntry(models.Model):
    """One act for the audit log, copied from its event: added once, never changed. `act` is the kind of act it is filtered by."""

    id = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField()
    act = models.CharField(max_length=10)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=60, null=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    change_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["subject_kind", "-at", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["act", "-at", "-id"], name="audit_by_act"),
        ]
