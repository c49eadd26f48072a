"""What the parser makes of a raw mail. Plain data: it crosses the pipe from the parser's process, and reads as JSON."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["ordinary", "automatic", "list", "bounce", "unusable"]


class Person(msgspec.Struct, frozen=True):
    """A mailbox of a header; `address` is in the form of `infra.addresses.normalise`."""

    name: str
    address: str


class Attachment(msgspec.Struct, kw_only=True):
    """A part that is not shown as the message itself.

    `name` is safe to show and to offer for download; `original_name` is what the sender wrote. `type` is
    `major/minor` without parameters, checked against the content. `sha256` is hex, `size` octets, of `content`.
    `inline` says that the HTML shows it by `cid` (Content-ID without angle brackets).
    """

    name: str
    type: str
    size: int
    sha256: str
    inline: bool
    cid: str | None
    original_name: str
    content: bytes


class Failure(msgspec.Struct, frozen=True):
    """A recipient that a bounce reports; temporary failures are still being tried by the other side."""

    address: str
    permanent: bool


class Signature(msgspec.Struct, frozen=True):
    """A DKIM signature and whether it holds: `result` in the words of RFC 8601 2.7.1."""

    domain: str
    result: str
    detail: str = ""


class Decision(msgspec.Struct):
    """What kind of mail this is and which facts say so; reasons are codes, `code` or `code:detail`."""

    kind: Kind
    reasons: list[str]


class ParsedMail(msgspec.Struct, kw_only=True):
    """One mail, read. All text is free of control characters, NUL and lone surrogates.

    `text` is the plain body, made from the HTML when there is none; `html` is sanitised, None when there is none.
    What a person is shown, and so what rules and search read, is `shown_text`; of it `visible_text` is what the sender
    wrote now, `quoted_text` what they quoted, `signature` how they signed. `html_visible` and `html_quoted` split
    `html` the same way (`html_quoted` is empty when nothing is quoted).
    Message ids stand in angle brackets. `message_id` is made from `content_digest` when the mail has no usable one
    (problem `no_message_id`). `date` is the sender's claim, ISO 8601 in UTC, for display only.
    """

    from_: Person | None = msgspec.field(name="from")
    sender: Person | None
    reply_to: Person | None
    to: list[Person]
    cc: list[Person]
    subject: str
    date: str | None
    text: str
    html: str | None
    shown_text: str
    visible_text: str
    quoted_text: str
    signature: str
    html_visible: str | None
    html_quoted: str
    attachments: list[Attachment]
    message_id: str
    in_reply_to: str | None
    references: list[str]
    list_id: str | None
    delivered_to: list[str]
    authentication_results: list[str]
    #: Only of mail whose keys were looked up (see `dkim_signatures`).
    signatures: list[Signature]
    auto_generated: bool
    bounce_for: str | None
    failures: list[Failure]
    problems: list[str]
    decision: Decision
    #: What installations of this program wrote to know their own mail again (see `loop_mark`).
    loop_marks: list[str] = []
    content_digest: str
    raw_size: int
