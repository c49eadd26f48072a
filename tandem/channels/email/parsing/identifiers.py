"""Message ids (RFC 5322 3.6.4), and a stable one for mails that have none (sec:C-08)."""

from __future__ import annotations

import hashlib
import re

from tandem.channels.email.parsing import limits

_ID = re.compile(r"<([^<>\s]{1,990})>")
_PRINTABLE = re.compile(r"[!-~]+\Z")
#: Fields that each hop adds; two deliveries of one mail differ in them alone.
_TRACE = re.compile(
    rb"(?:received|return-path|delivered-to|x-original-to|envelope-to|x-envelope-to|x-received|x-real-to|received-spf"
    rb"|authentication-results|arc-[a-z-]+|dkim-filter|x-spam[a-z-]*|x-google-smtp-source|x-gm-[a-z-]+|x-forwarded-to"
    rb"|x-forwarded-for|x-virus-[a-z-]+|x-rspamd-[a-z-]+|x-uid|x-uidl|status|x-status|lines|content-length)[ \t]*:",
    re.IGNORECASE,
)


def message_ids(value: str) -> list[str]:
    """All message ids of a field in order, without repetition, with their angle brackets."""
    found = (f"<{inner}>" for inner in _ID.findall(value) if _PRINTABLE.match(inner))
    return list(dict.fromkeys(found))


def own_message_id(value: str) -> str | None:
    """The one id of a Message-ID field; None when it is missing, empty, too long, or not printable ASCII."""
    text = value.strip()
    if match := _ID.fullmatch(text):
        return text if _PRINTABLE.match(match.group(1)) else None
    if "<" not in text and ">" not in text and "@" in text and len(text) <= 990 and _PRINTABLE.match(text):
        return f"<{text}>"
    return None


def content_digest(raw: bytes) -> str:
    """SHA-256 in hex of the mail without trace fields and with one kind of line end: equal for copies of one mail.

    Part of the ledger's second identity (channel, Message-ID, digest).
    """
    text = raw.replace(b"\r\n", b"\n")
    head, blank, body = text.partition(b"\n\n")
    kept: list[bytes] = []
    keeping = True
    for line in head.split(b"\n"):
        if line[:1] not in {b" ", b"\t"}:
            keeping = not _TRACE.match(line) and not line.startswith(b"From ")
        if keeping:
            kept.append(line)
    return hashlib.sha256(b"\n".join(kept) + blank + body.rstrip(b"\n")).hexdigest()


def synthetic_message_id(digest: str) -> str:
    """A Message-ID for a mail without one; `.invalid` (RFC 2606) keeps it apart from everybody else's."""
    return f"<{digest[:40]}@no-message-id.invalid>"


def last_references(ids: list[str]) -> list[str]:
    """The first, which began the conversation, and the latest ones."""
    if len(ids) <= limits.MAX_REFERENCES:
        return ids
    return [ids[0], *ids[-(limits.MAX_REFERENCES - 1) :]]
