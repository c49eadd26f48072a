"""The house style of typed input: strict types, no unknown fields, ids as strings."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema


class Input(Schema):
    """A request body. A field that is not listed is an error, never silently dropped (sec:Z-03)."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _identifier(value: Any) -> Any:
    """A string of digits below 2**63."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19 and int(value) < 1 << 63:
        return int(value)
    raise TypeError("an id is a string of digits")


def _checked(value: Any) -> Any:
    try:
        return _identifier(value)
    except TypeError:
        # Left as it is: the strict integer check that follows names the field and says what is wrong.
        return None if value is None else str(value)


#: 64 bits do not fit into a number of JavaScript: ids are strings in JSON, both ways.
Identifier = Annotated[int, BeforeValidator(_checked), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,19}$"})]

#: The number of a ticket, or of none: whatever fits a column and an answer.
TicketNumber = Annotated[int, Field(ge=0, le=(1 << 63) - 1)]

#: A seq, a revision or a position: never negative, and no larger than its column (32 bits on PostgreSQL).
Seq = Annotated[int, Field(ge=0, le=(1 << 31) - 1)]


class PersonInput(Input):
    """Somebody by address."""

    email: str
    name: str | None = ""
