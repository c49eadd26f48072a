"""Signing what leaves (RFC 6376 5)."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final

from tandem.channels.email.models import SigningKey
from tandem.channels.email.signing.keys import open_key
from tandem.infra.addresses import parse_addresses
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.infra.sealing import CannotBeOpened

log = logging.getLogger("tandem.mail.signing")

#: What a receiver shows or acts upon (RFC 6376 5.4.1; the last two are what RFC 8058 4 asks for).
_SIGNED: Final = (
    b"from",
    b"to",
    b"cc",
    b"subject",
    b"date",
    b"message-id",
    b"reply-to",
    b"in-reply-to",
    b"references",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"auto-submitted",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
)
#: Named once more than they are there, so that nobody on the way adds a second one (RFC 6376 8.15).
_ONCE: Final = (b"from", b"to", b"cc", b"subject", b"date", b"reply-to", b"content-type")


def signed(raw: bytes) -> bytes:
    """The mail with a signature of its author's domain above it; as it is, where that domain has no key that signs.

    `raw` has CRLF line ends and one From. A key that cannot be opened holds no mail up: unsigned mail is worth more than none.
    """
    head = raw.partition(b"\r\n\r\n")[0]
    domain = _author_domain(head)
    rows = _signing().rows(domain=domain) if domain else []
    if not rows:
        return raw
    key = SigningKey.objects.get(id=rows[0][0])
    try:
        private = open_key(key)
    except CannotBeOpened:
        log.error("The signing key of %s cannot be opened: its mail leaves unsigned.", key.domain)
        return raw
    return _signature(raw, head, key, private) + raw


def _signature(raw: bytes, head: bytes, key: SigningKey, private: str) -> bytes:
    import dkim

    present = [line.partition(b":")[0].strip().lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    names = [*(name for name in _SIGNED if name in present), *_ONCE]
    signature: bytes = dkim.sign(
        raw,
        selector=key.selector.encode(),
        domain=key.domain.encode(),
        privkey=private.encode(),
        # Relaxed for both: servers on the way fold headers anew and take blanks from the ends of lines.
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=names,
        linesep=b"\r\n",
    )
    return signature


def _author_domain(head: bytes) -> str:
    """The domain of the From field, as an A-label; nothing where there is none."""
    unfolded = head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")
    author = next((line[5:] for line in unfolded if line[:5].lower() == b"from:"), b"")
    found = parse_addresses(author.decode("utf-8", "replace")).addresses
    return found[0].address.rpartition("@")[2] if found else ""


@cache
def _signing() -> Prepared:
    return prepare(SigningKey.objects.filter(domain=Blank("domain"), signs=True).values_list("id"))
