"""Hashing of passwords costs time and memory on purpose; how many may do so at once is bounded (sec:G-06)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.utils.translation import gettext_lazy as _

from tandem.kernel.errors import Refused

#: Bytes of UTF-8; nothing longer is hashed, whoever sends it.
LONGEST: Final = 1024
#: Half of the threads that answer requests: the others go on answering.
AT_ONCE: Final = 2
#: Seconds that one waits for its turn before it is told to come back.
PATIENCE: Final = 1.0

_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Refused):
    """Too many passwords are being looked at. Nothing was done; come back in a moment."""

    status = 503

    def __init__(self) -> None:
        super().__init__("busy", _("Too many people are signing in just now. Try again in a moment."))


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn to hash. Raises Busy."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turns.release()


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2 (RFC 9106), a few at a time."""

    def encode(self, password: str, salt: str) -> str:
        with turn():
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        with turn():
            return bool(super().verify(password, encoded))


def normalised(password: str) -> str:
    """A password in the form in which it is hashed: NFC (RFC 8265, 4.2), since keyboards differ in how they compose letters."""
    return unicodedata.normalize("NFC", password)


def too_long(password: str) -> bool:
    """Whether it is more than what is ever hashed."""
    return len(password) > LONGEST or len(password.encode("utf-8", "surrogatepass")) > LONGEST


def hashed(password: str | None) -> str:
    """How a new password is kept; of None, something that no password fits."""
    return make_password(None if password is None else normalised(password))
