"""The questions that a websocket raises and that need the database: asked in threads, never on the loop.

Settings, each a literal list or dictionary of dotted names:

- `REALTIME_ROOMS`: {kind of room: function(person_id, room) -> bool}; a kind that is not listed has no rooms.
- `REALTIME_AUDIENCE`: {kind of room: function(person_ids, room, message) -> person ids who may know this message}.
- `REALTIME_HANDLERS`: {type of a client's message: function(speaker, message) -> answer or None}.
- `REALTIME_LEFT`: [function(speaker, rooms)] told of every connection that leaves rooms or ends.
- `REALTIME_SESSIONS`: function(speakers) -> those whose session and account still hold.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from tandem.infra.rooms import ROOM, Speaker

logger = logging.getLogger(__name__)
T = TypeVar("T")

MayEnter = Callable[[int, str], bool]
Audience = Callable[[frozenset[int], str, Mapping[str, Any]], set[int]]
Handler = Callable[[Speaker, Mapping[str, Any]], Mapping[str, Any] | None]
Left = Callable[[Speaker, Sequence[str]], None]
StillValid = Callable[[Sequence[Speaker]], set[Speaker]]

_THREADS = 2
_DEFAULT_SESSIONS = "tandem.realtime.sessions.still_valid"


class Access:
    """The functions that the settings name, and the threads in which they are asked."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="socket")
        self._rooms: dict[str, MayEnter] = _named("REALTIME_ROOMS")
        self.audiences: dict[str, Audience] = _named("REALTIME_AUDIENCE")
        self.handlers: dict[str, Handler] = _named("REALTIME_HANDLERS")
        self._left: list[Left] = [import_string(name) for name in getattr(settings, "REALTIME_LEFT", [])]
        self._still_valid: StillValid = import_string(getattr(settings, "REALTIME_SESSIONS", _DEFAULT_SESSIONS))

    async def ask(self, question: Callable[..., T], *arguments: Any) -> T:
        """Ask in a thread that keeps its database connection; in an empty context, so that nothing leaks from before."""
        call = functools.partial(contextvars.Context().run, _asked, question, *arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def may_enter(self, speaker: Speaker, wanted: Sequence[str]) -> set[str]:
        """Those of the wanted rooms that this person may be in. A malformed or unknown name is simply not among them."""
        return await self.ask(self._may_enter, speaker.person_id, wanted)

    async def valid(self, speakers: Sequence[Speaker]) -> set[Speaker]:
        """Those whose session and account still hold."""
        return await self.ask(self._still_valid, speakers)

    async def tell_left(self, speaker: Speaker, left: Sequence[str]) -> None:
        """Tell whoever wants to know that a connection is no longer in these rooms."""
        for function in self._left:
            try:
                await self.ask(function, speaker, left)
            except Exception:
                logger.exception("%s failed", function)

    def _may_enter(self, person_id: int, wanted: Sequence[str]) -> set[str]:
        allowed = set()
        for room in wanted:
            may = self._rooms.get(room.partition(":")[0]) if ROOM.fullmatch(room) else None
            if may is not None and may(person_id, room):
                allowed.add(room)
        return allowed

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _asked(question: Callable[..., T], *arguments: Any) -> T:
    try:
        return question(*arguments)
    finally:
        close_old_connections()


def _named(setting: str) -> dict[str, Any]:
    names: dict[str, str] = getattr(settings, setting, {})
    return {key: import_string(name) for key, name in names.items()}
