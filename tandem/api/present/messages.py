"""Messages as JSON, with their files and deliveries."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.signing import TimestampSigner

from tandem.api.present.writing import writing
from tandem.infra.clock import isoformat, now_ms
from tandem.kernel.actors import Actor
from tandem.people.models import Person
from tandem.tickets import queries
from tandem.tickets.commands.set_with import BY_REPLY
from tandem.tickets.editable import EDITABLE
from tandem.tickets.models import Status
from tandem.tickets.rows import DeliveryRow, FileRow, MessageRow

Json = dict[str, Any]
PREVIEWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
#: Kinds of messages that somebody who works here wrote.
BY_STAFF = frozenset({"reply", "note"})
#: States of a delivery in which nothing has left, so that the reply can still be taken back.
STILL_HERE = frozenset({"undo_window", "queued", "retry"})


class Others(NamedTuple):
    """What messages speak of beside themselves: names of writers, and numbers of tickets, each by id."""

    names: Mapping[int, str]
    numbers: Mapping[int, int]


def conversation(actor: Actor, ticket_id: int, after_seq: int = 0, only: Container[int] | None = None) -> list[Json]:
    """The messages of a ticket as this actor sees them, or those whose ids are in `only`: three queries however many."""
    rows = queries.messages(ticket_id, after_seq)
    if only is not None:
        rows = [row for row in rows if row.id in only]
    files = queries.files_in(ticket_id, after_seq)
    deliveries = queries.deliveries_in(ticket_id, after_seq)
    others = Others(_names_of_writers(rows), _numbers_of_tickets(actor, rows))
    return [_message(actor, row, files.get(row.id, ()), deliveries.get(row.id, ()), others) for row in rows]


def _names_of_writers(rows: Sequence[MessageRow]) -> Mapping[int, str]:
    """Asked only where several people wrote one message."""
    ids = {int(writer) for row in rows for writer in row.writers or ()}
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}


def _numbers_of_tickets(actor: Actor, rows: Sequence[MessageRow]) -> Mapping[int, int]:
    """Of the tickets that messages were moved to or came from, as far as the reader sees them. Asked only where some were."""
    ids = {one for row in rows for one in (row.moved_to_ticket, row.moved_from_ticket) if one is not None}
    return queries.numbers_of_ids(actor, ids) if ids else {}


def _message(
    actor: Actor, row: MessageRow, files: Sequence[FileRow], deliveries: Sequence[DeliveryRow], others: Others
) -> Json:
    by_staff = row.kind in BY_STAFF
    html = row.html
    return {
        "id": str(row.id),
        "seq": row.seq,
        "conversation_id": None if row.conversation_id is None else str(row.conversation_id),
        "kind": row.kind,
        "visibility": row.visibility,
        "channel": row.channel,
        "at": isoformat(row.at),
        "author": _author(row, by_staff),
        "writing": _writing(row, others.names),
        "to": row.to,
        "cc": row.cc,
        "text": row.text,
        "html": html if by_staff else None,
        "frame_url": _frame_url(actor, row) if html and not by_staff else None,
        "has_remote_images": html is not None and not by_staff and "data-remote-src" in html,
        "parts": _parts(row),
        "mentions": row.parts.get("mentions", []),
        "attachments": [attachment(file) for file in files] if files else [],
        "automatic": row.automatic,
        "unverified": row.unverified,
        "proof": row.proof or None,
        "deliveries": [_delivery(delivery) for delivery in deliveries] if deliveries else [],
        "undo_until": _undo_until(actor, row, deliveries) if deliveries else None,
        "revision": row.revision,
        "edited_at": isoformat(row.edited_at),
        "undone": row.undone_at is not None,
        "moved_to": _other(row.moved_to_ticket, others),
        "moved_from": _other(row.moved_from_ticket, others),
        "client_id": row.client_id if row.author_id == actor.person_id else None,
        "ledger_id": None if row.ledger_id is None else str(row.ledger_id),
    }


def _other(ticket: int | None, others: Others) -> Json | None:
    return None if ticket is None else {"number": others.numbers.get(ticket)}


def _parts(row: MessageRow) -> Json:
    if "visible" not in row.parts:
        return {"visible": row.text, "quoted": "", "signature": ""}
    return row.parts


def _author(row: MessageRow, by_staff: bool) -> Json:
    if row.author_id is None:
        return {"id": None, "name": "", "email": "", "kind": "system"}
    kind = "agent" if by_staff else "customer"
    return {"id": str(row.author_id), "name": row.author_name, "email": row.author_email, "kind": kind}


def _writing(row: MessageRow, names: Mapping[int, str]) -> Json | None:
    if not row.writers or row.author_id is None:
        return None
    known = {row.author_id: row.author_name or "", **names}
    return writing([int(writer) for writer in row.writers], row.author_id, known.get)


def attachment(file: FileRow) -> Json:
    """One file of a message."""
    url = f"/api/v1/attachments/{file.id}"
    is_image = file.type in PREVIEWABLE
    return {
        "id": str(file.id),
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "url": url,
        "inline": file.inline,
        "cid": file.cid,
        "is_image": is_image,
        "preview_url": f"{url}/preview" if is_image else None,
        "removed": None if file.removed_at is None else _removed(file, file.removed_at),
    }


def _removed(file: FileRow, at: int) -> Json:
    return {"at": isoformat(at), "by": file.removed_by or "", "restorable": bool(file.digest)}


def _delivery(row: DeliveryRow) -> Json:
    state = row.state
    if state == "undo_window" and row.not_before <= now_ms():
        state = "queued"
    return {
        "id": str(row.id),
        "recipient": row.recipient,
        "state": state,
        "at": isoformat(row.at),
        "not_before": isoformat(row.not_before) if state in {"undo_window", "retry"} else None,
        "detail": row.detail or None,
    }


def _undo_until(actor: Actor, row: MessageRow, deliveries: Sequence[DeliveryRow]) -> str | None:
    """Until when its author can take it back; None once anything has left."""
    if row.undone_at is not None or row.author_id != actor.person_id:
        return None
    if any(delivery.state not in STILL_HERE for delivery in deliveries):
        return None
    until = min(delivery.not_before for delivery in deliveries)
    return isoformat(until) if until > now_ms() else None


def frame_signer() -> TimestampSigner:
    """Signs the address of a mail's frame: short-lived, for one person and one message (sec:E-01)."""
    return TimestampSigner(salt="tandem.mail_frame")


def _frame_url(actor: Actor, row: MessageRow) -> str:
    token = frame_signer().sign_object({"m": str(row.id), "p": str(actor.person_id)})
    return f"/mail-frame/{token}"


def fields_taken_back(kept: Mapping[str, Any], tags: Sequence[str]) -> Json:
    """Fields that were set with a message, as edits that would set them again; `tags` are those of the ticket now."""
    edits: Json = {}
    for name, pair in kept.items():
        if name == "tags":
            mine = [tag for tag in tags if tag not in pair["removed"]] + [
                tag for tag in pair["added"] if tag not in tags
            ]
            edits[name] = {"base": list(tags), "mine": mine}
        elif name in BY_REPLY:
            old, new = (_shown(name, value) for value in pair)
            edits[name] = {"base": old, "mine": new}
    return edits


def _shown(name: str, value: Any) -> Any:
    if value is None:
        return None
    return isoformat(value) if name == "due_at" else EDITABLE[name].show(value)


def status_slug(status_id: str) -> str | None:
    """The slug of a status that was set with a message; None if it is gone."""
    return Status.objects.filter(id=int(status_id)).values_list("slug", flat=True).first()
