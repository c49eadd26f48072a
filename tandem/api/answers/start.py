"""What the start page answers."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer
from tandem.api.answers.words import Group


class StartBox(Answer):
    """The number of tickets of a view; `capped` says that there are more."""

    view: str
    name: str
    group: Literal["mine", "late", "state"]
    count: int
    capped: bool


class StartTicket(Answer):
    """A ticket that the viewer looked at, and when last."""

    number: int
    subject: str
    status: str
    group: Group
    department_id: str
    at: str


class StartDraft(StartTicket):
    """Something begun and not sent, with its first words."""

    kind: Literal["reply", "note"]
    excerpt: str


class FirstSteps(Answer):
    """What is done of the first steps of an installation; `sample` data may be loaded or, once loaded, removed."""

    mailbox: bool
    colleague: bool
    mail: bool
    sample: Literal["offered", "loaded"] | None


class StartShown(Answer):
    """What waits for the viewer. `unread` counts notifications; `first_steps` are for admins, null once all are done and no
    sample data is left."""

    boxes: list[StartBox]
    unread: int
    recent: list[StartTicket]
    drafts: list[StartDraft]
    first_steps: FirstSteps | None
