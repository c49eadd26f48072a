"""What a customer's mail says, before a mail program gives it its form."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

#: Where the quoted past stands: under the new words, above them, between them (the words hold the quoted lines), nowhere.
QuoteAt = Literal["below", "above", "inline", "nowhere"]

_PICTURE = re.compile(r"\[image: ([^\]]+)\]\Z")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file in a mail; an inline one is shown where the text says `[image: NAME]`."""

    name: str
    type: str
    content: bytes
    inline: bool = False

    @property
    def cid(self) -> str:
        """The Content-ID of an inline picture."""
        return f"{self.name.partition('.')[0].lower()}.part1@picture"


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that is answered, as the customer got it; `when` is on the customer's wall."""

    author: Mailbox
    to: Mailbox
    subject: str
    when: datetime
    text: str

    @property
    def marked(self) -> str:
        """Every line behind the quote sign."""
        return "\n".join(f"> {line}".rstrip() for line in self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. Message ids are in angle brackets; `when` is aware, in the sender's zone."""

    sender: Mailbox
    to: Mailbox
    subject: str
    when: datetime
    message_id: str
    text: str
    html: str | None = None
    cc: Sequence[Mailbox] = ()
    in_reply_to: str | None = None
    references: Sequence[str] = ()
    quoted: Quoted | None = None
    quote_at: QuoteAt = "below"
    files: Sequence[Enclosure] = field(default_factory=tuple)

    @property
    def boundary(self) -> str:
        """A boundary that no text holds: the same for the same letter."""
        return re.sub(r"[^0-9A-Za-z]", "", self.message_id)[:24]


@dataclass(frozen=True, slots=True)
class Program:
    """A mail program: how it writes a letter, what it puts before the subject of an answer, and whether it sends with the null
    sender, as servers do for what no person wrote (RFC 5321 4.5.5)."""

    write: Callable[[Letter], bytes]
    prefix: str = "Re: "
    null_sender: bool = False


def html_lines(text: str, files: Sequence[Enclosure] = ()) -> list[str]:
    """The lines of a text as HTML, with links and with inline pictures in their places; an empty line is empty."""
    return [_html_line(line, files) for line in text.split("\n")]


def _html_line(line: str, files: Sequence[Enclosure]) -> str:
    picture = _PICTURE.match(line)
    if picture:
        file = next(file for file in files if file.name == picture.group(1))
        return f'<img src="cid:{file.cid}" alt="{html.escape(file.name)}" width="480">'
    escaped = html.escape(line, quote=False)
    return _LINK.sub(lambda link: f'<a href="{link.group()}">{link.group()}</a>', escaped)


def in_divs(text: str, files: Sequence[Enclosure] = (), style: str = "") -> str:
    """A text as most editors write it: a div for each line."""
    attribute = f' style="{style}"' if style else ""
    return "\n".join(f"<div{attribute}>{line or '<br>'}</div>" for line in html_lines(text, files))


def with_breaks(text: str, files: Sequence[Enclosure] = ()) -> str:
    """A text with a break at the end of each line."""
    return "<br>\n".join(html_lines(text, files))
