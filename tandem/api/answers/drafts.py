"""What the operations on drafts and files answer."""

from __future__ import annotations

from typing import Any

from tandem.api.answers.base import Answer
from tandem.api.answers.people import NamedShown


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
    """A text that is being written; `started_by` is who began it, when somebody took it over."""

    kind: str
    body_html: str
    to: list[dict[str, Any]]
    cc: list[dict[str, Any]]
    status: str | None
    seen: int
    client_id: str
    attachments: list[UploadShown]
    revision: int
    updated_at: str
    started_by: NamedShown | None


class DraftOfOther(Answer):
    """That a colleague is writing here."""

    author: NamedShown
    kind: str
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
