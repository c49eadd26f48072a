"""The texts of messages as conditions compare them, also of those that were written before."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from tandem.tickets.bodies import comparable

PORTION = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """Write it for what is there, a portion at a time: mails are long."""
    message = apps.get_model("tickets", "Message")
    last = 0
    while True:
        rows = list(message.objects.filter(id__gt=last).order_by("id").only("id", "text", "parts")[:PORTION])
        if not rows:
            return
        for row in rows:
            row.text_norm = comparable(row.parts.get("visible") or row.text)
        message.objects.bulk_update(rows, ["text_norm"], batch_size=100)
        last = rows[-1].id


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0004_files_by_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="text_norm",
            field=models.TextField(default=""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
