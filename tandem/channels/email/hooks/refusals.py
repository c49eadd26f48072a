"""Calls of a webhook that prove nothing, again and again: a provider whose secret is wrong, or a stranger.

Which of them it is nobody can say. So nothing is written down before it has lasted, then once a minute at most and only for hooks
that exist; and whatever proves itself in between ends it. Counted in the memory of each process, like the pace of senders: a
restart begins anew, which costs a quarter of an hour.
"""

from __future__ import annotations

import logging
import threading
from typing import Final

from django.db import DatabaseError, connection
from django.db.models import Q

from tandem.channels.email.models import HookState
from tandem.infra import clock

log = logging.getLogger("tandem.mail.hooks")

#: Milliseconds for which calls are refused before it is written down.
LASTING_MS: Final = 15 * 60_000
#: A provider that is refused waits up to six hours before it tries again: a longer pause is an end.
_PAUSE_MS: Final = 8 * 3_600_000
_WRITTEN_MS: Final = 60_000


class Refusals:
    """For each hook: when its calls began to be refused, when one was last, and when that was last written down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: dict[int, tuple[int, int, int]] = {}

    def note(self, hook_id: int, now: int) -> int | None:
        """One more call was refused; since when that has been so, where it is to be written down."""
        with self._lock:
            since, last, written = self._since.get(hook_id, (now, now, 0))
            if now - last > _PAUSE_MS:
                since = now
            due = now - since >= LASTING_MS and now - written >= _WRITTEN_MS
            self._since[hook_id] = (since, now, now if due else written)
        return since if due else None

    def end(self, hook_id: int) -> None:
        """A call has proved itself."""
        with self._lock:
            self._since.pop(hook_id, None)


_REFUSALS: Final = Refusals()


def refused(hook_id: int, code: str) -> None:
    """Note that a call of this hook was refused, for the reason of `code`; not before the caller is answered."""
    now = clock.now_ms()
    if (since := _REFUSALS.note(hook_id, now)) is not None:
        threading.Thread(target=_write_apart, args=(hook_id, code, since, now), daemon=True).start()


def proved(hook_id: int) -> None:
    """Note that a call of this hook was the provider's own."""
    _REFUSALS.end(hook_id)


def _write_apart(hook_id: int, code: str, since: int, now: int) -> None:
    try:
        if not write_down(hook_id, code, since, now):
            # Another process has heard the provider meanwhile, or there is something else to be put right first.
            _REFUSALS.end(hook_id)
    except DatabaseError:
        log.exception("what went wrong with a webhook could not be noted")
    finally:
        connection.close()


def write_down(hook_id: int, code: str, since: int, now: int) -> bool:
    """That calls have been refused from `since` to `now`; False where one of the provider's own came in between."""
    HookState.objects.get_or_create(hook_id=hook_id)
    silent = Q(last_called_at__isnull=True) | Q(last_called_at__lte=since)
    states = HookState.objects.filter(silent, hook_id=hook_id)
    begun = states.filter(trouble="").update(trouble=code, trouble_since=since, trouble_at=now)
    return bool(begun or states.filter(trouble=code).update(trouble_at=now))
