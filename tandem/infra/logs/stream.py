"""Where log lines go. A log that cannot be written must never stop the work that it tells of."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TextIO


class Lines:
    """Writes whole lines to a stream, each in one piece: lines of several threads never mix."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    @property
    def to_terminal(self) -> bool:
        """Whether somebody reads along."""
        return self._target.isatty()

    @property
    def _target(self) -> TextIO:
        return self._stream or sys.stderr

    def write(self, line: str) -> None:
        """Write one line (its end is added). A full disk or a reader that left loses the line, and nothing else."""
        with contextlib.suppress(OSError, ValueError), self._lock:
            target = self._target
            target.write(line + os.linesep)
            target.flush()
