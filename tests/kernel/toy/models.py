"""Boats, harbours, log entries, flags."""

from __future__ import annotations

from django.db import models

from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord


class Harbour(TrackedRecord):
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        app_label = "toy"


class Boat(TrackedRecord):
    name = models.CharField(max_length=50)
    colour = models.CharField(max_length=50, null=True)
    length = models.BigIntegerField(default=0)
    code = models.CharField(max_length=50, default="")
    harbour = models.ForeignKey(Harbour, on_delete=models.PROTECT, null=True)
    sunk_at = models.BigIntegerField(null=True)
    hidden = models.BooleanField(default=False)
    entries = models.IntegerField(default=0)
    number = models.IntegerField(default=0)
    touched_at = models.BigIntegerField(default=0)

    class Meta:
        app_label = "toy"


class Flag(models.Model):
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE)
    flag = models.CharField(max_length=50)

    class Meta:
        app_label = "toy"
        constraints = [models.UniqueConstraint(fields=["boat", "flag"], name="toy_flag_once")]


class Entry(models.Model):
    id = models.BigIntegerField(primary_key=True, default=new_id)
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE)
    seq = models.IntegerField(default=0)
    text = models.CharField(max_length=50)
    struck_at = models.BigIntegerField(null=True)

    class Meta:
        app_label = "toy"


class Mark(models.Model):
    """What a projection wrote."""

    boat_id = models.BigIntegerField()
    text = models.CharField(max_length=50)

    class Meta:
        app_label = "toy"


MODELS = (Harbour, Boat, Flag, Entry, Mark)
