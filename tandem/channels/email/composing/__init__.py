"""Plain data to raw mail, pure: `compose` for the octets, `reply_address` for addresses that name a ticket."""

from __future__ import annotations

from tandem.channels.email.composing.fields import HeaderInjection
from tandem.channels.email.composing.outgoing import OutgoingFile, OutgoingMail, compose
from tandem.channels.email.composing.quote import quoted_text, reply_marker, with_quote
from tandem.channels.email.composing.reply_address import (
    Answers,
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

__all__ = [
    "Answers",
    "HeaderInjection",
    "NotificationToken",
    "OutgoingFile",
    "OutgoingMail",
    "compose",
    "make_bounce_address",
    "make_confirmation_address",
    "make_notification_address",
    "make_reply_address",
    "quoted_text",
    "read_bounce_address",
    "read_confirmation_address",
    "read_notification_address",
    "read_reply_address",
    "reply_marker",
    "with_quote",
]
