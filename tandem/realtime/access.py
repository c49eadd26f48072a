"""What the rest of the house says about websockets: who may be where, and what a client's words mean.

Whatever needs the database is asked in threads, never on the loop; the functions marked below are called on the loop, so they
look at nothing but memory and never wait.

Settings, each a literal list or dictionary of dotted names:

- `REALTIME_ROOMS`: {kind of room: function(person_id, rooms) -> those of these rooms that this person may be in}; a kind that is
  not listed has no rooms.
- `REALTIME_AUDIENCE`: {kind of room: function(person_ids, room, message) -> person ids who may know this message}.
- `REALTIME_HANDLERS`: {type of a client's message: function(speaker, message) -> answer or None}.
- `REALTIME_ENTERED`: {kind of room: function(room) -> message or None}: what a connection hears first there. On the loop.
- `REALTIME_QUICK_HANDLERS`: {type of a client's message: function(speaker, rooms of it, message) -> answer or None}. On the loop.
- `REALTIME_LEFT`: [function(speaker, rooms, how)] told of every connection that leaves rooms or ends (see `Leaving`). On the loop.
- `REALTIME_SESSIONS`: function(speakers) -> those whose session and account still hold.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from tandem.infra.rooms import ROOM, Leaving, Speaker
from tandem.people.actors import each_read_once

logger = logging.getLogger(__name__)
T = TypeVar("T")

MayEnter = Callable[[int, Sequence[str]], set[str]]
Audience = Callable[[frozenset[int], str, Mapping[str, Any]], set[int]]
Handler = Callable[[Speaker, Mapping[str, Any]], Mapping[str, Any] | None]
QuickHandler = Callable[[Speaker, Set[str], Mapping[str, Any]], Mapping[str, Any] | None]
Entered = Callable[[str], Mapping[str, Any] | None]
Left = Callable[[Speaker, Sequence[str], Leaving], None]
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
        self.quick_handlers: dict[str, QuickHandler] = _named("REALTIME_QUICK_HANDLERS")
        self._entered: dict[str, Entered] = _named("REALTIME_ENTERED")
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

    def first_words(self, room: str) -> Mapping[str, Any] | None:
        """What a connection hears first in a room. On the loop."""
        entered = self._entered.get(room.partition(":")[0])
        return None if entered is None else entered(room)

    def tell_left(self, speaker: Speaker, left: Sequence[str], how: Leaving) -> None:
        """Tell whoever wants to know that a connection is no longer in these rooms. On the loop."""
        for function in self._left:
            try:
                function(speaker, left, how)
            except Exception:
                logger.exception("%s failed", function)

    def _may_enter(self, person_id: int, wanted: Sequence[str]) -> set[str]:
        # Kinds that are decided alike are asked for together, and who asks is read once: after a restart everybody comes at once.
        together: dict[MayEnter, list[str]] = defaultdict(list)
        for room in wanted:
            if ROOM.fullmatch(room) and (may_enter := self._rooms.get(room.partition(":")[0])):
                together[may_enter].append(room)
        with each_read_once():
            return set().union(*(may_enter(person_id, rooms) for may_enter, rooms in together.items()))

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
