"""What the operations on drafts and files answer."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.people import NamedShown
from tandem.api.answers.tickets import FieldEdit, Recipient
from tandem.api.answers.words import DraftKind


class UploadShown(Answer):
    """A file that waits to be sent."""

    id: str
    name: str
    type: str
    size: int
    url: str
    inline: bool
    cid: str | None
    is_image: bool
    preview_url: str | None


class DraftShown(Answer):
    """A text that is being written, with the fields that wait to be set with it. `started_by` is who began it, when
    somebody took it over."""

    kind: DraftKind
    conversation_id: str | None
    body_html: str
    to: list[Recipient]
    cc: list[Recipient]
    status: str | None
    seen: int
    client_id: str
    attachments: list[UploadShown]
    changes: dict[str, FieldEdit]
    revision: int
    updated_at: str
    started_by: NamedShown | None


class DraftOfOther(Answer):
    """That a colleague is writing here."""

    author: NamedShown
    kind: DraftKind
    conversation_id: str | None
    updated_at: str


class DraftList(Answer):
    """The drafts of a ticket."""

    mine: list[DraftShown]
    others: list[DraftOfOther]


class DraftSaved(Answer):
    """The revision to build on."""

    revision: int
    updated_at: str


class DraftRevisionShown(Answer):
    """An earlier text."""

    id: str
    at: str
    body_html: str


class DraftRevisionList(Answer):
    """Earlier texts of a draft, newest first."""

    results: list[DraftRevisionShown]


class TakenBack(Answer):
    """What the composer gets when a reply is taken back; `changes` are the fields that were set with it, and are not any more."""

    body_html: str
    body: str
    to: list[Recipient]
    cc: list[Recipient]
    status: str | None
    attachments: list[UploadShown]
    client_id: str
    conversation_id: str | None
    changes: dict[str, FieldEdit]


class UndoneReply(Answer):
    """A reply that did not leave."""

    draft: TakenBack
