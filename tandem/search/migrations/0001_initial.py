"""The documents, and what makes them quick to find: FTS5 kept by triggers on SQLite, GIN on PostgreSQL.

Django recreates a SQLite table to alter it and forgets its triggers: a later migration of these tables has to run
`add_indexes` again.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from tandem.search.models import TokensField

#: table, its key.
DOCUMENTS = (("search_messagedocument", "message_id"), ("search_persondocument", "person_id"))

# External content: FTS5 keeps no copy of the tokens. No positions and no sizes: phrases are rechecked in the text, order is by
# age. `ascii` takes everything beyond ASCII as part of a word, which leaves the splitting to our tokenizer.
_ADD = "INSERT INTO {table}_index(rowid, tokens) VALUES (new.{key}, new.tokens);"
_REMOVE = "INSERT INTO {table}_index({table}_index, rowid, tokens) VALUES ('delete', old.{key}, old.tokens);"
SQLITE = (
    "CREATE VIRTUAL TABLE {table}_index USING fts5(tokens, content='{table}', content_rowid='{key}',"
    " detail=none, columnsize=0, tokenize='ascii')",
    f"CREATE TRIGGER {{table}}_inserted AFTER INSERT ON {{table}} BEGIN {_ADD} END",
    f"CREATE TRIGGER {{table}}_deleted AFTER DELETE ON {{table}} BEGIN {_REMOVE} END",
    f"CREATE TRIGGER {{table}}_updated AFTER UPDATE OF tokens ON {{table}} BEGIN {_REMOVE} {_ADD} END",
)
SQLITE_DROP = (
    "DROP TRIGGER {table}_inserted",
    "DROP TRIGGER {table}_deleted",
    "DROP TRIGGER {table}_updated",
    "DROP TABLE {table}_index",
)
POSTGRESQL = ("CREATE INDEX {table}_index ON {table} USING gin (tokens)",)
POSTGRESQL_DROP = ("DROP INDEX {table}_index",)


def _execute(schema_editor, statements):
    for table, key in DOCUMENTS:
        for statement in statements:
            schema_editor.execute(statement.format(table=table, key=key), params=None)


def add_indexes(apps, schema_editor):
    _execute(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_indexes(apps, schema_editor):
    _execute(schema_editor, POSTGRESQL_DROP if schema_editor.connection.vendor == "postgresql" else SQLITE_DROP)


def _document(name, key, model, columns=()):
    owner = models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to=model
    )
    fields = [(key, owner), *columns, ("version", models.SmallIntegerField())]
    return migrations.CreateModel(name, [*fields, ("text", models.TextField()), ("tokens", TokensField())])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial"), ("people", "0001_initial")]
    operations = [
        _document(
            "MessageDocument", "message", "tickets.message", [("ticket_id", models.BigIntegerField(db_index=True))]
        ),
        _document("PersonDocument", "person", "people.person"),
        migrations.RunPython(add_indexes, drop_indexes),
    ]
