"""Where SQLite looks up the ticket of a hit: the documents themselves lie far apart, with their texts between them."""

from __future__ import annotations

from django.db import migrations

ADD = "CREATE INDEX search_ticket_of_message ON search_messagedocument (message_id, ticket_id)"
REMOVE = "DROP INDEX search_ticket_of_message"


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(ADD)


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(add_index, remove_index)]
