"""Shapes of what leaves by other doors than the composer's button, and of moves."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer
from tandem.api.answers.bulk import BulkResult
from tandem.api.answers.drafts import TakenBack
from tandem.api.answers.people import NamedShown
from tandem.api.answers.tickets import EventShown, Message, Recipient, TicketPage


class MovedShown(Answer):
    """A ticket after it was moved. `change_id` is what to undo, null when it was there already; `visible` says whether the mover
    still sees it."""

    ticket: TicketPage
    change_id: str | None
    visible: bool


class ScheduledShown(Answer):
    """A reply that waits for its time (`at`), or was `held` at it for a `reason`. `moved_on` says that something came
    meanwhile which its author has not seen, so that it would be held now."""

    id: str
    state: Literal["waiting", "held", "sent", "edited", "cancelled"]
    author: NamedShown
    conversation_id: str | None
    at: str
    created_at: str
    text: str
    to: list[Recipient]
    cc: list[Recipient]
    status: str | None
    files: int
    moved_on: bool
    reason: str | None


class ScheduledList(Answer):
    """The scheduled replies of a ticket, the next one first."""

    results: list[ScheduledShown]


class MissedEvent(EventShown):
    """Something that came after what an author had seen, with the message that it tells of."""

    message: Message | None


class ScheduledDraft(TakenBack):
    """The text, with what its author had seen of the ticket."""

    seen: int


class ScheduledTakenBack(Answer):
    """A scheduled reply that its author goes on writing; `events` are what its author has not seen."""

    draft: ScheduledDraft
    events: list[MissedEvent]


class BulkReplyResult(BulkResult):
    """How it went with one ticket. `kept` says where the text is that was refused: the caller's `draft` there, or an earlier
    `version` of what they are writing there already; null where nobody may keep one."""

    message_id: str | None
    kept: Literal["draft", "version"] | None


class BulkReplyShown(Answer):
    """A result for each ticket, in the order asked for, and how many of each."""

    results: list[BulkReplyResult]
    done: int
    skipped: int
    failed: int


class BulkReplyPreview(Answer):
    """A text filled in for one ticket."""

    id: str
    number: int
    body_html: str


class BulkReplyPreviews(Answer):
    """A text filled in for some tickets."""

    results: list[BulkReplyPreview]
