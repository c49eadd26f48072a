"""Raw mail to `ParsedMail`: the pure function at the bottom of the mail channel.

Problems are codes: `charset`, `control_characters`, `transfer_encoding`, `mime_boundary`, `mime_unclosed`,
`too_deep`, `too_many_parts`, `header_too_long`, `header_malformed`, `duplicate_from` (also `_to`, `_cc`, `_subject`,
`_message_id`, `_content_type`), `from_unreadable`, `to_unreadable`, `cc_unreadable`, `several_authors`, `no_author`,
`name_is_other_address`, `name_hides_characters`, `domain_mixes_scripts`, `no_message_id`, `bad_date`,
`subject_cut`, `text_cut`, `html_cut`, `alternatives_differ`, `encrypted`, `type_mismatch`, `empty`.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from tandem.channels.email.parsing import limits
from tandem.channels.email.parsing.attachments import attachment, extract_data_images, make_attachments
from tandem.channels.email.parsing.authors import People, read_people
from tandem.channels.email.parsing.automatic import automatic_reasons, is_null_sender, list_reasons, recall_reasons
from tandem.channels.email.parsing.bodies import collect
from tandem.channels.email.parsing.bounces import Bounce, read_bounce
from tandem.channels.email.parsing.charsets import clean_text
from tandem.channels.email.parsing.dkim_signatures import Keys, verify_signatures
from tandem.channels.email.parsing.folding import fold_html
from tandem.channels.email.parsing.headers import Headers
from tandem.channels.email.parsing.identifiers import (
    content_digest,
    last_references,
    message_ids,
    own_message_id,
    synthetic_message_id,
)
from tandem.channels.email.parsing.mail import Attachment, Decision, Kind, ParsedMail
from tandem.channels.email.parsing.structure import Reading, read_structure
from tandem.channels.email.parsing.trimming import trim
from tandem.infra.addresses import clean_name
from tandem.infra.markup import html_to_text, sanitise_reporting

_MBOX_LINE = re.compile(rb"\A>?From (?![ \t]*:)[^\n]*\n")
_WORD = re.compile(r"\w+")


def parse(
    raw: bytes,
    *,
    envelope_from: str | None = None,
    fallback_charset: str = "cp1252",
    keys: Keys | None = None,
) -> ParsedMail:
    """Everything Tandem sees in a raw mail. Pure, and total: it answers for any octets and never raises.

    `envelope_from` is the sender the transport named (`""` for the null sender), when it is known; `fallback_charset` is the
    mailbox's for short texts that do not say theirs; `keys` are the records that its signatures name (see `key_names`).
    """
    digest = content_digest(raw)
    root = read_structure(_begun(raw), reading := Reading(fallback_charset))
    headers, people = root.headers, read_people(root.headers, reading)
    null_sender = is_null_sender(headers, envelope_from)
    bounce = read_bounce(raw, headers, root, people.author, null_sender)
    machine = automatic_reasons(headers, root, null_sender)
    bodies = collect(root, reading)
    shown = _Shown(bodies.text, bodies.html, digest, reading)
    attachments = [*make_attachments(bodies.loose, bodies.html, reading), *shown.attachments]
    machine += recall_reasons(headers, shown.visible_text)
    decision = _decide(bounce, machine, list_reasons(headers), people, raw, reading)
    return ParsedMail(
        from_=people.author,
        sender=people.sender,
        reply_to=people.reply_to,
        to=people.to,
        cc=people.cc,
        subject=_subject(headers, reading),
        date=_date(headers, reading),
        text=shown.text,
        html=shown.html,
        shown_text=shown.shown_text,
        visible_text=shown.visible_text,
        quoted_text=shown.quoted_text,
        signature=shown.signature,
        html_visible=shown.html_visible,
        html_quoted=shown.html_quoted,
        attachments=attachments,
        message_id=_message_id(headers, digest, reading),
        in_reply_to=next(iter(message_ids(headers.text("in-reply-to"))), None),
        references=last_references(message_ids(headers.text("references"))),
        list_id=clean_name(headers.decoded("list-id")) or None,
        delivered_to=people.delivered_to,
        loop_marks=[clean_text(value[:100]) for value in headers.all_text("x-tandem-loop")[:20]],
        authentication_results=[clean_text(value[:2_000]) for value in headers.all_text("authentication-results")[:20]],
        signatures=verify_signatures(raw, headers, keys) if keys is not None else [],
        auto_generated=bool(machine) or bounce.is_report,
        bounce_for=bounce.bounce_for,
        failures=bounce.failures,
        problems=reading.problems,
        decision=decision,
        content_digest=digest,
        raw_size=len(raw),
    )


def _begun(raw: bytes) -> bytes:
    """The mail from its first field on: without an mbox line, a byte-order mark or empty lines before it."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    return _MBOX_LINE.sub(b"", raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))


class _Shown:
    """The body in all its forms, within the limits; what is cut becomes an attachment as a whole."""

    def __init__(self, text: str | None, html: str | None, digest: str, reading: Reading) -> None:
        self.attachments: list[Attachment] = []
        self.html: str | None = None
        self.html_visible: str | None = None
        self.html_quoted = ""
        from_html = ""
        if html is not None and html.strip():
            html, self.attachments = extract_data_images(html, digest)
            from_html = self._take_html(html, reading)
            if text and text.strip() and not from_html.strip() and "<img" not in (self.html or ""):
                # A page without a word beside a text with some: programs that make HTML badly.
                self.html = self.html_visible = None
        self.text = text if text is not None and text.strip() else from_html
        if len(self.text) > limits.MAX_TEXT:
            self._keep_whole("message.txt", "text/plain", self.text, reading, "text_cut")
            self.text = self.text[: limits.MAX_TEXT]
        self.shown_text = from_html if self.html else self.text
        self._split(reading)

    def _take_html(self, html: str, reading: Reading) -> str:
        result = sanitise_reporting(html)
        if result.was_cut:
            self._keep_whole("message.html", "text/html", html, reading, "html_cut")
        self.html = result.html
        self.html_visible = result.html
        if len(html) <= limits.MAX_FOLDED_HTML:
            self.html_visible, self.html_quoted = fold_html(html)
        return html_to_text(result.html, sanitised=True)[: limits.MAX_TEXT]

    def _split(self, reading: Reading) -> None:
        if self.html and self.html_quoted:
            split = trim(html_to_text(self.html_visible or "", sanitised=True))
            self.visible_text, self.signature = split.visible, split.signature
            self.quoted_text = "\n".join(
                part for part in (split.quoted, html_to_text(self.html_quoted, sanitised=True)) if part
            )
        else:
            split = trim(self.shown_text)
            self.visible_text, self.quoted_text, self.signature = split.visible, split.quoted, split.signature
        if self.html and self.text is not self.shown_text and _differ(self.text, self.shown_text):
            reading.note("alternatives_differ")

    def _keep_whole(self, name: str, type_: str, text: str, reading: Reading, problem: str) -> None:
        if problem in reading.problems:
            # The part itself was too long to decode and is an attachment already.
            return
        content = text.encode("utf-8", "replace")
        self.attachments.append(attachment(name=name, original="", type_=type_, content=content))
        reading.note(problem)


def _differ(text: str, shown: str) -> bool:
    """Whether most words of the plain form are missing in the form that is shown (sec:C-11)."""
    words = set(_WORD.findall(text[:20_000].casefold()))
    there = set(_WORD.findall(shown[:40_000].casefold()))
    return len(words) >= 5 and len(words & there) * 2 < len(words)


def _subject(headers: Headers, reading: Reading) -> str:
    if headers.count("subject") > 1:
        reading.note("duplicate_subject")
    if headers.count("content-type") > 1:
        reading.note("duplicate_content_type")
    subject = " ".join(headers.decoded("subject").split())
    subject = _without_directions(subject)
    if len(subject) > limits.MAX_SUBJECT:
        reading.note("subject_cut")
        subject = subject[: limits.MAX_SUBJECT]
    return subject


def _without_directions(text: str) -> str:
    return re.sub("[\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029\ufeff]", "", text.replace("\ufffd\ufffd", "\ufffd"))


def _message_id(headers: Headers, digest: str, reading: Reading) -> str:
    if headers.count("message-id") > 1:
        reading.note("duplicate_message_id")
    if found := own_message_id(headers.text("message-id")):
        return found
    reading.note("no_message_id")
    return synthetic_message_id(digest)


def _date(headers: Headers, reading: Reading) -> str | None:
    written = headers.text("date")[:200]
    if not written:
        return None
    try:
        when = parsedate_to_datetime(written)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        reading.note("bad_date")
        return None
    if not 1990 <= when.year <= 2100:
        reading.note("bad_date")
        return None
    return when.isoformat()


def _decide(
    bounce: Bounce, machine: list[str], lists: list[str], people: People, raw: bytes, reading: Reading
) -> Decision:
    """One kind, with all reasons seen. A bounce may lack an author; nothing else may."""
    reasons = [*bounce.reasons, *machine, *lists]
    kind: Kind
    if not raw.strip():
        reading.note("empty")
        return Decision("unusable", ["empty"])
    if bounce.is_bounce:
        kind = "bounce"
    elif people.author is None:
        reading.note("no_author")
        kind, reasons = "unusable", ["no_author", *reasons]
    elif machine or bounce.is_report:
        kind = "automatic"
    else:
        kind = "list" if lists else "ordinary"
    return Decision(kind, reasons)
