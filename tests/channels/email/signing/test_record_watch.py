"""The record of a key that signs is looked at every day; one that is gone is told to admins, and mail goes on being signed."""

from __future__ import annotations

import pytest

from tandem.channels.email.commands.make_signing_key import MakeSigningKey
from tandem.channels.email.commands.remove_signing_key import RemoveSigningKey
from tandem.channels.email.commands.switch_signing import SwitchSigning
from tandem.channels.email.models import CaughtMail, Mailbox, RecordState, SigningKey
from tandem.channels.email.signing import watching
from tandem.channels.email.signing.keys import new_pair
from tandem.channels.email.signing.record import record_name, record_value
from tandem.channels.email.signing.sign import signed
from tandem.channels.email.signing.watching import CHECK_RECORDS, DAY_MS, PATIENCE_MS, look_at_all
from tandem.channels.email.trust import names
from tandem.infra import clock
from tandem.kernel import timers
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect, Timer
from tandem.kernel.pipeline import run
from tandem.kernel.recurring import Recurring
from tandem.kernel.worker import carry_out_one, drain
from tandem.notifications.models import Notification
from tests.channels.email.letters import raw_mail
from tests.channels.email.names import NameServer
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

NOW = 1_900_000_000_000


@pytest.fixture
def key(mailbox: Mailbox, name_server: NameServer) -> SigningKey:
    """A key of desk.example that signs, its record published."""
    secret, public = new_pair("desk.example", "tandem1")
    run(MakeSigningKey("desk.example", "tandem1", public, secret), SYSTEM)
    made = SigningKey.objects.get()
    run(SwitchSigning(made.id, True), SYSTEM)
    publish(made, name_server)
    return made


def place(key: SigningKey) -> str:
    return record_name(key.domain, key.selector)


def publish(key: SigningKey, server: NameServer) -> None:
    server.text(place(key), record_value(key.public))
    names.forget()


def withdraw(key: SigningKey, server: NameServer) -> None:
    server.zone.pop((place(key), "TXT"), None)
    names.forget()


def told() -> list[str]:
    return list(Notification.objects.order_by("id").values_list("about", flat=True))


def test_a_record_that_vanished_is_told_once_when_a_second_look_confirms_it(
    world: World, key: SigningKey, name_server: NameServer
) -> None:
    assert look_at_all(NOW) is False and RecordState.objects.get().found == "there"
    withdraw(key, name_server)
    assert look_at_all(NOW + DAY_MS) is True and told() == [], "it may be a stumble"
    names.forget()
    assert look_at_all(NOW + DAY_MS + PATIENCE_MS) is False
    assert told() == ["signing_key.record_missing"]
    row = Notification.objects.get()
    assert (row.person_id, row.subject) == (world.ana.id, place(key))
    for day in range(2, 5):
        names.forget()
        assert look_at_all(NOW + day * DAY_MS) is False
    # Nor after a crash between the telling and the noting of it.
    RecordState.objects.update(told_since=None)
    look_at_all(NOW + 5 * DAY_MS)
    assert len(told()) == 1
    # It ends quietly, and the next time is told anew, whatever is there then.
    publish(key, name_server)
    look_at_all(NOW + 6 * DAY_MS)
    assert RecordState.objects.get().found == "there" and len(told()) == 1
    name_server.text(place(key), record_value(key.public) + "x")
    names.forget()
    look_at_all(NOW + 7 * DAY_MS)
    look_at_all(NOW + 7 * DAY_MS + PATIENCE_MS)
    assert told() == ["signing_key.record_missing", "signing_key.record_differs"]


def test_a_stumble_is_not_told(key: SigningKey, name_server: NameServer) -> None:
    withdraw(key, name_server)
    assert look_at_all(NOW) is True
    publish(key, name_server)
    assert look_at_all(NOW + PATIENCE_MS) is False and told() == []


def test_servers_that_do_not_answer_say_nothing(
    key: SigningKey, name_server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_all(NOW)
    before = RecordState.objects.values().get()
    name_server.silent.add(place(key))
    monkeypatch.setattr(names, "PATIENCE", 0.1)
    names.forget()
    assert look_at_all(NOW + DAY_MS) is False
    assert RecordState.objects.values().get() == before and told() == []


def test_mail_goes_on_being_signed(key: SigningKey, name_server: NameServer) -> None:
    withdraw(key, name_server)
    look_at_all(NOW)
    look_at_all(NOW + PATIENCE_MS)
    assert told() == ["signing_key.record_missing"]
    assert signed(raw_mail(sender="support@desk.example")).startswith(b"DKIM-Signature:")


def test_a_key_that_signs_nothing_is_left_alone(key: SigningKey, name_server: NameServer) -> None:
    run(SwitchSigning(key.id, False), SYSTEM)
    withdraw(key, name_server)
    asked = len(name_server.asked)
    assert look_at_all(NOW) is False
    assert len(name_server.asked) == asked and not RecordState.objects.exists()


def test_a_key_that_is_removed_takes_its_state_along(key: SigningKey) -> None:
    look_at_all(NOW)
    run(SwitchSigning(key.id, False), SYSTEM)
    run(RemoveSigningKey(key.id), SYSTEM)
    assert not RecordState.objects.exists() and look_at_all(NOW + DAY_MS) is False


def test_it_is_asked_for_once_a_day_by_however_many(key: SigningKey, name_server: NameServer) -> None:
    now = clock.now_ms()
    for _process in range(3):
        Recurring().ask(now)
    assert Timer.objects.filter(kind=CHECK_RECORDS.name).count() == 1
    for _process in range(2):
        timers.fire_due(now + DAY_MS)
    assert Effect.objects.filter(kind=CHECK_RECORDS.name).count() == 1
    withdraw(key, name_server)
    Effect.objects.exclude(kind=CHECK_RECORDS.name).delete()
    Effect.objects.update(not_before=0)
    assert carry_out_one()
    row = Effect.objects.get(kind=CHECK_RECORDS.name)
    assert (row.state, row.attempts) == ("queued", 0), "it looks once more within the day"
    assert PATIENCE_MS < row.not_before - clock.now_ms() < 2 * PATIENCE_MS


def test_admins_read_it_behind_the_bell_by_mail_and_on_the_page(
    world: World, key: SigningKey, name_server: NameServer
) -> None:
    ana = world.browser(world.ana)

    def shown() -> dict[str, object]:
        (domain,) = ana.get("/signing/domains").json()["results"]
        return dict(domain["keys"][0])

    assert (shown()["trouble"], shown()["checked_at"]) == ("", None)
    withdraw(key, name_server)
    now = clock.now_ms()
    look_at_all(now - PATIENCE_MS)
    look_at_all(now)
    assert "not published any more" in str(shown()["trouble"]) and shown()["trouble_since"]
    (row,) = ana.get("/notifications").json()["results"]
    words = f"The record {place(key)} is not published any more: signatures cannot be verified"
    assert (row["text"], row["place"], row["about"]) == (words, "/mailboxes", place(key))
    drain()
    assert CaughtMail.objects.get().subject == words
    assert "its record was not published any more" in {row["sentence"] for row in ana.get("/audit").json()["results"]}
    # Whoever has put it right and looks for themselves need not wait for tomorrow.
    publish(key, name_server)
    assert ana.post(f"/signing/keys/{key.id}/check").json()["found"] == "there"
    assert shown()["trouble"] == ""


def test_the_second_look_comes_after_the_patience() -> None:
    assert watching._AGAIN_MS > PATIENCE_MS
