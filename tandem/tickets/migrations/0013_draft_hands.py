"""Drafts remember through whose hands they went, why they ended, and who asks for them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import tandem.infra.clock
import tandem.infra.ids


def keep_who_began(apps: Any, schema_editor: Any) -> None:
    """Whoever began a draft that another goes on with is the first of its hands."""
    draft = apps.get_model("tickets", "Draft")
    for row in draft.objects.all():
        other = row.started_by_id is not None and row.started_by_id != row.author_id
        row.writers = [str(row.started_by_id)] if other else []
        row.started_at = row.updated_at
        row.save(update_fields=["writers", "started_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_shared_drafts"),
        ("tickets", "0012_lists_of_a_department"),
    ]

    operations = [
        migrations.AddField("draft", "started_at", models.BigIntegerField(default=tandem.infra.clock.now_ms)),
        migrations.AddField("draft", "writers", models.JSONField(default=list)),
        migrations.RunPython(keep_who_began, migrations.RunPython.noop),
        migrations.RemoveField("draft", "started_by"),
        migrations.AddField("draftrevision", "ended", models.CharField(default="", max_length=12)),
        migrations.AddField(
            "draftrevision",
            "ended_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            "draftrevision",
            models.Index(
                condition=models.Q(("ended", ""), _negated=True),
                fields=["author", "-at", "-id"],
                name="draft_revision_ended",
            ),
        ),
        migrations.AddField("message", "writers", models.JSONField(null=True)),
        migrations.CreateModel(
            name="DraftRequest",
            fields=[
                (
                    "id",
                    models.BigIntegerField(default=tandem.infra.ids.new_id, primary_key=True, serialize=False),
                ),
                ("at", models.BigIntegerField(default=tandem.infra.clock.now_ms)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="tickets.draft",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="draft_request_by_age")],
                "constraints": [models.UniqueConstraint(fields=("draft", "asked_by"), name="draft_request_once")],
            },
        ),
    ]
