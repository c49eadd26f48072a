"""A mailbox in the shared world, doors on real sockets, and a server that takes what we send."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.patience import PATIENCE

# Conftests are read before Django is set up: what needs its models is imported where it is used.
if TYPE_CHECKING:
    from tandem.channels.email.intake.part import Door
    from tandem.channels.email.models import Mailbox
    from tandem.people.models import Department
    from tests.channels.email.imap_server import ImapServer
    from tests.channels.email.names import NameServer
    from tests.channels.email.oauth_provider import OauthProvider
    from tests.channels.email.pop_server import PopServer
    from tests.channels.email.sink import Sink
    from tests.world import World


@pytest.fixture
def name_server(settings: Any) -> Iterator[NameServer]:
    """The only name server there is, with nothing in it yet."""
    from tandem.channels.email.trust import names
    from tests.channels.email.names import NameServer

    made = NameServer()
    settings.DNS_SERVERS = [f"127.0.0.1:{made.port}"]
    names.forget()
    yield made
    names.forget()
    made.close()


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    return make_mailbox("support@desk.example", world.support, "Desk Support")


@pytest.fixture
def second_mailbox(world: World) -> Mailbox:
    return make_mailbox("billing@desk.example", world.billing, "Desk Billing")


def make_mailbox(address: str, department: Department, name: str) -> Mailbox:
    from tandem.channels.email.commands.create_mailbox import CreateMailbox
    from tandem.channels.email.models import Mailbox
    from tandem.infra.addresses import make_address
    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.pipeline import run

    command = CreateMailbox(make_address(address), department.id, name)
    return Mailbox.objects.get(id=run(command, SYSTEM).result_id)


class Loop:
    """An event loop in a thread of its own, as `serve` has one."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


@pytest.fixture
def open_door(loop: Loop) -> Iterator[Callable[[str], int]]:
    """Opens a door ("smtp" or "lmtp") on a free port; returns the port."""
    from tandem.channels.email.intake.part import Door
    from tandem.channels.email.intake.protocol import Intake, LocalIntake

    opened: list[Door] = []

    def open_(name: str) -> int:
        door = Door(
            name,
            "127.0.0.1:0",
            LocalIntake if name == "lmtp" else Intake,
            per_recipient=name == "lmtp",
        )
        loop.do(door.start())
        opened.append(door)
        return door.port

    yield open_
    for door in opened:
        loop.do(door.stop())


@pytest.fixture
def sink(loop: Loop, settings: Any) -> Iterator[Sink]:
    """The server that takes what we send; `settings.SMTP_OUT` leads to it, and nothing waits to be taken back."""
    from tests.channels.email.sink import Sink

    made = Sink()
    loop.do(made.start(loop.loop))
    settings.SMTP_OUT = f"smtp://127.0.0.1:{made.port}"
    settings.UNDO_WINDOW_MS = 0
    yield made
    loop.do(made.stop())


@pytest.fixture
def imap(settings: Any) -> Iterator[ImapServer]:
    """A scripted IMAP server on this machine, which mailboxes may use."""
    from tests.channels.email.imap_server import ImapServer

    settings.MAIL_HOSTS_ALLOW = ["127.0.0.0/8"]
    made = ImapServer()
    yield made
    made.close()


@pytest.fixture
def pop(settings: Any) -> Iterator[PopServer]:
    """A scripted POP3 server on this machine, which mailboxes may use."""
    from tests.channels.email.pop_server import PopServer

    settings.MAIL_HOSTS_ALLOW = ["127.0.0.0/8"]
    made = PopServer()
    yield made
    made.close()


@pytest.fixture
def provider(settings: Any) -> Iterator[OauthProvider]:
    """A provider on this machine that signs mailboxes in, where the operator allows it."""
    from tests.channels.email.oauth_provider import OauthProvider

    settings.MAIL_HOSTS_ALLOW = ["127.0.0.0/8"]
    made = OauthProvider()
    yield made
    made.close()
