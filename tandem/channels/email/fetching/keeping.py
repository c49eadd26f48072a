"""Take what was fetched into the ledger, once, together with the mark that says how far we are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from tandem.channels.email.fetching.identity import distinct
from tandem.channels.email.fetching.lease import Lease
from tandem.channels.email.intake.receipt import read_receipt
from tandem.channels.email.intake.store import store_for, store_header
from tandem.channels.email.models import LedgerEntry, MailServer
from tandem.channels.email.routes import Route
from tandem.infra import disk
from tandem.infra.disk import DiskFull

#: Octets at the beginning of a mail in which its header is looked for.
_HEADER: Final = 256 * 1024

Mark = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Basket:
    """Where the mails of one server go."""

    server: MailServer
    lease: Lease

    @property
    def route(self) -> Route:
        return Route(self.server.mailbox_id, self.server.mailbox.address)

    def keep(self, raw: bytes, transport: str, mark: Mark, *, by_content: bool = False) -> bool:
        """Keep a whole mail, with the mark in the same transaction; False when it was there already.

        `by_content`: the server has renumbered its mails, so that one with the same content is the same mail under a new name.
        Raises LeaseLost, DiskFull.
        """
        if len(raw) > settings.MAX_MAIL_BYTES:
            return self.set_aside(raw, len(raw), transport, "too_large", mark)
        if disk.shortage() is not None:
            raise DiskFull
        digest = read_receipt(raw).digest
        name = self._free_name(transport, digest)
        if name is None or (by_content and self._rename(raw, name)):
            with transaction.atomic():
                mark()
            return False
        store_for(raw, None, self.route, self.server.protocol, transport=name, within=mark)
        return True

    def set_aside(self, head: bytes, size: int, transport: str, reason: str, mark: Mark) -> bool:
        """Show that a mail stays on the server, with as much of its header as there is; False when that is shown already."""
        header = _header(head)
        name = self._free_name(transport, read_receipt(header).digest)
        if name is None:
            with transaction.atomic():
                mark()
            return False
        store_header(header, size, self.route, self.server.protocol, reason, transport=name, within=mark)
        return True

    def known(self, transports: list[str]) -> set[str]:
        """Those of these that the ledger has."""
        rows = LedgerEntry.objects.filter(mailbox_id=self.server.mailbox_id, transport__in=transports)
        return {name for name in rows.values_list("transport", flat=True) if name is not None}

    def _free_name(self, transport: str, digest: str) -> str | None:
        """The name under which the mail is kept; None when it is. A name that stands for another mail was given twice."""
        names = (transport, distinct(transport, digest))
        rows = LedgerEntry.objects.filter(mailbox_id=self.server.mailbox_id, transport__in=names)
        taken = dict(rows.values_list("transport", "digest"))
        if digest in taken.values():
            return None
        return names[1] if transport in taken else transport

    def _rename(self, raw: bytes, transport: str) -> bool:
        receipt = read_receipt(raw)
        same = LedgerEntry.objects.filter(
            mailbox_id=self.server.mailbox_id,
            message_id=receipt.message_id,
            digest=receipt.digest,
            duplicate_of__isnull=True,
        )
        return bool(same.update(transport=transport))


def _header(head: bytes) -> bytes:
    """The header of a mail, or what is there of it, with the empty line that ends it."""
    head = head[:_HEADER]
    ends = [end + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (end := head.find(mark)) >= 0]
    return head[: min(ends)] if ends else head.rstrip(b"\r\n") + b"\r\n\r\n"
