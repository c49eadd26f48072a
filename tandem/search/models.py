"""The documents. They are derived rows: `rebuild()` makes them again from messages and people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from tandem.people.models import Person
from tandem.tickets.models import Message


class TokensField(models.Field):  # type: ignore[type-arg]  # generic in the stubs only
    """Distinct tokens: a tsvector on PostgreSQL, words apart by spaces on SQLite (which triggers copy into FTS5).

    Tokens hold letters and digits only, so that neither form needs quoting.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else " ".join(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


class Searched(models.Model):
    """The columns of a document. `text` and `tokens` come last: a hit is mostly judged without reading them."""

    version = models.SmallIntegerField()
    text = models.TextField()
    tokens = TokensField()

    class Meta:
        abstract = True


class MessageDocument(Searched):
    """What is found of a message, and with a ticket's first message its subject. An undone message has none."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="+")
    ticket_id = models.BigIntegerField(db_index=True)


class PersonDocument(Searched):
    """The name and the addresses under which a requester is found; goes with the person."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
