"""Drafts and uploads as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tandem.api.present.messages import PREVIEWABLE
from tandem.infra.clock import isoformat
from tandem.people.models import Person
from tandem.tickets.models import Draft, Upload
from tandem.tickets.uploads import own_uploads

Row = dict[str, Any]


def upload(row: Upload) -> Row:
    """One file that waits to be sent. It has the address that it keeps as an attachment."""
    url = f"/api/v1/attachments/{row.id}"
    is_image = row.type in PREVIEWABLE
    return {
        "id": str(row.id),
        "name": row.name,
        "type": row.type,
        "size": row.size,
        "url": url,
        "inline": row.inline,
        "cid": f"upload-{row.id}" if row.inline else None,
        "is_image": is_image,
        "preview_url": f"{url}/preview" if is_image else None,
    }


def draft(row: Draft) -> Row:
    """One's own draft, with those of its files that are still there."""
    content = row.content
    files = own_uploads(row.author_id, [int(upload_id) for upload_id in content["attachments"]])
    began: Person | None = row.started_by if row.started_by_id != row.author_id else None
    return {
        "kind": row.kind,
        "conversation_id": str(row.conversation_id) if row.conversation_id else None,
        "body_html": content["body_html"],
        "to": content["to"],
        "cc": content["cc"],
        "status": content["status"],
        "seen": content["seen"],
        "client_id": content["client_id"],
        "attachments": [upload(file) for file in files],
        "changes": content.get("changes") or {},
        "revision": row.revision,
        "updated_at": isoformat(row.updated_at),
        "started_by": {"id": str(began.id), "name": began.name} if began else None,
    }


def others(rows: Sequence[Draft]) -> list[Row]:
    """That colleagues are writing; what they write is theirs until somebody takes it over."""
    return [
        {
            "author": {"id": str(row.author_id), "name": row.author.name},
            "kind": row.kind,
            "conversation_id": str(row.conversation_id) if row.conversation_id else None,
            "updated_at": isoformat(row.updated_at),
        }
        for row in rows
    ]
