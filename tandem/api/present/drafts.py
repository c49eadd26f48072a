"""Drafts and uploads as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tandem.api.present.messages import PREVIEWABLE
from tandem.infra.clock import isoformat
from tandem.people.models import Person
from tandem.tickets.handing import may_read, may_take
from tandem.tickets.models import Draft, DraftRevision, Upload
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


def mine(rows: Sequence[Draft]) -> list[Row]:
    """One's own drafts, each with those of its files that are still there, the hands it went through, and who asks for it."""
    ids = {int(writer) for row in rows for writer in row.writers}
    names = dict(Person.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
    return [_draft(row, names) for row in rows]


def _draft(row: Draft, names: Mapping[int, str]) -> Row:
    content = row.content
    files = own_uploads(row.author_id, [int(upload_id) for upload_id in content["attachments"]])
    return {
        **_place(row),
        "body_html": content["body_html"],
        "to": content["to"],
        "cc": content["cc"],
        "status": content["status"],
        "seen": content["seen"],
        "client_id": content["client_id"],
        "attachments": [upload(file) for file in files],
        "changes": content.get("changes") or {},
        "revision": row.revision,
        "started_at": isoformat(row.started_at),
        "updated_at": isoformat(row.updated_at),
        "writers": [{"id": writer, "name": names.get(int(writer), "")} for writer in row.writers],
        "requests": [
            {"by": _named(request.asked_by), "at": isoformat(request.at)} for request in getattr(row, "asked", ())
        ],
    }


def others(rows: Sequence[Draft]) -> list[Row]:
    """That colleagues are writing, and what, where the department shares drafts; else it is theirs until they hand it over."""
    return [
        {
            **_place(row),
            "author": _named(row.author),
            "works_here": row.author.active,
            "started_at": isoformat(row.started_at),
            "updated_at": isoformat(row.updated_at),
            "body_html": row.content["body_html"] if may_read(row) else None,
            "may_take": may_take(row),
            "asked_at": next((isoformat(request.at) for request in getattr(row, "asked", ())), None),
        }
        for row in rows
    ]


def revision(row: DraftRevision) -> Row:
    """An earlier text of one's own, and why it was the last one of its draft, if it was."""
    return {
        "id": str(row.id),
        "at": isoformat(row.at),
        "body_html": row.content["body_html"],
        "ended": row.ended or None,
        "ended_by": None if row.ended_by is None else _named(row.ended_by),
    }


def ended(row: DraftRevision) -> Row:
    """What became of one's own draft."""
    return {**revision(row), **_place(row), "client_id": row.content["client_id"]}


def ended_elsewhere(row: DraftRevision, *, seen: bool) -> Row:
    """The same beside its ticket, which is named to whoever sees it."""
    ticket = {"number": row.ticket.number, "subject": row.ticket.subject} if seen else None
    return {**ended(row), "ticket": ticket}


def _place(row: Draft | DraftRevision) -> Row:
    return {"kind": row.kind, "conversation_id": str(row.conversation_id) if row.conversation_id else None}


def _named(person: Person) -> Row:
    return {"id": str(person.id), "name": person.name}
