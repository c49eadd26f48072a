"""The sign by which mail that we wrote by ourselves is known when it comes back, whatever its way and its name (sec:A-14).

It names this installation to itself and says nothing to others. Whoever copies it only makes sure to get no automatic answer.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.utils.encoding import force_bytes

HEADER: Final = "X-Tandem-Loop"
_PURPOSE: Final = b"tandem loop mark 1\0"


def headers() -> dict[str, str]:
    """What stands in every mail that nobody here wrote: our mark, and the field by which older programs know such mail."""
    return {HEADER: _mark(settings.SECRET_KEY), "Precedence": "bulk"}


def is_ours(marks: Iterable[str]) -> bool:
    """Whether one of these is our mark, also under a key that was in use before."""
    known = [_mark(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(mark.strip() in known for mark in marks)


def _mark(key: str | bytes) -> str:
    return hmac.new(force_bytes(key), _PURPOSE, hashlib.sha256).hexdigest()[:32]
