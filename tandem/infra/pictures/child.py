"""The process that decodes strangers' pictures: `python -I -m tandem.infra.pictures.child`, octets in on stdin, answers on stdout.

Each message stands behind its length; an answer begins with the media type and a line end, or is empty when there is no
picture. It has no database, no settings and no network use; memory and CPU time are bounded, and it may be killed at any time.
"""

from __future__ import annotations

import io
import signal
import sys
from typing import Final

from PIL import Image

from tandem.infra.confined import bound_memory, receive, send
from tandem.infra.pictures.reencoding import Unreadable, reencode

#: Octets of address space beyond what the idle process has: a few of the largest pictures at once, and their encoders.
MEMORY: Final = 512 * 1024 * 1024
#: Seconds of CPU time for one picture; the signal's default action ends the process, even within C code.
CPU: Final = 5.0


def main() -> None:
    """Answer until the pipe closes."""
    _warm_up()
    bound_memory(MEMORY)
    while (raw := receive(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_PROF, CPU)
        try:
            kind, content = reencode(raw)
            answer = kind.encode() + b"\n" + content
        except (Unreadable, MemoryError):
            answer = b""
        send(sys.stdout.buffer, answer)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _warm_up() -> None:
    """Load the decoders before memory is bound."""
    for name in ("PNG", "GIF", "JPEG", "WEBP", "AVIF"):
        out = io.BytesIO()
        Image.new("RGB", (2, 2)).save(out, name)
        reencode(out.getvalue())


if __name__ == "__main__":
    main()
