"""A mailbox with a server of its own: replies leave by it, with the same certainty; a refused login waits and is shown."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.commands.set_mail_server import SetMailServer, server_of
from tandem.channels.email.models import CaughtMail, Mailbox, ServerState
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tandem.tickets.models import Delivery
from tests.channels.email.imap_server import refused_port
from tests.channels.email.sink import Sink
from tests.channels.email.test_faults import dies, recover
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own(sink: Sink, mailbox: Mailbox, settings: Any) -> Sink:
    """The mailbox hands its mail to the sink; the installation itself has only the catcher."""
    settings.SMTP_OUT = ""
    settings.MAIL_HOSTS_ALLOW = ["127.0.0.0/8"]
    outgoing(mailbox, sink.port)
    return sink


def outgoing(mailbox: Mailbox, port: int, **values: Any) -> None:
    plain = {"protocol": "smtp", "host": "127.0.0.1", "port": port, "security": "none", "user": "", "active": True}
    run(SetMailServer(mailbox.id, "outgoing", plain | values, values.pop("password", None)), SYSTEM)


def to_kim(own: Sink) -> int:
    """How often the customer may have got it; colleagues are told of doubt by mail as well."""
    return sum(taken.recipients == ["kim@customer.example"] for taken in own.taken)


def sent(world: World, mailbox: Mailbox) -> Delivery:
    world.reply(world.open_ticket(mailbox_id=mailbox.id), world.ben)
    Effect.objects.update(not_before=0)
    drain()
    return Delivery.objects.latest("id")


def test_it_leaves_by_the_mailboxs_own_server(
    world: World, mailbox: Mailbox, second_mailbox: Mailbox, own: Sink
) -> None:
    assert sent(world, mailbox).state == "sent" and len(own.taken) == 1
    assert own.taken[0].sender.startswith("support+")
    server = server_of(mailbox.id, "outgoing")
    assert server is not None and server.state.last_success_at and not server.state.trouble
    # Another mailbox leaves as the installation does; so does this one when its server is switched off.
    assert sent(world, second_mailbox).state == "sent" and CaughtMail.objects.count() == 1
    outgoing(mailbox, own.port, active=False)
    assert sent(world, mailbox).state == "sent" and CaughtMail.objects.count() == 2 and len(own.taken) == 1


def test_a_refused_login_waits_and_is_shown(world: World, mailbox: Mailbox, own: Sink) -> None:
    # The sink knows no AUTH at all.
    run(
        SetMailServer(
            mailbox.id,
            "outgoing",
            {
                "protocol": "smtp",
                "host": "127.0.0.1",
                "port": own.port,
                "security": "none",
                "user": "me",
                "active": True,
            },
            "wrong",
        ),
        SYSTEM,
    )
    delivery = sent(world, mailbox)
    assert delivery.state == "retry" and own.taken == []
    state = ServerState.objects.get()
    assert state.trouble in {"login_refused", "server_error"} and state.trouble_since == state.trouble_at
    outgoing(mailbox, own.port)
    recover()
    delivery.refresh_from_db()
    assert delivery.state == "sent" and ServerState.objects.get().trouble == ""


def test_a_server_that_is_away_or_not_allowed_makes_mail_wait(
    world: World, mailbox: Mailbox, own: Sink, settings: Any
) -> None:
    outgoing(mailbox, refused_port())
    assert sent(world, mailbox).state == "retry"
    assert ServerState.objects.get().trouble == "cannot_connect"
    outgoing(mailbox, own.port)
    settings.MAIL_HOSTS_ALLOW = []
    recover()
    assert Delivery.objects.get().state == "retry" and own.taken == []


@pytest.mark.parametrize(("point", "state"), [("before_mail_from", "uncertain"), ("after_final_dot", "uncertain")])
def test_doubt_is_doubt_here_too(point: str, state: str, world: World, mailbox: Mailbox, own: Sink) -> None:
    world.reply(world.open_ticket(mailbox_id=mailbox.id), world.ben)
    dies(drain, point)
    recover()
    assert Delivery.objects.get().state == state and to_kim(own) <= 1


def test_what_ends_in_doubt_at_the_server_is_not_sent_again(world: World, mailbox: Mailbox, own: Sink) -> None:
    own.at = {"END": ["take_and_drop"]}
    assert sent(world, mailbox).state == "uncertain"
    recover()
    assert to_kim(own) == 1
