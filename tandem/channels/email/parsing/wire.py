"""What crosses the pipe between the server and its parser: MessagePack, each message behind its length."""

from __future__ import annotations

from typing import IO

import msgspec

from tandem.channels.email.parsing.mail import ParsedMail
from tandem.infra import confined

#: What the parser says first, once everything is loaded and its limits are set.
READY = "ready"


class Request(msgspec.Struct, frozen=True):
    """One mail to parse; see `parse_mail.parse`."""

    raw: bytes
    envelope_from: str | None
    fallback_charset: str
    keys: dict[str, bytes | None] | None = None


class Answer(msgspec.Struct, frozen=True):
    """The mail, or the name of what went wrong in the parser."""

    mail: ParsedMail | None
    error: str = ""


def send(stream: IO[bytes], message: Request | Answer) -> None:
    """Write one message and flush. Raises OSError when the other side is gone."""
    confined.send(stream, msgspec.msgpack.encode(message))
