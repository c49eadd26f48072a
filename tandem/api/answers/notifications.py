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
    """One thing that I should know."""

    id: str
    kind: str
    at: str
    ticket: Subject
    actor: Teller
    text: str
    read: bool


class NotificationList(Answer):
    """What I was told, newest first; `unread` counts all."""

    results: list[NotificationShown]
    next: str | None
    unread: int


class Unread(Answer):
    """How many are left unread."""

    unread: int


class SocketTicket(Answer):
    """A one-time ticket, and where to show it."""

    ticket: str
    url: str
