"""Scheduled replies as JSON."""

from __future__ import annotations

from typing import Any

from tandem.api.present.drafts import upload
from tandem.infra.clock import isoformat
from tandem.infra.markup import html_to_text
from tandem.tickets.draft_hands import client_id_of_scheduled
from tandem.tickets.scheduled.reading import stands_before
from tandem.tickets.scheduled.reasons import sentence
from tandem.tickets.scheduled_replies import ScheduledReply
from tandem.tickets.uploads import own_uploads

Json = dict[str, Any]


def scheduled(row: ScheduledReply) -> Json:
    """One of them, as everybody sees it who sees the ticket: what will be sent is no secret among colleagues."""
    content = row.content
    held = row.state == "held"
    return {
        "id": str(row.id),
        "state": row.state,
        "author": {"id": str(row.author_id), "name": row.author.name},
        "conversation_id": None if row.conversation_id is None else str(row.conversation_id),
        "at": isoformat(row.due_at),
        "created_at": isoformat(row.created_at),
        "text": html_to_text(content.get("body_html", "")).strip(),
        "to": content.get("to", []),
        "cc": content.get("cc", []),
        "status": content.get("status"),
        "files": len(content.get("attachments", ())),
        "moved_on": "seen" in content and bool(stands_before(row)),
        "reason": sentence(row.held_code, row.held_detail) if held else None,
    }


def taken_back(row: ScheduledReply) -> Json:
    """What its author's composer gets, under the name of the composition that it is from now on."""
    content = row.content
    files = own_uploads(row.author_id, [int(upload_id) for upload_id in content["attachments"]])
    return {
        "body_html": content["body_html"],
        "body": html_to_text(content["body_html"]).strip(),
        "to": content["to"],
        "cc": content["cc"],
        "status": content["status"],
        "attachments": [upload(file) for file in files],
        "client_id": client_id_of_scheduled(row.id),
        "conversation_id": None if row.conversation_id is None else str(row.conversation_id),
        "changes": content["changes"],
        "seen": content["seen"],
    }
