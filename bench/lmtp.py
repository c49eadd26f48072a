"""The door by which a mail server hands mail over, on a free port of the loopback, and a client that is connected to it."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tandem.channels.email.intake.part import Door
from tandem.channels.email.intake.protocol import LocalIntake


@contextmanager
def connected() -> Iterator[smtplib.LMTP]:
    """A session at a door of our own, which `tandem serve` opens the same way."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    door = Door("lmtp", "127.0.0.1:0", LocalIntake, per_recipient=True)
    asyncio.run_coroutine_threadsafe(door.start(), loop).result(20)
    session = smtplib.LMTP("127.0.0.1", door.port, timeout=60)
    session.ehlo()
    try:
        yield session
    finally:
        session.quit()
        asyncio.run_coroutine_threadsafe(door.stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()
