"""Tickets as JSON."""

from __future__ import annotations

from typing import Any

from tandem.infra.clock import isoformat
from tandem.kernel.actors import Actor
from tandem.tickets.models import Ticket
from tandem.tickets.policies import abilities
from tandem.tickets.queries import others_of, visible_to
from tandem.tickets.vocabulary import PRIORITIES

Row = dict[str, Any]


def text_id(value: int | None) -> str | None:
    """An id as JSON carries it."""
    return None if value is None else str(value)


def _named(row: Row, what: str) -> Row | None:
    identifier = row[f"{what}_id"]
    return None if identifier is None else {"id": str(identifier), "name": row[f"{what}_name"]}


def awaiting(row: Row) -> str | None:
    """Whose turn it is: the side that did not write last, while the ticket is not closed."""
    if row["group"] == "closed" or row["last_message_by"] is None:
        return None
    return "us" if row["last_message_by"] == "customer" else "customer"


def list_row(row: Row, tags: list[str], read_seq: int | None, my_draft: bool) -> Row:
    """One row of the list."""
    return {
        "id": str(row["id"]),
        "number": row["number"],
        "subject": row["subject"],
        "snippet": row["snippet"],
        "status": row["status"],
        "group": row["group"],
        "priority": PRIORITIES[row["priority"]],
        "type": row["type"],
        "channel": row["channel"],
        "requester": {
            "id": str(row["requester_id"]),
            "name": row["requester_name"],
            "email": row["requester_email"],
            "organisation": row["organisation"],
        },
        "owner": _named(row, "owner"),
        "team": _named(row, "team"),
        "department": _named(row, "department"),
        "tags": tags,
        "created_at": isoformat(row["created_at"]),
        "updated_at": isoformat(row["updated_at"]),
        "due_at": isoformat(row["due_at"]),
        "last_message_at": isoformat(row["last_message_at"]),
        "last_message_by": row["last_message_by"],
        "awaiting": awaiting(row),
        "unread": read_seq is None or read_seq < row["seq"],
        "my_draft": my_draft,
        "spam": row["spam_at"] is not None,
        "deleted": row["deleted_at"] is not None,
        "seq": row["seq"],
        "version": row["version"],
    }


def page(actor: Actor, row: Row, tags: list[str], copies: list[tuple[int, str, str]], read_seq: int | None) -> Row:
    """The ticket page's own part: the row, and everything around the conversation."""
    shown = list_row(row, tags, read_seq, my_draft=False)
    shown["requester"] |= {
        "organisation_id": text_id(row["organisation_id"]),
        "other_tickets": _other_tickets(actor, row),
    }
    shown |= {
        "cc": [{"id": str(person), "name": name, "email": email} for person, name, email in copies],
        "source": {"channel": row["channel"], "mailbox_id": text_id(row["mailbox_id"]), "message_id": row["source_id"]},
        "accepted_at": isoformat(row["accepted_at"]),
        "solved_at": isoformat(row["solved_at"]),
        "closed_at": isoformat(row["closed_at"]),
        "spam_at": isoformat(row["spam_at"]),
        "deleted_at": isoformat(row["deleted_at"]),
        "reopened_count": row["reopened_count"],
        "message_count": row["message_count"],
        "follow_up_of": _number(actor, row["follow_up_of_id"]),
        "read_seq": read_seq or 0,
        "abilities": abilities(actor, _State(row)),
    }
    return shown


class _State:
    """What the policy looks at, from a plain row instead of a model."""

    def __init__(self, row: Row) -> None:
        self.deleted_at = row["deleted_at"]
        self.spam_at = row["spam_at"]
        self.status = _Final(row["status_final"])


class _Final:
    def __init__(self, final: bool) -> None:
        self.final = final


def _other_tickets(actor: Actor, row: Row) -> list[Row]:
    return [other | {"updated_at": isoformat(other["updated_at"])} for other in others_of(actor, row)]


def _number(actor: Actor, ticket_id: int | None) -> int | None:
    if ticket_id is None:
        return None
    return (
        Ticket._base_manager.filter(id__in=visible_to(actor).values("id"), id=ticket_id)
        .values_list("number", flat=True)
        .first()
    )
