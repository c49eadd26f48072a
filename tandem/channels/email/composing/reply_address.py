"""Addresses that say what an answer belongs to (design section 4, sec:A-04, A-06).

A reply address names a ticket. A bounce address names one delivery, and is where the envelope says that reports go: a report
that names nothing still says by its address what did not arrive. A notification address names a ticket, the colleague who was
told, what they had seen, and what an answer to it becomes. A confirmation address names a ticket and, by its MAC, the one address
that was asked to confirm itself there. Each ends in a MAC over what it names, so none can be guessed or
changed; a wrong one reads as None and says nothing about what exists. Whether the sender takes part in the ticket is asked
apart from this.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from typing import Final, Literal

from tandem.infra.addresses import InvalidAddress, normalise, split_address

#: RFC 5321 4.5.3.1.1, in octets.
_MAX_LOCAL = 64
_REPLY = struct.Struct(">Q")
#: Ticket, person, and in three octets the ticket's `seq` below two bits for what an answer becomes.
_NOTIFICATION = struct.Struct(">QQBH")
_REPLY_MAC = 12
_NOTIFICATION_MAC = 10
#: Different purposes never share a MAC, even under one key.
_REPLY_PURPOSE = b"tandem reply address 1\0"
_BOUNCE_PURPOSE = b"tandem bounce address 1\0"
_NOTIFICATION_PURPOSE = b"tandem notification address 1\0"
_CONFIRMATION_PURPOSE = b"tandem confirmation address 1\0"
_MAX_SEEN = 0x3FFFFF
#: What an answer to a notification becomes: nothing, a reply to the customer, or an internal note.
Answers = Literal["", "reply", "note"]
_ANSWERS: Final[tuple[Answers, ...]] = ("", "reply", "note")


@dataclass(frozen=True, slots=True)
class NotificationToken:
    """Who was told about which ticket, the ticket's `seq` that they were shown (0 for none), and what their answer becomes."""

    ticket_id: int
    person_id: int
    seen: int
    answers: Answers = ""


def make_reply_address(mailbox_or_domain: str, ticket_id: int, key: bytes) -> str:
    """`support+TOKEN@host` for a mailbox, `TOKEN@domain` for a domain whose mail is all ours.

    The token is 32 lower-case letters and digits: the id and 96 bits of HMAC-SHA256 over it. Raises InvalidAddress when
    the mailbox's local part is longer than 31 octets, since 64 is what other servers take.
    """
    return _with_token(mailbox_or_domain, _sealed(_REPLY.pack(ticket_id), _REPLY_PURPOSE, _REPLY_MAC, key))


def read_reply_address(address: str, key: bytes, *older_keys: bytes) -> int | None:
    """The ticket's id, None when the address carries no valid token. `older_keys` are still honoured after a change."""
    content = _opened(address, _REPLY.size, _REPLY_PURPOSE, _REPLY_MAC, (key, *older_keys))
    return None if content is None else int(_REPLY.unpack(content)[0])


def make_bounce_address(mailbox_or_domain: str, delivery_id: int, key: bytes) -> str:
    """The address to which reports about one delivery come; of the same form as a reply address."""
    return _with_token(mailbox_or_domain, _sealed(_REPLY.pack(delivery_id), _BOUNCE_PURPOSE, _REPLY_MAC, key))


def read_bounce_address(address: str, key: bytes, *older_keys: bytes) -> int | None:
    """The delivery's id, None when the address carries no valid token."""
    content = _opened(address, _REPLY.size, _BOUNCE_PURPOSE, _REPLY_MAC, (key, *older_keys))
    return None if content is None else int(_REPLY.unpack(content)[0])


def make_confirmation_address(mailbox_or_domain: str, ticket_id: int, author: str, key: bytes) -> str:
    """Where somebody answers who was asked to confirm their address; of the same form as a reply address, and worth something
    only in the hands of `author` (a lookup key), which stands in the MAC alone."""
    return _with_token(mailbox_or_domain, _sealed(_REPLY.pack(ticket_id), _confirmation_of(author), _REPLY_MAC, key))


def read_confirmation_address(address: str, author: str, key: bytes, *older_keys: bytes) -> int | None:
    """The ticket's id, None when the address is not the one that this author was asked to answer to."""
    content = _opened(address, _REPLY.size, _confirmation_of(author), _REPLY_MAC, (key, *older_keys))
    return None if content is None else int(_REPLY.unpack(content)[0])


def _confirmation_of(author: str) -> bytes:
    return _CONFIRMATION_PURPOSE + author.encode() + b"\0"


def make_notification_address(
    mailbox_or_domain: str, ticket_id: int, person_id: int, key: bytes, *, seen: int = 0, answers: Answers = ""
) -> str:
    """Like `make_reply_address`, bound to one recipient as well (47 letters and digits, 80 bits of HMAC).

    `seen` is the ticket's `seq` shown in the mail; an answer by mail passes the fence with it. The mailbox's local
    part may have 16 octets.
    """
    low = min(max(seen, 0), _MAX_SEEN) | _ANSWERS.index(answers) << 22
    content = _NOTIFICATION.pack(ticket_id, person_id, low >> 16, low & 0xFFFF)
    return _with_token(mailbox_or_domain, _sealed(content, _NOTIFICATION_PURPOSE, _NOTIFICATION_MAC, key))


def read_notification_address(address: str, key: bytes, *older_keys: bytes) -> NotificationToken | None:
    """What the address names, None when it carries no valid token."""
    content = _opened(address, _NOTIFICATION.size, _NOTIFICATION_PURPOSE, _NOTIFICATION_MAC, (key, *older_keys))
    if content is None:
        return None
    ticket_id, person_id, high, low = _NOTIFICATION.unpack(content)
    stored = high << 16 | low
    if stored >> 22 >= len(_ANSWERS):
        return None
    return NotificationToken(ticket_id, person_id, stored & _MAX_SEEN, _ANSWERS[stored >> 22])


def _with_token(mailbox_or_domain: str, token: str) -> str:
    if "@" in mailbox_or_domain:
        local, domain = split_address(normalise(mailbox_or_domain))
        full = f"{local}+{token}"
    else:
        full, domain = token, mailbox_or_domain
    excess = len(full.encode()) - _MAX_LOCAL
    if excess > 0:
        raise InvalidAddress(f"the mailbox's local part is {excess} octets too long for a reply address")
    return normalise(f"{full}@{domain}")


def _sealed(content: bytes, purpose: bytes, length: int, key: bytes) -> str:
    return base64.b32encode(content + _mac(content, purpose, length, key)).decode("ascii").rstrip("=").lower()


def _opened(address: str, size: int, purpose: bytes, length: int, keys: tuple[bytes, ...]) -> bytes | None:
    try:
        local, _ = split_address(address)
        token = local.rpartition("+")[2].upper()
        sealed = base64.b32decode(token + "=" * (-len(token) % 8))
    except (InvalidAddress, binascii.Error, ValueError):
        return None
    # Several spellings decode to the same octets; only the one that we write is ours.
    if len(sealed) != size + length or base64.b32encode(sealed).decode("ascii").rstrip("=") != token:
        return None
    content, mac = sealed[:size], sealed[size:]
    fits = [hmac.compare_digest(mac, _mac(content, purpose, length, key)) for key in keys]
    return content if any(fits) else None


def _mac(content: bytes, purpose: bytes, length: int, key: bytes) -> bytes:
    return hmac.new(key, purpose + content, hashlib.sha256).digest()[:length]
