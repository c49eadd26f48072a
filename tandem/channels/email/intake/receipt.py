"""What the ledger's row says of a mail, read from its header alone: cheap, bounded, and without judging anything."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.channels.email.parsing.headers import Headers, split_headers
from tandem.channels.email.parsing.identifiers import content_digest, own_message_id, synthetic_message_id
from tandem.infra.addresses import parse_addresses
from tandem.infra.text import one_line, storable


@dataclass(frozen=True, slots=True)
class Receipt:
    """`message_id` is without angle brackets; `return_path` is what the last hop noted, None if it noted nothing."""

    message_id: str
    digest: str
    author: str
    subject: str
    return_path: str | None


def read_receipt(raw: bytes) -> Receipt:
    """The identity of a mail and two lines for lists. Never raises."""
    headers, _body = split_headers(raw)
    digest = content_digest(raw)
    message_id = own_message_id(headers.text("message-id")) or synthetic_message_id(digest)
    return Receipt(
        message_id=message_id.strip("<>"),
        digest=digest,
        author=one_line(headers.decoded("from")[:2_000], 320),
        subject=one_line(headers.decoded("subject")[:2_000], 200),
        return_path=_return_path(headers),
    )


def _return_path(headers: Headers) -> str | None:
    if not headers.has("return-path"):
        return None
    path = headers.text("return-path").strip().removeprefix("<").removesuffix(">").strip()
    return storable(path)[:1000]


def recipients_of(raw: bytes) -> list[str]:
    """Addresses to which the header says that the mail was delivered, then those to whom it was written. Never raises."""
    headers, _body = split_headers(raw)
    names = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
    values = [value for name in names for value in headers.all_text(name)[:20]]
    found = [one.address for value in values for one in parse_addresses(value).addresses]
    return list(dict.fromkeys(found))[:200]
