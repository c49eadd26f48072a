"""One look into an IMAP folder: what is new is kept, and only then moved or deleted there.

UIDs only, never sequence numbers; `BODY.PEEK`, so that reading sets no flag; EXPUNGE only of named mails (RFC 4315).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, Final

from django.conf import settings

from tandem.channels.email.fetching.away import take_away
from tandem.channels.email.fetching.identity import imap_identity
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.fetching.marks import begin
from tandem.channels.email.models import ServerState
from tandem.channels.email.servers.troubles import PROTOCOL_ERRORS, Trouble, working
from tandem.infra import stop_points

#: Mails whose sizes are asked for together; and those that are fetched together, with their bytes.
_LISTED: Final = 200
_TOGETHER: Final = 20
_BYTES_TOGETHER: Final = 8 * 1024 * 1024
_DATE: Final = "BODY.PEEK[HEADER.FIELDS (DATE)]"


@dataclass(frozen=True, slots=True)
class _Listed:
    uid: int
    size: int
    #: When it came, in milliseconds; of an old mail in a renewed folder, when it was written.
    at: int


class ImapRun:
    """Of one session; `stopping` says whether to end soon."""

    def __init__(self, client: Any, basket: Basket, stopping: Callable[[], bool] = lambda: False) -> None:
        self._client = client
        self._basket = basket
        self._stopping = stopping

    def look(self) -> int:
        """Keep what is new; how many mails that were. Raises Trouble, LeaseLost."""
        with working():
            state = begin(self._basket, self._select())
            kept = self._new(state)
            if state.older == "import":
                kept += self._older(state)
            return kept

    def _select(self) -> dict[bytes, Any]:
        try:
            selected: dict[bytes, Any] = self._client.select_folder(self._basket.server.folder)
        except self._client.AbortError:
            raise
        except PROTOCOL_ERRORS as error:
            raise Trouble("folder_missing") from error
        if b"UIDNEXT" not in selected:
            # Servers should say it and need not (RFC 3501, 6.3.1).
            selected[b"UIDNEXT"] = max(self._client.search(["ALL"]), default=0) + 1
        return selected

    def _new(self, state: ServerState) -> int:
        leaves = self._basket.server.after_fetch == "leave"
        low = state.high_water if leaves else state.base
        wanted = ["UID", f"{low + 1}:*"] if leaves else ["UID", f"{low + 1}:*", "UNDELETED"]
        if state.rescanning:
            return self._rescan(state)
        # `n:*` names the last mail even when its UID is below n.
        uids = sorted(uid for uid in self._client.search(wanted) if uid > low)
        kept = 0
        for listed in self._listed(uids, dated=False):
            kept += self._take(state, listed, leaves=leaves)
            if self._stopping():
                break
        return kept

    def _rescan(self, state: ServerState) -> int:
        """Look through all of a folder that was renumbered. Nothing is moved; what was not ours to take before is not taken now."""
        uids = sorted(self._client.search(["ALL"]))
        kept = left = 0
        for listed in self._listed(uids, dated=True):
            known = self._basket.known([self._name(state, one.uid) for one in listed])
            wanted = [one for one in listed if not _is_older(state, one)]
            left += len(listed) - len(wanted)
            kept += self._take(state, [one for one in wanted if self._name(state, one.uid) not in known], leaves=True)
            if self._stopping():
                return kept
        self._end_rescan(state, max([state.high_water, *uids]), left)
        return kept

    def _end_rescan(self, state: ServerState, last: int, left: int) -> None:
        """From here on things are as they were; what lay there stays there."""
        older = "waiting" if left else ""
        self._basket.lease.note(
            rescanning=False, base=last, high_water=last, older=older, older_count=left, older_until=last if left else 0
        )
        state.rescanning, state.older = False, older

    def _older(self, state: ServerState) -> int:
        """What an admin has decided to take after all; nothing of it is moved."""
        kept = 0
        uids = sorted(self._client.search(["UID", f"1:{state.older_until}"]))
        for listed in self._listed(uids, dated=True):
            for group in _groups([one for one in listed if _is_older(state, one)]):
                self._basket.lease.renew()
                kept += sum(self._keep_group(state, group, self._still_ours, renumbered=True)[1])
            if self._stopping():
                return kept
        self._basket.lease.note(older="", older_count=0)
        return kept

    def _listed(self, uids: Sequence[int], *, dated: bool) -> Iterator[list[_Listed]]:
        asked = ["RFC822.SIZE", "INTERNALDATE", *([_DATE] if dated else [])]
        for first in range(0, len(uids), _LISTED):
            self._basket.lease.renew()
            batch = uids[first : first + _LISTED]
            found = self._client.fetch(batch, asked)
            # One that is not there any more was taken away by somebody else meanwhile.
            yield [_as_listed(uid, found[uid]) for uid in batch if b"RFC822.SIZE" in found.get(uid, {})]

    def _take(self, state: ServerState, listed: Sequence[_Listed], *, leaves: bool) -> int:
        kept = 0
        for group in _groups(self._without_known_giants(state, listed)):
            self._basket.lease.renew()
            mark = partial(self._mark, state, leaves=leaves)
            taken, new = self._keep_group(state, group, mark, renumbered=state.rescanning)
            kept += sum(new)
            if not leaves:
                take_away(self._client, self._basket.server, taken)
            if self._stopping():
                break
        return kept

    def _mark(self, state: ServerState, uid: int, *, leaves: bool) -> Callable[[], None]:
        def mark() -> None:
            state.high_water = max(state.high_water, uid)
            # What is left on the server is behind us; what is moved or deleted is looked at until it has gone.
            base = state.high_water if leaves and not state.rescanning else state.base
            self._basket.lease.note(high_water=state.high_water, base=base)
            state.base = base

        return mark

    def _still_ours(self, uid: int) -> Callable[[], None]:
        return lambda: self._basket.lease.note(older="import")

    def _without_known_giants(self, state: ServerState, listed: Sequence[_Listed]) -> Iterator[_Listed]:
        """Mails that are too large lie there for ever: those that are shown already need not be asked for again."""
        names = {one.uid: self._name(state, one.uid) for one in listed if one.size > settings.MAX_MAIL_BYTES}
        known = self._basket.known(list(names.values()))
        return (one for one in listed if names.get(one.uid) not in known)

    def _keep_group(
        self,
        state: ServerState,
        group: Sequence[_Listed],
        mark: Callable[[int], Callable[[], None]],
        *,
        renumbered: bool,
    ) -> tuple[list[int], list[bool]]:
        """(UIDs that may be taken away, for each mail of the group whether it is new)"""
        small = [one.uid for one in group if one.size <= settings.MAX_MAIL_BYTES]
        bodies = self._bodies(small)
        stop_points.reach("after_fetch")
        taken, new = [], []
        for one in group:
            name, raw = self._name(state, one.uid), bodies.get(one.uid)
            if raw is not None and len(raw) <= settings.MAX_MAIL_BYTES:
                new.append(self._basket.keep(raw, name, mark(one.uid), by_content=renumbered))
                taken.append(one.uid)
            elif raw is not None or one.uid not in small or self._is_there(one.uid):
                reason = "not_delivered" if raw is None and one.uid in small else "too_large"
                head = raw or self._head(one.uid)
                new.append(self._basket.set_aside(head, max(one.size, len(raw or b"")), name, reason, mark(one.uid)))
        return taken, new

    def _bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The mails, whole. One octet more than we take is asked for: sizes that a server tells are not always true."""
        found = self._fetch_part(uids, f"BODY.PEEK[]<0.{settings.MAX_MAIL_BYTES + 1}>", b"BODY[]")
        for uid in uids:
            # Asked for alone once more: one answer that goes astray must not hold up the others.
            if uid not in found and self._is_there(uid):
                found |= self._fetch_part([uid], f"BODY.PEEK[]<0.{settings.MAX_MAIL_BYTES + 1}>", b"BODY[]")
        return found

    def _head(self, uid: int) -> bytes:
        return self._fetch_part([uid], "BODY.PEEK[HEADER]<0.262144>", b"BODY[HEADER]").get(uid, b"")

    def _fetch_part(self, uids: Sequence[int], part: str, answered: bytes) -> dict[int, bytes]:
        if not uids:
            return {}
        rows = self._client.fetch(uids, [part])
        return {
            uid: value
            for uid, row in rows.items()
            for name, value in row.items()
            if name.startswith(answered) and isinstance(value, bytes)
        }

    def _is_there(self, uid: int) -> bool:
        return uid in self._client.search(["UID", str(uid)])

    def _name(self, state: ServerState, uid: int) -> str:
        return imap_identity(state.account, state.uidvalidity or 0, uid)


def _is_older(state: ServerState, one: _Listed) -> bool:
    """In a folder that was renumbered: whether it lay there before we began, when it was not ours to take."""
    # Servers tell seconds only.
    return not state.everything and state.began_at is not None and one.at // 1000 < state.began_at // 1000


def _as_listed(uid: int, row: dict[bytes, Any]) -> _Listed:
    written = next((value for name, value in row.items() if name.startswith(b"BODY[HEADER")), None)
    # A server that was restored may say of every mail that it came today.
    return _Listed(uid, int(row[b"RFC822.SIZE"]), min(_ms(row.get(b"INTERNALDATE")), _ms(_date(written))))


def _date(field: bytes | None) -> datetime | None:
    try:
        return parsedate_to_datetime((field or b"").partition(b":")[2].decode("ascii", "replace").strip())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _ms(moment: datetime | None) -> int:
    """Milliseconds since the epoch; what has no moment counts as new."""
    if moment is None:
        return 1 << 62
    return int((moment if moment.tzinfo is not None else moment.astimezone(UTC)).timestamp() * 1000)


def _groups(listed: Iterable[_Listed]) -> Iterator[list[_Listed]]:
    """Mails that are fetched together: few, and not too many bytes."""
    group: list[_Listed] = []
    total = 0
    for one in listed:
        size = min(one.size, settings.MAX_MAIL_BYTES)
        if group and (len(group) >= _TOGETHER or total + size > _BYTES_TOGETHER):
            yield group
            group, total = [], 0
        group.append(one)
        total += size
    if group:
        yield group
