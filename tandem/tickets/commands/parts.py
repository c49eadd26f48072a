"""What several verbs ask and plan alike: a message with its files, its copies, its deliveries; who may own a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.kernel.actors import Actor
from tandem.kernel.changes import Cause, ChangeSet, Json, Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import DepartmentMember, Person
from tandem.people.roles import role_has
from tandem.tickets.bodies import Body
from tandem.tickets.models import Attachment, Upload


@dataclass(frozen=True, slots=True)
class File:
    """A stored file that a message carries."""

    name: str
    type: str
    size: int
    digest: str
    inline: bool = False
    cid: str | None = None
    #: Of an upload that becomes an attachment: the same, since the text names its pictures by it.
    id: int | None = None


def plan_message(
    run: Run,
    changes: ChangeSet,
    ticket: Ref,
    body: Body,
    values: Mapping[str, Json],
    files: Sequence[File] = (),
    cause: Cause | None = None,
) -> Ref:
    """Add a message and its attachments to a plan; returns the message's ref. What has a `cause` sets nothing else going."""
    message = Ref("message", run.new_id())
    stored: dict[str, Json] = {
        "origin_ticket_id": ticket.id,
        "shown_in_id": ticket.id,
        "at": run.now,
        "text": body.text,
        "text_norm": body.comparable,
        "html": body.html,
        "parts": dict(body.parts),
        **values,
    }
    changes.create(message, stored, cause, snippet=body.snippet, searched=body.text)
    for file in files:
        changes.create(
            Ref("attachment", file.id or run.new_id()),
            {
                "message_id": message.id,
                "ticket_id": ticket.id,
                "name": file.name,
                "type": file.type,
                "size": file.size,
                "digest": file.digest,
                "inline": file.inline,
                "cid": file.cid,
            },
        )
    return message


def own_mail_id(run: Run, ticket: Ref) -> str:
    """A Message-ID for a message that will leave this house (RFC 5322 3.6.4), without angle brackets, fixed for ever."""
    return f"{run.new_id():x}.{ticket.id:x}@{settings.MAIL_ID_DOMAIN}"


def plan_deliveries(run: Run, changes: ChangeSet, ticket: Ref, message: Ref, recipients: Sequence[Address]) -> None:
    """One delivery for each recipient, held back for the undo window."""
    seen: set[str] = set()
    for recipient in recipients:
        if recipient.key in seen:
            continue
        seen.add(recipient.key)
        changes.create(
            Ref("delivery", run.new_id()),
            {
                "message_id": message.id,
                "ticket_id": ticket.id,
                "recipient": recipient.address,
                "state": "undo_window" if settings.UNDO_WINDOW_MS else "queued",
                "not_before": run.now + settings.UNDO_WINDOW_MS,
                "at": run.now,
            },
        )


def uploaded_files(run: Run, ids: Sequence[int]) -> list[File]:
    """The actor's own uploads with these ids (an upload of somebody else does not exist). Raises Invalid."""
    if not ids:
        return []
    rows = {row.id: row for row in Upload.objects.filter(id__in=ids, person_id=run.actor.me)}
    missing = [index for index, upload_id in enumerate(ids) if upload_id not in rows]
    if missing:
        detail = _("This file is not there any more. Attach it again.")
        raise Invalid([Problem(f"/attachments/{index}", "not_found", detail) for index in missing])
    # An upload that was sent before is sent once more under an id of its own.
    sent = set(Attachment.objects.filter(id__in=rows).values_list("id", flat=True))
    return [_file(rows[upload_id], None if upload_id in sent else upload_id) for upload_id in dict.fromkeys(ids)]


def _file(row: Any, identifier: int | None) -> File:
    cid = f"upload-{row.id}" if row.inline else None
    return File(row.name, row.type, row.size, row.digest, row.inline, cid, identifier)


def addresses_json(addresses: Sequence[Address]) -> list[dict[str, str]]:
    """Addresses as messages store them."""
    return [{"name": address.name, "email": address.address} for address in addresses]


def author_acts(run: Run, changes: ChangeSet) -> Actor:
    """A customer's message is the act of its author, also when the same plan makes them known."""
    if run.actor.kind != "customer" or run.actor.person_id is not None:
        return run.actor
    return replace(run.actor, person_id=changes.created("message")[0].values["author_id"])


def may_own(person: Person, department_id: int) -> bool:
    """Whether somebody may answer the tickets of a department, and so may own one there (KF-26)."""
    if not person.active or not role_has(person.role, "tickets.reply"):
        return False
    if role_has(person.role, "tickets.read_all"):
        return True
    return DepartmentMember.objects.filter(department_id=department_id, person_id=person.id).exists()


def check_owner(person: Person, department_id: int, pointer: str) -> None:
    """Let only somebody own a ticket who may answer it where it is. Raises Invalid at `pointer`."""
    if not may_own(person, department_id):
        detail = _("This person cannot answer tickets of this department.")
        raise Invalid([Problem(pointer, "not_permitted", detail)])
