"""Parts of `serve` that are put together from several packages."""

from __future__ import annotations

import asyncio

from tandem.channels.email.applying.parser import close_parser
from tandem.kernel.worker import Workers

#: Half of them may wait for a slow mail server (see `MAIL_SERVER`) while the others go on with what came in.
THREADS = 4
#: Seconds for running effects when the process ends; the lease of what takes longer brings it back.
GRACE = 15.0


class WorkersPart:
    """The threads that carry out effects and fire timers."""

    name = "workers"

    def __init__(self, threads: int = THREADS) -> None:
        self._workers = Workers(threads)

    async def start(self) -> None:
        """Start every thread."""
        self._workers.start()

    async def stop(self) -> None:
        """Let running effects finish, then end the parser's process."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._workers.stop, GRACE)
        await loop.run_in_executor(None, close_parser)
