"""Shapes about collision avoidance."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer

ChatLineKind = Literal["text", "joined", "left", "kept", "i_take", "you_take", "i_answer", "five_minutes"]
MoveAnswer = Literal["open", "accepted", "declined", "expired"]


class CollisionPolicyShown(Answer):
    """How the installation avoids collisions. `unseen_roles`: whose presence nobody is shown."""

    on: bool
    alert_seconds: int
    unseen_roles: list[str]


class CatalogueCollision(Answer):
    """What the workspace has to know of it: whether it is on, and how long a floating alert stays, in seconds."""

    on: bool
    alert_seconds: int


class ChatMemberShown(Answer):
    """Somebody who is in a talk, or was."""

    person_id: str
    inside: bool


class ChatLineShown(Answer):
    """What was said or done. `answer` is that of a move: open, accepted, declined or expired."""

    id: str
    person_id: str
    kind: ChatLineKind
    text: str
    at: str
    answer: MoveAnswer | None
    answered_by_id: str | None


class ChatTicket(Answer):
    """What it is about."""

    id: str
    number: int
    subject: str


class ChatShown(Answer):
    """A talk of colleagues about a ticket: of two, or of all who join. `inside`: whether the viewer is in it; `ended`: whether it
    can only be read; `more`: whether there are older lines."""

    id: str
    ticket: ChatTicket
    group: bool
    members: list[ChatMemberShown]
    inside: bool
    ended: bool
    read_up_to: str
    lines: list[ChatLineShown]
    more: bool


class ChatList(Answer):
    """Some talks."""

    results: list[ChatShown]


class ChatKept(Answer):
    """The note that keeps a talk."""

    message_id: str
