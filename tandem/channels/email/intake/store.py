"""Take a mail into the ledger. When `store` has returned, the mail is ours: only then may a door say 250."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from tandem.channels.email.intake.receipt import read_receipt
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.routes import OwnAddresses, Route
from tandem.infra import clock, stop_points, writing
from tandem.infra.storage import storage
from tandem.infra.text import storable
from tandem.kernel import outbox
from tandem.kernel.changes import EffectRequest

APPLY: Final = "ledger.apply"


class UnknownRecipient(Exception):
    """Nobody here has this address."""


class TooLarge(Exception):
    """The mail is larger than `settings.MAX_MAIL_BYTES`."""


def store(raw: bytes, envelope_from: str | None, recipient: str, door: str) -> LedgerEntry:
    """Keep a mail for one recipient: bytes on disk, then ledger row and effect in one transaction.

    `envelope_from` is "" for the null sender and None where the door does not know it. The same bytes for the same
    mailbox twice make a row of state `duplicate`. Raises UnknownRecipient or TooLarge; anything else raised is a fault
    of ours, after which the mail is not accepted.
    """
    route = OwnAddresses().route(recipient)
    if route is None:
        raise UnknownRecipient(recipient)
    return store_for(raw, envelope_from, route, door)


def store_for(raw: bytes, envelope_from: str | None, route: Route, door: str) -> LedgerEntry:
    """`store` for a recipient that is resolved already."""
    if len(raw) > settings.MAX_MAIL_BYTES:
        raise TooLarge(len(raw))
    receipt = read_receipt(raw)
    values: dict[str, Any] = {
        "mailbox_id": route.mailbox_id,
        "door": door,
        "envelope_from": receipt.return_path if envelope_from is None else storable(envelope_from)[:1000],
        "envelope_to": storable(route.recipient)[:1000],
        "received_at": clock.now_ms(),
        "message_id": receipt.message_id,
        "digest": receipt.digest,
        "raw": storage().put(raw),
        "size": len(raw),
        "author": receipt.author,
        "subject": receipt.subject,
    }
    stop_points.reach("after_raw_store")
    entry = _insert(values)
    stop_points.reach("after_ledger_row")
    return entry


def _insert(values: Mapping[str, Any]) -> LedgerEntry:
    entry = LedgerEntry(**values)
    with transaction.atomic():
        # The unique constraint knows best whether it is new: two doors may take the same mail at once.
        if writing.insert([entry], unless_there=True):
            request_application(entry)
            return entry
    same = {name: values[name] for name in ("mailbox_id", "message_id", "digest")}
    first = LedgerEntry.objects.get(**same, duplicate_of__isnull=True)
    return LedgerEntry.objects.create(**values, state=LedgerEntry.State.DUPLICATE, duplicate_of=first)


def request_application(entry: LedgerEntry, attempt: int = 0, *, released: bool = False) -> None:
    """Enqueue the application of an entry; `attempt` grows with each human wish to try again. In a transaction."""
    key = f"{entry.id}" if not attempt else f"{entry.id}:{attempt}"
    # One lane a mailbox: its mails are applied in the order in which they arrived.
    payload = {"entry_id": str(entry.id)} | ({"released": True} if released else {})
    request = EffectRequest(APPLY, key, payload, lane=f"mailbox:{entry.mailbox_id}")
    outbox.enqueue([request], clock.now_ms())
