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


class CollisionFigures(Answer):
    """What came of meetings. `collisions`: two or more had a ticket open at once; `over_answer`: two or more had an answer open.
    `prevented`: answers that would have been the second one and did not leave, which is `gave_way` (whoever was asked left it to
    the colleague) and `held_for_colleague` (the server held it back, and it did not leave later). `held_for_customer`: held back
    because the customer had written. `sent_knowing`: sent after what was new was shown. `agreed`: moves that were agreed on in a
    chat. `settled_ms`: how long two had an answer open until one was left, the median; `settled_slow_ms`: nine in ten were
    quicker; none where it did not happen."""

    collisions: int
    over_answer: int
    prevented: int
    gave_way: int
    held_for_colleague: int
    held_for_customer: int
    sent_knowing: int
    agreed: int
    settled_ms: int | None
    settled_slow_ms: int | None


class CollisionGroup(CollisionFigures):
    """Those of a department or a team; without an id: of tickets in none."""

    id: str | None
    name: str


class CollisionHour(CollisionFigures):
    """Those that began in this hour of the day, 0 to 23, in the time zone of the reader."""

    hour: int


class CollisionNumbers(Answer):
    """How often colleagues met in a period, and what came of it."""

    since: str
    until: str
    total: CollisionFigures
    departments: list[CollisionGroup]
    teams: list[CollisionGroup]
    hours: list[CollisionHour]


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
