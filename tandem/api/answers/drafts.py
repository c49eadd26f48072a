"""What the operations on drafts and files answer."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.people import NamedShown
from tandem.api.answers.tickets import FieldEdit, Recipient
from tandem.api.answers.words import DraftEnd, DraftKind


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


class DraftRequestShown(Answer):
    """A colleague asks for this draft, and has no answer yet."""

    by: NamedShown
    at: str


class DraftShown(Answer):
    """A text that is being written, with the fields that wait to be set with it. `writers` had it before its author, whoever
    began it first; `requests` wait for an answer."""

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
    started_at: str
    updated_at: str
    writers: list[NamedShown]
    requests: list[DraftRequestShown]


class DraftOfOther(Answer):
    """That a colleague is writing here. `body_html` is null where the department shares no drafts; `may_take` says whether one
    may go on with it unasked; `asked_at` is when the viewer asked for it, while that waits for an answer."""

    author: NamedShown
    works_here: bool
    kind: DraftKind
    conversation_id: str | None
    started_at: str
    updated_at: str
    body_html: str | None
    may_take: bool
    asked_at: str | None


class DraftRevisionShown(Answer):
    """An earlier text. `ended` says why the draft was there no more after it, `ended_by` who took it over."""

    id: str
    at: str
    body_html: str
    ended: DraftEnd | None
    ended_by: NamedShown | None


class EndedDraft(DraftRevisionShown):
    """What became of one of the viewer's drafts."""

    kind: DraftKind
    conversation_id: str | None
    client_id: str


class EndedDraftTicket(Answer):
    """The ticket that a draft was for."""

    number: int
    subject: str


class EndedDraftShown(EndedDraft):
    """The same beside its ticket; null for one that the viewer sees no more."""

    ticket: EndedDraftTicket | None


class EndedDraftList(Answer):
    """A page of one's own drafts that ended, newest first."""

    results: list[EndedDraftShown]
    next: str | None


class DraftList(Answer):
    """The drafts of a ticket; `ended` are those of the viewer's own that ended within a day, newest first."""

    mine: list[DraftShown]
    others: list[DraftOfOther]
    ended: list[EndedDraft]


class DraftSaved(Answer):
    """The revision to build on."""

    revision: int
    updated_at: str


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
