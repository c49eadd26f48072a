"""What a command beside the server has committed: noticed on the database, and told here as if it had happened here.

`tandem mail ingest` or an import in another process publishes to nobody when there is no Redis. SQLite says whether
somebody else has committed (`PRAGMA data_version`, no lock); only then the events are looked at, and those of runs that
this process has not published itself are given to `AFTER_COMMIT`. With Redis there is nothing to do.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from tandem.infra.server.parts import Part, ThreadPart
from tandem.infra.sqlite.watch import CommitWatch
from tandem.kernel.models import Event
from tandem.kernel.outbox import wake_workers
from tandem.kernel.pipeline import Outcome

logger = logging.getLogger(__name__)

#: Seconds between two looks.
EVERY = 0.5
#: Ids tell when an event was planned; its transaction may commit this many milliseconds later.
_WINDOW_MS = 30_000
#: Events of one look. More than that is an import, after which a screen fetches its lists anew anyway.
_AT_ONCE = 5_000
#: Runs whose events are read by one statement.
_PORTION = 500
#: Runs that are remembered as told.
_REMEMBERED = 100_000
#: Layout of `tandem.infra.ids`: milliseconds since 2024-01-01 above 21 bits.
_EPOCH_MS, _SHIFT = 1_704_067_200_000, 21


class Told:
    """The runs that listeners of this process have heard of. For any thread."""

    def __init__(self) -> None:
        self._runs: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, change_ids: Iterable[int]) -> None:
        """Remember runs; forget the oldest."""
        with self._lock:
            self._runs.update(dict.fromkeys(change_ids))
            while len(self._runs) > _REMEMBERED:
                self._runs.popitem(last=False)

    def missing(self, change_ids: Iterable[int]) -> set[int]:
        """Those that are not remembered."""
        with self._lock:
            return {change_id for change_id in change_ids if change_id not in self._runs}


TOLD = Told()


def remember(outcome: Outcome) -> None:
    """For `AFTER_COMMIT`: this run was told by the process that made it."""
    TOLD.add({event.change_id for event in outcome.events})


def tell_missed() -> int:
    """Give the runs of other processes to `AFTER_COMMIT`, oldest first; returns how many there were."""
    # Ids are older the smaller they are, those of runs as well.
    missing = sorted(TOLD.missing(_recent_runs()))
    TOLD.add(missing)
    for first in range(0, len(missing), _PORTION):
        _tell(missing[first : first + _PORTION])
    return len(missing)


def _tell(change_ids: list[int]) -> None:
    runs: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(id__gte=_floor(), change_id__in=change_ids).order_by("id"):
        runs[event.change_id].append(event)
    for events in runs.values():
        for name in settings.AFTER_COMMIT:
            try:
                import_string(name)(Outcome(None, events=events))
            except Exception:
                logger.exception("%s failed for a run of another process", name)


class Neighbours:
    """The look-out: a thread that never writes, so that every commit of another connection shows."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Look until `stop` is set."""
        if getattr(settings, "REDIS_URL", ""):
            stop.wait()
            return
        commits = CommitWatch() if connection.vendor == "sqlite" else None
        if not self.begun.is_set():
            # Whoever connects from now on fetches what is there already.
            TOLD.add(_recent_runs())
            self.begun.set()
        while not stop.wait(EVERY):
            if commits is None or commits.noticed():
                if tell_missed():
                    wake_workers()
                close_old_connections()


def watch() -> Part:
    """The part of `serve` that listens for neighbours."""
    return ThreadPart("neighbours", Neighbours().run)


def _recent_runs() -> list[int]:
    rows = Event.objects.filter(id__gte=_floor()).order_by("-id").values_list("change_id", flat=True)
    return list(dict.fromkeys(rows[:_AT_ONCE]))


def _floor() -> int:
    moment = time.time_ns() // 1_000_000 - _EPOCH_MS - _WINDOW_MS
    return max(0, moment) << _SHIFT
