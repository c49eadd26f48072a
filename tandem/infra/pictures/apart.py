"""The server's side of the process that decodes pictures: started when first needed, replaced when it dies, gone when idle."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import Final

from tandem.infra.confined import LENGTH
from tandem.infra.pictures.fetching import NoPicture

#: Seconds by the clock for one picture, well above its CPU time: the machine may be busy.
TIMEOUT: Final = 15.0
#: Seconds without a picture after which the process is ended.
IDLE: Final = 60.0
#: Pictures after which a fresh process takes over.
_EACH: Final = 500
_COMMAND: Final = (sys.executable, "-I", "-m", "tandem.infra.pictures.child")


class Apart:
    """One process behind a lock; for one event loop."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._done = 0
        self._ending: asyncio.TimerHandle | None = None

    async def reencode(self, raw: bytes) -> tuple[str, bytes]:
        """`reencoding.reencode` where a picture can do no harm. Raises NoPicture."""
        async with self._lock:
            if self._ending is not None:
                self._ending.cancel()
            try:
                async with asyncio.timeout(TIMEOUT):
                    answer = await self._exchange(await self._running(), raw)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                await self._end()
                raise NoPicture(f"decoding it ended with {type(error).__name__}") from error
            except BaseException:
                # Whoever asked has gone in the middle: what the process would still say belongs to nobody.
                await self._end()
                raise
            self._done += 1
            self._ending = asyncio.get_running_loop().call_later(IDLE, self._end_when_idle)
        kind, _, content = answer.partition(b"\n")
        if not content:
            raise NoPicture("it cannot be read")
        return kind.decode("ascii"), content

    async def close(self) -> None:
        """End the process; the next picture starts another."""
        async with self._lock:
            if self._ending is not None:
                self._ending.cancel()
            await self._end()

    async def _running(self) -> Process:
        if self._process is not None and (self._process.returncode is not None or self._done >= _EACH):
            await self._end()
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env={}
            )
            self._done = 0
        return self._process

    @staticmethod
    async def _exchange(process: Process, raw: bytes) -> bytes:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(LENGTH.pack(len(raw)) + raw)
        await process.stdin.drain()
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        return await process.stdout.readexactly(length)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _end_when_idle(self) -> None:
        if self._process is not None and not self._lock.locked():
            process, self._process = self._process, None
            with contextlib.suppress(ProcessLookupError):
                process.kill()
