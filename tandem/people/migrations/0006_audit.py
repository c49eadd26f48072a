"""The audit log as rows of its own, filled with what has happened so far."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from tandem.people.auditing import entry_of, is_audited

PORTION = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    """Copy what is there, a portion at a time."""
    events, entries = apps.get_model("kernel", "Event"), apps.get_model("people", "AuditEntry")
    columns = [field.attname for field in entries._meta.concrete_fields]
    last = 0
    while page := list(events.objects.filter(id__gt=last).order_by("id")[:PORTION]):
        rows = [entry_of(one) for one in page if is_audited(one.stream_kind, one.kind, one.actor_kind)]
        entries.objects.bulk_create([entries(**{name: getattr(row, name) for name in columns}) for row in rows])
        last = page[-1].id


def nothing(apps: Any, schema_editor: Any) -> None:
    """The rows go with their table."""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_customers"), ("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.BigIntegerField()),
                ("act", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("field", models.CharField(max_length=60, null=True)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("old", models.JSONField(null=True)),
                ("new", models.JSONField(null=True)),
                ("change_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="audit_newest"),
                    models.Index(fields=["subject_kind", "-at", "-id"], name="audit_by_subject"),
                    models.Index(fields=["actor_id", "-at", "-id"], name="audit_by_actor"),
                    models.Index(fields=["act", "-at", "-id"], name="audit_by_act"),
                ],
            },
        ),
        migrations.RunPython(fill, nothing),
    ]
