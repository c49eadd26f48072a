"""The kernel's own tables: events, effects, timers, and what was asked for once."""

from __future__ import annotations

from django.db import models

from tandem.infra.ids import new_id


class Event(models.Model):
    """One changed fact of one stream. `seq` has no gap within a stream; rows of one run share `change_id`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    stream_kind = models.CharField(max_length=40)
    stream_id = models.BigIntegerField()
    seq = models.IntegerField()
    change_id = models.BigIntegerField()
    at = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    field = models.CharField(max_length=60, null=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    part_kind = models.CharField(max_length=40, null=True)
    part_id = models.BigIntegerField(null=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    cause = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream_kind", "stream_id", "seq"], name="event_seq_once"),
        ]


class Effect(models.Model):
    """Something to be carried out after commit. It leaves this table's partial index only when it is finished."""

    class State(models.TextChoices):
        QUEUED = "queued"
        CLAIMED = "claimed"
        DONE = "done"
        PARKED = "parked"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    lane = models.CharField(max_length=120, null=True)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    not_before = models.BigIntegerField(default=0)
    attempts = models.IntegerField(default=0)
    lease_until = models.BigIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    last_error = models.TextField(default="")
    created_at = models.BigIntegerField()
    finished_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="effect_once")]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="effect_unfinished",
                condition=models.Q(state__in=["queued", "claimed"]),
            ),
            models.Index(
                fields=["not_before", "id"],
                name="effect_of_no_lane",
                condition=models.Q(state__in=["queued", "claimed"], lane__isnull=True),
            ),
            models.Index(
                fields=["lane", "id"],
                name="effect_lane",
                condition=models.Q(state__in=["queued", "claimed"], lane__isnull=False),
            ),
            models.Index(fields=["finished_at", "id"], name="effect_parked", condition=models.Q(state="parked")),
        ]


class Timer(models.Model):
    """A moment at which something must happen once. `fired_at` and the effect are written in one transaction."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    due = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    fired_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_kind", "subject_id", "due"], name="timer_once"),
        ]
        indexes = [
            models.Index(fields=["due"], name="timer_waiting", condition=models.Q(fired_at__isnull=True)),
        ]


class DoneOnce(models.Model):
    """A request that was carried out, by the name under which it may be repeated. Successes only."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    result_kind = models.CharField(max_length=40, null=True)
    result_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="done_once")]
