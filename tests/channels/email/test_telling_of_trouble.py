"""Trouble with a mailbox's servers that lasts is told to admins once; a stumble is not, and a new trouble is told anew."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers.notifications import NotificationList
from tandem.channels.email.gauges import troubles
from tandem.channels.email.models import CaughtMail, Mailbox, MailServer, ServerState
from tandem.channels.email.watching import PATIENCE_MS, tell_of_lasting_trouble
from tandem.infra import clock
from tandem.kernel.models import Effect
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tests.api.shapes import fits
from tests.channels.email.fetching import incoming
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(mailbox: Mailbox) -> MailServer:
    return incoming(mailbox, 1)


def trouble(server: MailServer, since: int, code: str = "login_refused") -> None:
    ServerState.objects.update_or_create(
        server_id=server.id, defaults={"trouble": code, "trouble_since": since, "trouble_at": since}
    )


def test_it_is_told_once_after_a_quarter_of_an_hour(world: World, server: MailServer) -> None:
    now = clock.now_ms()
    trouble(server, now)
    assert tell_of_lasting_trouble(now + PATIENCE_MS - 1) == 0
    assert tell_of_lasting_trouble(now + PATIENCE_MS) == 1
    assert tell_of_lasting_trouble(now + PATIENCE_MS) == 0
    # Another code of the same trouble is no news, nor is a crash after it was told.
    trouble(server, now, "cannot_connect")
    ServerState.objects.update(told_since=None)
    tell_of_lasting_trouble(now + 2 * PATIENCE_MS)
    assert list(Notification.objects.values_list("person_id", "kind")) == [(world.ana.id, "mailbox_trouble")]
    # It recovers quietly; the next trouble is a new one.
    ServerState.objects.update(trouble="", trouble_since=None)
    assert tell_of_lasting_trouble(now + 3 * PATIENCE_MS) == 0
    trouble(server, now + 4 * PATIENCE_MS)
    assert tell_of_lasting_trouble(now + 5 * PATIENCE_MS) == 1 and Notification.objects.count() == 2


def test_what_is_switched_off_troubles_nobody(server: MailServer) -> None:
    trouble(server, 0)
    MailServer.objects.update(active=False)
    assert tell_of_lasting_trouble(clock.now_ms()) == 0


def test_it_stands_in_the_list_of_those_who_can_put_it_right(world: World, server: MailServer) -> None:
    """sec:Z-06: and not any more once somebody may not."""
    trouble(server, 1)
    tell_of_lasting_trouble(clock.now_ms())
    ana = world.browser(world.ana)
    (row,) = fits(ana.get("/notifications"), NotificationList)["results"]
    assert row["ticket"] is None and (row["place"], row["about"]) == ("/mailboxes", "support@desk.example")
    assert row["text"] == "support@desk.example has fetched no mail for a quarter of an hour"
    assert world.browser(world.ben).get("/notifications").json()["results"] == []
    Notification.objects.update(person_id=world.ben.id)
    assert world.browser(world.ben).get("/notifications").json() | {"next": None} == {
        "results": [],
        "next": None,
        "unread": 0,
    }


def test_it_comes_by_mail_and_not_by_the_mailbox_that_is_in_trouble(
    world: World, server: MailServer, second_mailbox: Mailbox
) -> None:
    trouble(server, 1)
    tell_of_lasting_trouble(clock.now_ms())
    (effect,) = Effect.objects.filter(kind="mail.notify")
    drain()
    mail = CaughtMail.objects.get()
    assert mail.recipients == [world.ana.email] and mail.envelope_from == ""
    assert mail.subject == "support@desk.example has fetched no mail for a quarter of an hour"
    # Whoever may not look after mailboxes any more by then is told nothing.
    CaughtMail.objects.all().delete()
    Effect.objects.filter(id=effect.id).update(
        state="queued", payload=effect.payload | {"person_id": str(world.ben.id)}
    )
    drain()
    assert not CaughtMail.objects.exists()


def test_operators_see_how_long_it_lasts(server: MailServer) -> None:
    (reading,) = troubles()
    assert reading.values == {}
    trouble(server, clock.now_ms() - 60_000)
    (reading,) = troubles()
    assert 59 < reading.values["support@desk.example", "incoming"] < 120


def test_the_words_are_in_the_readers_language(world: World, server: MailServer, settings: Any) -> None:
    type(world.ana).objects.filter(id=world.ana.id).update(language="cs")
    trouble(server, 1)
    tell_of_lasting_trouble(clock.now_ms())
    assert "čtvrt hodiny" in Effect.objects.get(kind="mail.notify").payload["line"]
