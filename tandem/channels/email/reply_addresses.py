"""The addresses that carry a token of ours, with this installation's key."""

from __future__ import annotations

from django.conf import settings
from django.utils.encoding import force_bytes

from tandem.channels.email.composing import (
    NotificationToken,
    make_bounce_address,
    make_confirmation_address,
    make_notification_address,
    make_reply_address,
    read_bounce_address,
    read_confirmation_address,
    read_notification_address,
    read_reply_address,
)


def reply_address(mailbox_address: str, ticket_id: int, own: str = "") -> str:
    """Where an answer to this ticket goes: at the mailbox's `own` reply address, else at the reply domain, else at the mailbox;
    with the token after a plus, but for the domain."""
    return make_reply_address(own or settings.REPLY_DOMAIN or mailbox_address, ticket_id, _keys()[0])


def confirmation_address(mailbox_address: str, ticket_id: int, author: str, own: str = "") -> str:
    """Where `author` (a lookup key) answers who was asked to confirm that they wrote this ticket."""
    return make_confirmation_address(own or settings.REPLY_DOMAIN or mailbox_address, ticket_id, author, _keys()[0])


def confirmed_by(address: str, author: str) -> int | None:
    """The ticket that this author confirms by writing to this address; None without a valid token of theirs."""
    return read_confirmation_address(address, author, *_keys())


def bounce_address(mailbox_address: str, delivery_id: int) -> str:
    """Where reports about one delivery come."""
    return make_bounce_address(settings.REPLY_DOMAIN or mailbox_address, delivery_id, _keys()[0])


def delivery_of(address: str) -> int | None:
    """The delivery that a bounce address names; None without a valid token."""
    return read_bounce_address(address, *_keys())


def notification_address(mailbox_address: str, token: NotificationToken) -> str:
    """Where a colleague's answer to a notification goes; bound to that colleague, and to what they were shown."""
    return make_notification_address(
        settings.REPLY_DOMAIN or mailbox_address,
        token.ticket_id,
        token.person_id,
        _keys()[0],
        seen=token.seen,
        answers=token.answers,
    )


def ticket_of(address: str) -> int | None:
    """The ticket that a reply address names; None without a valid token."""
    return read_reply_address(address, *_keys())


def notification_of(address: str) -> NotificationToken | None:
    """The notification to a colleague that this address belongs to; None without a valid token."""
    return read_notification_address(address, *_keys())


def _keys() -> list[bytes]:
    return [force_bytes(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
