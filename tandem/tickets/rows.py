"""What the hot reads give: plain rows by name, in the order in which their statements select."""

from __future__ import annotations

from typing import Any, Final, NamedTuple


class TicketRow(NamedTuple):
    """A ticket as a list needs it. Moments are milliseconds since the epoch, UTC."""

    id: int
    number: int
    subject: str
    snippet: str
    status: str
    group: str
    priority: int
    type: str | None
    channel: str
    requester_id: int
    requester_name: str
    requester_email: str
    organisation: str | None
    owner_id: int | None
    owner_name: str | None
    team_id: int | None
    team_name: str | None
    department_id: int
    department_name: str
    created_at: int
    updated_at: int
    due_at: int | None
    last_message_at: int | None
    last_message_by: str | None
    snoozed_at: int | None
    snoozed_until: int | None
    spam_at: int | None
    deleted_at: int | None
    seq: int
    version: int


class PageColumns(NamedTuple):
    """What the ticket page shows beyond its row."""

    organisation_id: int | None
    accepted_at: int | None
    solved_at: int | None
    closed_at: int | None
    reopened_count: int
    message_count: int
    source_id: str | None
    requester_address: str
    mailbox_id: int | None
    follow_up_of_id: int | None
    snoozed_by_id: int | None
    snoozed_by_name: str | None
    status_final: bool
    #: Up to which seq the viewer has read.
    read_seq: int | None
    #: Set when the viewer follows the requester.
    follow_id: int | None


class OtherRow(NamedTuple):
    """Another ticket of the same requester."""

    number: int
    subject: str
    status: str
    group: str
    department_id: int
    updated_at: int


class MessageRow(NamedTuple):
    """A message with its author."""

    id: int
    seq: int
    conversation_id: int | None
    kind: str
    visibility: str
    channel: str
    at: int
    text: str
    html: str | None
    parts: dict[str, Any]
    to: list[dict[str, str]]
    cc: list[dict[str, str]]
    client_id: str | None
    ledger_id: int | None
    automatic: bool
    unverified: bool
    proof: str
    undone_at: int | None
    moved_to_ticket: int | None
    moved_from_ticket: int | None
    revision: int
    edited_at: int | None
    writers: list[str] | None
    author_id: int | None
    author_name: str | None
    author_email: str | None


class FileRow(NamedTuple):
    """A file of a message."""

    id: int
    message_id: int
    name: str
    type: str
    size: int
    inline: bool
    cid: str | None
    digest: str
    removed_at: int | None
    removed_by: str | None


class DeliveryRow(NamedTuple):
    """A message on its way to one recipient."""

    id: int
    message_id: int
    recipient: str
    state: str
    not_before: int
    at: int
    detail: str


#: Columns that are not called as their path says.
_PATHS: Final[dict[str, str]] = {
    "status": "status__slug",
    "group": "status_group",
    "requester_name": "requester__name",
    "requester_email": "requester__email",
    "organisation": "requester__organisation__name",
    "organisation_id": "requester__organisation_id",
    "owner_name": "owner__name",
    "team_name": "team__name",
    "department_name": "department__name",
    "status_final": "status__final",
    "author_name": "author__name",
    "author_email": "author__email",
    "removed_by": "removed_by__name",
    "snoozed_by_name": "snoozed_by__name",
}


def paths(*rows: type[tuple[Any, ...]]) -> list[str]:
    """What `values_list` must be asked for to give these rows, one behind the other."""
    return [_PATHS.get(name, name) for row in rows for name in row._fields]  # type: ignore[attr-defined]  # named tuples
