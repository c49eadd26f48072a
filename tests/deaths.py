"""Real deaths: a child process that is killed as a power cut would kill it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connections

from tandem.infra import stop_points


def dies(work: Callable[[], object], at: str) -> None:
    """Do `work` in another process, which must be killed at this stop point."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        # Nothing of the test's process may run on here: not its fixtures, not its reports.
        stop_points._wanted = at
        try:
            work()
        finally:
            os._exit(17)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, f"it did not come to {at}: {status}"
