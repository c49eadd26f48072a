"""The addresses that carry a token of ours, with this installation's key."""

from __future__ import annotations

from django.conf import settings
from django.utils.encoding import force_bytes

from tandem.channels.email.composing import (
    make_notification_address,
    make_reply_address,
    read_notification_address,
    read_reply_address,
)


def reply_address(mailbox_address: str, ticket_id: int) -> str:
    """Where an answer to this ticket goes: at the reply domain, else at the mailbox with the token after a plus."""
    return make_reply_address(settings.REPLY_DOMAIN or mailbox_address, ticket_id, _keys()[0])


def notification_address(mailbox_address: str, ticket_id: int, person_id: int, seen: int) -> str:
    """Where a colleague's answer to a notification would go; bound to that colleague."""
    return make_notification_address(
        settings.REPLY_DOMAIN or mailbox_address, ticket_id, person_id, _keys()[0], seen=seen
    )


def ticket_of(address: str) -> int | None:
    """The ticket that a reply address names; None without a valid token."""
    return read_reply_address(address, *_keys())


def is_notification(address: str) -> bool:
    """Whether this is the address of a notification that we sent to a colleague."""
    return read_notification_address(address, *_keys()) is not None


def _keys() -> list[bytes]:
    return [force_bytes(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
