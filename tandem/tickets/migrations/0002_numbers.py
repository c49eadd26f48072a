"""Where ticket numbers come from: a sequence on PostgreSQL, one counter row on SQLite."""

from __future__ import annotations

from django.db import migrations

from tandem.tickets.numbers import FIRST, SEQUENCE


def begin(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE SEQUENCE {SEQUENCE} START {FIRST}")
    else:
        apps.get_model("tickets", "TicketCounter").objects.create(id=1, last=FIRST - 1)


def end(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP SEQUENCE {SEQUENCE}")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(begin, end)]
