"""A toy record with a column of every kind, among them nullable ones, rows of other tables, and a joined column."""

from __future__ import annotations

from django.db import models


class Owner(models.Model):
    team_id = models.BigIntegerField(null=True)

    class Meta:
        app_label = "parity_toy"


class Thing(models.Model):
    subject_key = models.TextField(null=True)
    level = models.CharField(max_length=20, null=True)
    rank = models.SmallIntegerField(null=True)
    state = models.CharField(max_length=20, default="")
    agent_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    department_id = models.BigIntegerField(null=True)
    other_id = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    price = models.BigIntegerField(null=True)
    spent_ms = models.BigIntegerField(null=True)
    due_ms = models.BigIntegerField(null=True)
    day_ms = models.BigIntegerField(null=True)
    flag = models.BooleanField(null=True)
    owner = models.ForeignKey(Owner, null=True, on_delete=models.SET_NULL)

    class Meta:
        app_label = "parity_toy"


class ThingTag(models.Model):
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    tag_key = models.TextField()

    class Meta:
        app_label = "parity_toy"


class ThingFollower(models.Model):
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    person_id = models.BigIntegerField()

    class Meta:
        app_label = "parity_toy"


class ThingValue(models.Model):
    """Typed value rows as custom fields have them: one row per field that is set, or a row that holds null."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    field_id = models.IntegerField()
    number = models.BigIntegerField(null=True)
    text_key = models.TextField(null=True)

    class Meta:
        app_label = "parity_toy"


MODELS = (Owner, Thing, ThingTag, ThingFollower, ThingValue)
