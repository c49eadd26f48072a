"""Once a day: what lies on an IMAP server against the ledger (reliability 5.1.9).

What fetching has passed by, what a filter of the provider has filed beside us, and what came between a backup and its
restoration would else be missed without a word. What is missing is fetched; nothing on the server is changed. A mail that the
ledger has and the server has not is no difference: people delete mail. POP3 needs none of this, since each look there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings

from tandem.channels.email.fetching.away import existing_folder
from tandem.channels.email.fetching.identity import folder_key, imap_identity
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.intake.receipt import read_receipt
from tandem.channels.email.models import LedgerEntry, ServerState
from tandem.channels.email.servers.troubles import PROTOCOL_ERRORS, working
from tandem.infra import clock

#: Milliseconds between two comparisons; and before that of a process that has just begun, whose database may be a restored one.
EVERY_MS: Final = 24 * 3_600_000
AFTER_START_MS: Final = 3_600_000
#: Milliseconds that are looked back. What was missed is found a month long.
_BACK_MS: Final = 31 * EVERY_MS
_LISTED: Final = 200
_ASKED: Final = ("RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")


@dataclass(frozen=True, slots=True)
class _There:
    uid: int
    size: int
    at: int
    message_id: str


class Comparison:
    """Of one session; the folder that is selected afterwards is another one."""

    def __init__(self, client: Any, basket: Basket, stopping: Callable[[], bool] = lambda: False) -> None:
        self._client = client
        self._basket = basket
        self._stopping = stopping

    def compare(self) -> int:
        """Fetch what is missing; how many mails that were. Raises Trouble, LeaseLost."""
        with working():
            state = self._basket.lease.state()
            if state.uidvalidity is None or state.rescanning:
                return 0
            found = self._folder(state, self._basket.server.folder, fetched_from=True)
            if self._basket.server.after_fetch == "move":
                moved_to = existing_folder(self._client, self._basket.server.moved_to)
                found += 0 if moved_to is None else self._folder(state, moved_to, fetched_from=False)
            self._note(found)
            return found

    def _note(self, found: int) -> None:
        now = clock.now_ms()
        told: dict[str, Any] = {"missed": found, "missed_at": now} if found else {}
        self._basket.lease.note(compared_at=now, **told)

    def _folder(self, state: ServerState, name: str, *, fetched_from: bool) -> int:
        try:
            # Read only: whatever happens here, nothing there changes.
            selected = self._client.select_folder(name, readonly=True)
        except self._client.AbortError:
            raise
        except PROTOCOL_ERRORS:
            return 0
        validity = int(selected.get(b"UIDVALIDITY", 0))
        if fetched_from and validity != state.uidvalidity:
            # Counted anew: the next look goes through all of it.
            return 0
        account = state.account if fetched_from else folder_key(self._basket.server, name)
        since = max(clock.now_ms() - _BACK_MS, 0 if state.everything else state.began_at or 0)
        # Days of the server, which may be a day ahead or behind. What lay there before is known by its numbers, which no clock of
        # another machine can make newer.
        low = state.began_after if fetched_from else 0
        day = (clock.to_datetime(since) - timedelta(days=1)).date()
        uids = self._client.search(["UID", f"{low + 1}:*", "SINCE", day])
        wanted = sorted(uid for uid in uids if uid > low and (not fetched_from or uid <= state.high_water))
        found = 0
        for first in range(0, len(wanted), _LISTED):
            self._basket.lease.renew()
            listed = self._listed(wanted[first : first + _LISTED], since)
            found += sum(self._fetch(one, account, validity) for one in self._missing(listed, account, validity))
            if self._stopping():
                break
        return found

    def _listed(self, uids: Sequence[int], since: int) -> list[_There]:
        rows = self._client.fetch(uids, list(_ASKED))
        listed = [_as_there(uid, rows[uid]) for uid in uids if b"RFC822.SIZE" in rows.get(uid, {})]
        # Servers tell seconds only.
        return [one for one in listed if one.at // 1000 >= since // 1000]

    def _missing(self, listed: Sequence[_There], account: str, validity: int) -> list[_There]:
        """Those that the ledger knows neither by their name there nor by Message-ID and size. Of two with one Message-ID and
        different sizes each is looked for, and what is fetched in vain is recognised by its content."""
        names = {one.uid: imap_identity(account, validity, one.uid) for one in listed}
        known = self._basket.known(list(names.values()))
        ids = {one.message_id for one in listed if one.message_id}
        rows = LedgerEntry.objects.filter(mailbox_id=self._basket.server.mailbox_id, message_id__in=ids)
        sizes = set(rows.values_list("message_id", "size"))
        return [one for one in listed if names[one.uid] not in known and (one.message_id, one.size) not in sizes]

    def _fetch(self, one: _There, account: str, validity: int) -> bool:
        """Take a mail into the ledger; False when it was there after all, by its content."""
        name = imap_identity(account, validity, one.uid)
        if one.size > settings.MAX_MAIL_BYTES:
            head = self._part(one.uid, "BODY.PEEK[HEADER]<0.262144>")
            return self._basket.set_aside(head, one.size, name, "too_large", self._still_ours)
        raw = self._part(one.uid, f"BODY.PEEK[]<0.{settings.MAX_MAIL_BYTES + 1}>")
        if not raw or self._is_known(raw):
            return False
        return self._basket.keep(raw, name, self._still_ours)

    def _is_known(self, raw: bytes) -> bool:
        receipt = read_receipt(raw)
        same = LedgerEntry.objects.filter(mailbox_id=self._basket.server.mailbox_id, digest=receipt.digest)
        return bool(same.filter(message_id=receipt.message_id).exists())

    def _part(self, uid: int, part: str) -> bytes:
        row = self._client.fetch([uid], [part]).get(uid, {})
        return next(
            (value for name, value in row.items() if name.startswith(b"BODY[") and isinstance(value, bytes)), b""
        )

    def _still_ours(self) -> None:
        self._basket.lease.note(fence=self._basket.lease.fence)


def is_due(state: ServerState, *, first: bool) -> bool:
    """Whether it is time; `first` says that this process has not looked yet."""
    age = clock.now_ms() - (state.compared_at or 0)
    return age >= (AFTER_START_MS if first else EVERY_MS)


def _as_there(uid: int, row: dict[bytes, Any]) -> _There:
    told = row.get(b"INTERNALDATE")
    # Without a moment it counts as new.
    at = 1 << 62 if told is None else int((told if told.tzinfo else told.astimezone()).timestamp() * 1000)
    header = next((value for name, value in row.items() if name.startswith(b"BODY[HEADER")), b"") or b""
    identity = read_receipt(header.rstrip(b"\r\n") + b"\r\n\r\n").message_id if b":" in header else ""
    return _There(uid, int(row[b"RFC822.SIZE"]), at, identity)
