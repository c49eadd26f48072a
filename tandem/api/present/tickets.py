"""Tickets as JSON."""

from __future__ import annotations

from typing import Any

from tandem.infra.clock import isoformat
from tandem.kernel.actors import Actor
from tandem.tickets.policies import abilities
from tandem.tickets.queries import TicketSets, number_seen, others_of, requester_address
from tandem.tickets.rows import PageColumns, TicketRow
from tandem.tickets.vocabulary import PRIORITIES

Json = dict[str, Any]


def text_id(value: int | None) -> str | None:
    """An id as JSON carries it."""
    return None if value is None else str(value)


def awaiting(row: TicketRow) -> str | None:
    """Whose turn it is: the side that did not write last, while the ticket is not closed."""
    if row.group == "closed" or row.last_message_by is None:
        return None
    return "us" if row.last_message_by == "customer" else "customer"


def list_row(row: TicketRow, tags: list[str], read_seq: int | None, my_draft: bool) -> Json:
    """One row of the list."""
    return {
        "id": str(row.id),
        "number": row.number,
        "subject": row.subject,
        "snippet": row.snippet,
        "status": row.status,
        "group": row.group,
        "priority": PRIORITIES[row.priority],
        "type": row.type,
        "channel": row.channel,
        "requester": {
            "id": str(row.requester_id),
            "name": row.requester_name,
            "email": row.requester_email,
            "organisation": row.organisation,
        },
        "owner": None if row.owner_id is None else {"id": str(row.owner_id), "name": row.owner_name},
        "team": None if row.team_id is None else {"id": str(row.team_id), "name": row.team_name},
        "department": {"id": str(row.department_id), "name": row.department_name},
        "tags": tags,
        "created_at": isoformat(row.created_at),
        "updated_at": isoformat(row.updated_at),
        "due_at": isoformat(row.due_at),
        "last_message_at": isoformat(row.last_message_at),
        "last_message_by": row.last_message_by,
        "awaiting": awaiting(row),
        "unread": read_seq is None or read_seq < row.seq,
        "my_draft": my_draft,
        "snoozed": row.snoozed_at is not None,
        "snoozed_until": isoformat(row.snoozed_until),
        "spam": row.spam_at is not None,
        "deleted": row.deleted_at is not None,
        "seq": row.seq,
        "version": row.version,
    }


def page(actor: Actor, row: TicketRow, more: PageColumns, sets: TicketSets) -> Json:
    """The ticket page's own part: the row, and everything around the conversation."""
    shown = list_row(row, sets.tags, more.read_seq, my_draft=False)
    shown["requester"]["organisation_id"] = text_id(more.organisation_id)
    shown["requester"]["followed"] = more.follow_id is not None
    shown["requester"]["email"] = requester_address(row.requester_id, more.requester_address) or row.requester_email
    shown["requester"]["other_tickets"] = _other_tickets(actor, row)
    shown |= {
        "cc": [{"id": str(person), "name": name, "email": email} for person, name, email in sets.copies],
        "followers": [{"id": str(person), "name": name, "email": email} for person, name, email in sets.followers],
        "conversations": [
            {"id": str(identifier), "kind": kind, "title": title} for identifier, kind, title in sets.conversations
        ],
        "scheduled": sets.scheduled,
        "source": {
            "channel": row.channel,
            "mailbox_id": text_id(more.mailbox_id),
            "message_id": more.source_id,
        },
        "accepted_at": isoformat(more.accepted_at),
        "solved_at": isoformat(more.solved_at),
        "closed_at": isoformat(more.closed_at),
        "snoozed_at": isoformat(row.snoozed_at),
        "snoozed_by": None
        if more.snoozed_by_id is None or row.snoozed_at is None
        else {"id": str(more.snoozed_by_id), "name": more.snoozed_by_name},
        "spam_at": isoformat(row.spam_at),
        "deleted_at": isoformat(row.deleted_at),
        "reopened_count": more.reopened_count,
        "message_count": more.message_count,
        "follow_up_of": None if more.follow_up_of_id is None else number_seen(actor, more.follow_up_of_id),
        "read_seq": more.read_seq or 0,
        "abilities": abilities(
            actor,
            deleted=row.deleted_at is not None,
            spam=row.spam_at is not None,
            final=more.status_final,
            closed=row.group == "closed",
        ),
    }
    return shown


def _other_tickets(actor: Actor, row: TicketRow) -> list[Json]:
    return [
        {
            "number": other.number,
            "subject": other.subject,
            "status": other.status,
            "group": other.group,
            "department_id": str(other.department_id),
            "updated_at": isoformat(other.updated_at),
        }
        for other in others_of(actor, row)
    ]
