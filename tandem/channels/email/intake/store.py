"""Take a mail into the ledger. When `store` has returned, the mail is ours: only then may a door say 250."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
#: Tells whoever sent it that a mail is too large; of those whose header is all that was taken.
TOO_LARGE: Final = "mail.too_large"


class UnknownRecipient(Exception):
    """Nobody here has this address."""


class TooLarge(Exception):
    """The mail is larger than `settings.MAX_MAIL_BYTES`."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Who handed a mail over from outside: the host's address, and the name in its greeting."""

    address: str
    greeting: str


def store(raw: bytes, envelope_from: str | None, recipient: str, door: str, peer: Peer | None = None) -> LedgerEntry:
    """Keep a mail for one recipient: bytes on disk, then ledger row and effect in one transaction.

    `envelope_from` is "" for the null sender and None where the door does not know it; `peer` is known where nobody received
    the mail before us. The same bytes for the same
    mailbox twice make a row of state `duplicate`. Raises UnknownRecipient or TooLarge; anything else raised is a fault
    of ours, after which the mail is not accepted.
    """
    route = OwnAddresses().route(recipient)
    if route is None:
        raise UnknownRecipient(recipient)
    return store_for(raw, envelope_from, route, door, peer)


def store_for(
    raw: bytes,
    envelope_from: str | None,
    route: Route,
    door: str,
    peer: Peer | None = None,
    *,
    transport: str | None = None,
    request: str = "",
    within: Callable[[], None] = lambda: None,
) -> LedgerEntry:
    """`store` for a recipient that is resolved already. `transport` is what the server that it was fetched from, or the provider,
    calls it; `request` the stored request that it was put together from; `within` is done in the same transaction, and undoes it
    by raising."""
    if len(raw) > settings.MAX_MAIL_BYTES:
        raise TooLarge(len(raw))
    values = _values(raw, len(raw), envelope_from, route, door, peer) | {"transport": transport, "request": request}
    stop_points.reach("after_raw_store")
    entry = _insert(values, within)
    stop_points.reach("after_ledger_row")
    return entry


def store_header(
    header: bytes,
    size: int,
    route: Route,
    door: str,
    reason: str,
    *,
    transport: str,
    within: Callable[[], None] = lambda: None,
) -> LedgerEntry:
    """Show in quarantine that a mail of `size` bytes stays where it is, for a reason of `reasons`: its header is all we took."""
    values = _values(header, size, None, route, door, None) | {
        "transport": transport,
        "state": LedgerEntry.State.QUARANTINED,
        "reason": reason,
    }
    return _insert(values, within)


def _values(
    raw: bytes, size: int, envelope_from: str | None, route: Route, door: str, peer: Peer | None
) -> dict[str, Any]:
    receipt = read_receipt(raw)
    return {
        "mailbox_id": route.mailbox_id,
        "door": door,
        "envelope_from": receipt.return_path if envelope_from is None else storable(envelope_from)[:1000],
        "envelope_to": storable(route.recipient)[:1000],
        "peer": peer.address[:45] if peer else "",
        "greeting": storable(peer.greeting)[:255] if peer else "",
        "received_at": clock.now_ms(),
        "message_id": receipt.message_id,
        "digest": receipt.digest,
        "raw": storage().put(raw),
        "size": size,
        "author": receipt.author,
        "subject": receipt.subject,
    }


def _insert(values: Mapping[str, Any], within: Callable[[], None]) -> LedgerEntry:
    entry = LedgerEntry(**values)
    with transaction.atomic():
        within()
        # The unique constraint knows best whether it is new: two doors may take the same mail at once.
        if writing.insert([entry], unless_there=True):
            if entry.state == LedgerEntry.State.RECEIVED:
                request_application(entry)
            elif entry.reason == "too_large":
                told = EffectRequest(TOO_LARGE, str(entry.id), {"entry_id": str(entry.id)})
                outbox.enqueue([told], clock.now_ms())
            return entry
        return _duplicate(values)


def _duplicate(values: Mapping[str, Any]) -> LedgerEntry:
    if values.get("transport") is not None:
        # Fetched by two at once: the other one's row is this very mail.
        fetched = {name: values[name] for name in ("mailbox_id", "transport")}
        if (other := LedgerEntry.objects.filter(**fetched).first()) is not None:
            return other
    same = {name: values[name] for name in ("mailbox_id", "message_id", "digest")}
    first = LedgerEntry.objects.get(**same, duplicate_of__isnull=True)
    copy = dict(values) | {"state": LedgerEntry.State.DUPLICATE, "reason": "", "duplicate_of": first}
    return LedgerEntry.objects.create(**copy)


def request_application(entry: LedgerEntry, attempt: int = 0, *, released: bool = False) -> None:
    """Enqueue the application of an entry; `attempt` grows with each human wish to try again. In a transaction."""
    key = f"{entry.id}" if not attempt else f"{entry.id}:{attempt}"
    # One lane a mailbox: its mails are applied in the order in which they arrived.
    payload = {"entry_id": str(entry.id)} | ({"released": True} if released else {})
    request = EffectRequest(APPLY, key, payload, lane=f"mailbox:{entry.mailbox_id}")
    outbox.enqueue([request], clock.now_ms())
