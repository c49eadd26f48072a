"""What of collision avoidance outlives a restart."""

from __future__ import annotations

from typing import Any

from django.db import models

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord
from tandem.people.models import Department, Person, Team
from tandem.tickets.models import Ticket


class CollisionPolicy(TrackedRecord):
    """How the installation avoids collisions: one row, made when it is first changed."""

    on = models.BooleanField(default=True)
    #: How long a floating alert stays, in seconds.
    alert_seconds = models.IntegerField(default=5)
    #: Roles whose presence nobody is shown.
    unseen_roles: models.Field[Any, list[str]] = models.JSONField(default=list)


class Chat(models.Model):
    """A talk about a ticket: of two (`pair` names both), or of everybody who joins (`pair` is empty). Untracked and forgotten
    after a while; colleagues may keep it as an internal note."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    pair = models.CharField(max_length=41, blank=True)
    created_at = models.BigIntegerField(default=now_ms)
    #: When somebody last said or did something in it.
    active_at = models.BigIntegerField(default=now_ms)
    #: When the last one left: from then on it can only be read.
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "pair"], name="chat_once", condition=models.Q(ended_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["active_at"], name="chat_by_activity")]


class ChatMember(models.Model):
    """Somebody who is, or was, in a talk. Whoever left can still read it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined_at = models.BigIntegerField(default=now_ms)
    left_at = models.BigIntegerField(null=True)
    #: The last line that was on their screen.
    read_up_to = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "person"], name="chat_member_once")]
        indexes = [models.Index(fields=["person", "left_at"], name="chat_of_person")]


class ChatLine(models.Model):
    """What was said or done in a talk. `kind`: text, joined, left, kept, or one of the moves; a move has an `answer`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    client_id = models.CharField(max_length=80)
    at = models.BigIntegerField(default=now_ms)
    #: Of a move: open, accepted, declined or expired; and by whom.
    answer = models.CharField(max_length=10, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "client_id"], name="chat_line_once")]
        indexes = [models.Index(fields=["chat", "id"], name="chat_in_order")]


class CollisionCount(models.Model):
    """One thing that happened between colleagues on a ticket (`numbers.happenings`), for the numbers of a manager. It does not
    say who it was, and it outlives its ticket. Department and team are those of the ticket at that time."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    #: Names it within its ticket and kind, so that it is counted once.
    key = models.CharField(max_length=80)
    at = models.BigIntegerField()
    #: When it was over, of what lasts; none while it does, and when the process ended before it.
    until = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "key"], name="collision_counted_once")]
        indexes = [models.Index(fields=["at"], name="collision_count_by_time")]
