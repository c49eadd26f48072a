"""A mail of ours as plain data, and `compose`, which makes the octets of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

from tandem.channels.email.composing import fields
from tandem.channels.email.composing.fields import HeaderInjection
from tandem.channels.email.composing.parts import file_part, multipart, text_part
from tandem.infra.addresses import Address
from tandem.infra.markup import html_to_text, inline_for_mail, sanitise_authored

#: Message ids in References: the first, which began the conversation, and the last ones (RFC 5322 3.6.4).
MAX_REFERENCES = 20
#: Fields that `compose` writes itself, or that decide where a mail goes.
_WRITTEN = (
    "from to cc bcc reply-to sender subject date message-id in-reply-to references mime-version "
    "auto-submitted x-auto-response-suppress return-path received "
    "list-unsubscribe list-unsubscribe-post"
)
_OURS = frozenset(_WRITTEN.split())

Automatic = Literal["", "auto-generated", "auto-replied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file of the mail. With `cid` it is shown by the HTML, which names it `cid:…` or by its `attachment_id`."""

    name: str
    type: str
    content: bytes
    attachment_id: str = ""
    cid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """Everything that stands in the mail; nothing is added to it or taken from it.

    `html` is what an agent wrote (see `sanitise_authored`); `text` may be empty, it is then made from the HTML.
    `message_id`, `in_reply_to` and `references` stand in angle brackets. `date_ms` is milliseconds since the epoch.
    `automatic` is empty for a person's mail (RFC 3834 5). `unsubscribe` is an address by which the
    reader ends such mails. Blind copies are the envelope's matter and not here.
    """

    from_: Address
    to: tuple[Address, ...]
    subject: str
    message_id: str
    date_ms: int
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    text: str = ""
    html: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    automatic: Automatic = ""
    language: str = ""
    unsubscribe: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_smtputf8(self) -> bool:
        """Whether an address has a local part that only SMTPUTF8 (RFC 6531) can carry."""
        people = (self.from_, *self.to, *self.cc, *((self.reply_to,) if self.reply_to else ()))
        return not all(person.address.isascii() for person in people)


def compose(mail: OutgoingMail) -> bytes:
    """The mail's octets, CRLF line ends, the same for the same mail. Pure.

    Raises HeaderInjection when a value could begin another field, InvalidAddress when an address is not exactly one.
    """
    return "\r\n".join([*_header(mail), "MIME-Version: 1.0", ""]).encode() + _body(mail)


def _header(mail: OutgoingMail) -> list[str]:
    lines = [fields.addresses("From", [mail.from_])]
    if mail.to:
        lines.append(fields.addresses("To", mail.to))
    if mail.cc:
        lines.append(fields.addresses("Cc", mail.cc))
    if mail.reply_to:
        lines.append(fields.addresses("Reply-To", [mail.reply_to]))
    lines.append(fields.unstructured("Subject", mail.subject))
    lines.append(f"Date: {format_datetime(datetime.fromtimestamp(mail.date_ms / 1000, UTC))}")
    lines.append(f"Message-ID: {fields.message_id(mail.message_id, 'Message-ID')}")
    if mail.in_reply_to:
        lines.append(f"In-Reply-To: {fields.message_id(mail.in_reply_to, 'In-Reply-To')}")
    if mail.references:
        lines.append(fields.message_ids("References", _capped(mail.references)))
    if mail.automatic:
        lines.append(f"Auto-Submitted: {fields.checked(mail.automatic, 'Auto-Submitted')}")
        lines.append("X-Auto-Response-Suppress: All")
    if mail.unsubscribe:
        lines.append(fields.web_address("List-Unsubscribe", mail.unsubscribe))
    if mail.unsubscribe.startswith("https:"):
        # One click, without looking at a page: only where nobody can listen in (RFC 8058 3.1).
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    for name, value in mail.headers.items():
        if fields.field_name(name).lower() in _OURS or name.lower().startswith(("content-", "resent-")):
            raise HeaderInjection(f"{name} is written by the composer itself")
        lines.append(fields.unstructured(name, value))
    return lines


def _capped(references: tuple[str, ...]) -> list[str]:
    unique = list(dict.fromkeys(references))
    return unique if len(unique) <= MAX_REFERENCES else [unique[0], *unique[-(MAX_REFERENCES - 1) :]]


def _body(mail: OutgoingMail) -> bytes:
    authored = sanitise_authored(mail.html) if mail.html else ""
    text = mail.text or html_to_text(authored, links=True, sanitised=True)
    body = text_part(text, "plain")
    attached = [one for one in mail.files if not (one.cid and authored)]
    if authored:
        shown = [one for one in mail.files if one.cid]
        cids = {one.attachment_id: one.cid for one in shown if one.attachment_id and one.cid}
        html = text_part(inline_for_mail(authored, cids, language=mail.language), "html")
        if shown:
            related = [html, *(_file(one) for one in shown)]
            html = multipart("related", related, mail.message_id, extra=';\r\n type="text/html"')
        body = multipart("alternative", [body, html], mail.message_id)
    if attached:
        body = multipart("mixed", [body, *(_file(one, attached=True) for one in attached)], mail.message_id)
    return body


def _file(one: OutgoingFile, *, attached: bool = False) -> bytes:
    return file_part(one.name, one.type, one.content, None if attached else one.cid)
