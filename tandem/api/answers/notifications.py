"""Shapes of what the bell tells, and of the ticket for a websocket."""

from __future__ import annotations

from tandem.api.answers.base import Answer


class Subject(Answer):
    """The ticket that a notification is about."""

    number: int
    subject: str


class Teller(Answer):
    """Who made it happen."""

    id: str | None
    name: str


class NotificationShown(Answer):
    """One thing that I should know. Where it is about no ticket, `about` names what it is about, and `place` is its page."""

    id: str
    kind: str
    at: str
    ticket: Subject | None
    place: str
    about: str
    message_id: str | None
    actor: Teller
    text: str
    read: bool


class NotificationList(Answer):
    """What I was told, newest first; `unread` counts all of them, up to a thousand."""

    results: list[NotificationShown]
    next: str | None
    unread: int


class Unread(Answer):
    """How many are left unread."""

    unread: int


class NotificationDoors(Answer):
    """By which ways I hear of one kind: in the list behind the bell, by mail, with a tone."""

    kind: str
    label: str
    in_app: bool
    mail: bool
    sound: bool


class NotificationSettings(Answer):
    """Every kind of notification, the most specific first."""

    results: list[NotificationDoors]


class SocketTicket(Answer):
    """A one-time ticket, and where to show it."""

    ticket: str
    url: str
