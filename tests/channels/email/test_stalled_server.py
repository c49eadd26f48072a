"""A mail server that accepts connections and then says nothing holds half of the workers, and no more."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.cli.parts import THREADS
from tandem.kernel.models import Effect
from tandem.kernel.worker import Workers
from tandem.tickets.models import Delivery
from tests.channels.email.letters import raw_mail
from tests.patience import PATIENCE, until
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


class SilentServer:
    """Takes every connection and says nothing on it until it is closed."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.connections: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                self.connections.append(self._listening.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        """Whoever waited for a word hears that there will be none. Harmless when done twice."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(PATIENCE)
        for connection in self.connections:
            connection.close()


@pytest.fixture
def silent(settings: Any) -> Iterator[SilentServer]:
    server = SilentServer()
    settings.SMTP_OUT = f"smtp://127.0.0.1:{server.port}"
    settings.UNDO_WINDOW_MS = 0
    yield server
    server.close()


def test_what_comes_in_is_placed_while_the_way_out_is_stalled(
    world: World, mailbox: Mailbox, silent: SilentServer
) -> None:
    for number in range(THREADS):
        ticket = world.open_ticket(mailbox_id=mailbox.id, subject=str(number))
        world.reply(ticket, world.ben)
        # The mail to Ben waits for the same server: it must not take what the replies leave over.
        world.edit(ticket, world.sam, owner=(None, world.ben.id))
    waiting = Effect.objects.filter(kind__in=["mail.send", "mail.notify"])
    assert waiting.count() == 2 * THREADS
    workers = Workers(THREADS)
    workers.start()
    try:
        assert until(lambda: len(silent.connections) == THREADS // 2)
        store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
        assert until(lambda: LedgerEntry.objects.get().state == LedgerEntry.State.APPLIED)
        assert len(silent.connections) == THREADS // 2
        assert waiting.filter(state="claimed").count() == THREADS // 2
    finally:
        silent.close()
        workers.stop(PATIENCE)
    # Nothing had been handed over, so nothing is in doubt.
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"retry", "queued"}
