"""The product's own parser process, with its own limits, in which some mails do harm: `X-Poison: memory`, `cpu` or `kill`."""

from __future__ import annotations

import os
import signal
from typing import Any

from tandem.channels.email.parsing import child

_parse = child.parse


def _poisonable(raw: bytes, **options: Any) -> Any:
    if b"\nX-Poison: memory" in raw:
        # The limit of address space ends this, not the machine.
        hoard = [bytearray(1 << 24) for _each in range(1 << 16)]
        return len(hoard)
    if b"\nX-Poison: cpu" in raw:
        while True:
            hash(raw)
    if b"\nX-Poison: kill" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return _parse(raw, **options)


child.parse = _poisonable

if __name__ == "__main__":
    child.main()
