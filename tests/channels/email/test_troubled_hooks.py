"""Trouble of a webhook that lasts is told to admins, and a stranger who calls it cannot make them much mail (sec:F-10)."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tandem.channels.email.commands.remove_mail_hook import RemoveMailHook
from tandem.channels.email.commands.set_mail_hook import SetMailHook
from tandem.channels.email.hooks import refusals
from tandem.channels.email.hooks.refusals import LASTING_MS, Refusals
from tandem.channels.email.intake import webhook
from tandem.channels.email.models import HookState, Mailbox, MailHook
from tandem.channels.email.watching import tell_of_troubled_hooks
from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.notifications.models import Notification
from tests.channels.email.letters import raw_mail
from tests.channels.email.test_webhooks import PROVIDERS, SECRET, bring
from tests.patience import until
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = 60_000
DAY = 24 * 3_600_000


class Clock:
    """Minutes that pass when they are told to."""

    def __init__(self) -> None:
        self.now = clock.now_ms()

    def later(self, minutes: float) -> int:
        self.now += int(minutes * MINUTE)
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (refusals, webhook):
        monkeypatch.setattr(module.clock, "now_ms", lambda: made.now)
    monkeypatch.setattr(refusals, "_REFUSALS", Refusals())
    return made


@pytest.fixture
def hook(mailbox: Mailbox) -> MailHook:
    run(SetMailHook(mailbox.id, "postmark", secret=SECRET), SYSTEM)
    return MailHook.objects.get()


def knock(mailbox: Mailbox, secret: str = "wrong") -> int:
    """One call; what it leaves is written down before this returns."""
    status = bring(mailbox, "postmark", raw_mail(), secret=secret)
    assert until(lambda: not any(one.name.endswith("(_write_apart)") for one in threading.enumerate()))
    return status


def hammer(mailbox: Mailbox, time: Clock, minutes: int) -> None:
    for _minute in range(minutes):
        assert knock(mailbox) == 401
        time.later(1)


def told() -> list[str]:
    return list(Notification.objects.order_by("id").values_list("about", flat=True))


def test_a_wrong_secret_is_told_after_a_quarter_of_an_hour(
    world: World, mailbox: Mailbox, hook: MailHook, time: Clock
) -> None:
    hammer(mailbox, time, 15)
    assert not HookState.objects.exists(), "nothing before it has lasted"
    begun = time.now - 15 * MINUTE
    hammer(mailbox, time, 1)
    state = HookState.objects.get()
    assert (state.trouble, state.trouble_since) == ("refused", begun)
    assert tell_of_troubled_hooks(time.now) == 1 and tell_of_troubled_hooks(time.now) == 0
    assert told() == ["mailbox.hook_troubled"] and Notification.objects.get().person_id == world.ana.id
    (row,) = world.browser(world.ana).get("/notifications").json()["results"]
    assert row["text"] == "The webhook of support@desk.example has taken nothing for a quarter of an hour"
    (shown,) = [box for box in world.browser(world.ana).get("/mailboxes").json()["results"] if box["webhook"]]
    assert "secret" in shown["webhook"]["trouble"]


def test_a_provider_that_proves_itself_ends_it(mailbox: Mailbox, hook: MailHook, time: Clock) -> None:
    """sec:F-10: a stranger beside a provider that works is of no interest."""
    for _round in range(6):
        hammer(mailbox, time, 10)
        assert knock(mailbox, SECRET) == 200
    assert HookState.objects.get().trouble == "" and tell_of_troubled_hooks(time.now) == 0
    hammer(mailbox, time, 20)
    assert HookState.objects.get().trouble == "refused"
    assert knock(mailbox, SECRET) == 200
    assert HookState.objects.get().trouble == "" and tell_of_troubled_hooks(time.now) == 0


def test_another_process_that_heard_the_provider_counts_too(
    mailbox: Mailbox, hook: MailHook, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hammer(mailbox, time, 10)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(refusals, "_REFUSALS", Refusals())
        assert knock(mailbox, SECRET) == 200
    hammer(mailbox, time, 10)
    assert HookState.objects.get().trouble == "", "less than a quarter of an hour since then"
    hammer(mailbox, time, 15)
    assert HookState.objects.get().trouble == "refused"


def test_a_stranger_makes_one_notice_a_day_at_most(world: World, mailbox: Mailbox, hook: MailHook, time: Clock) -> None:
    """sec:F-10: even one who stops and starts as the provider comes and goes."""
    began = time.now
    while time.now - began < DAY - 60 * MINUTE:
        hammer(mailbox, time, 16)
        tell_of_troubled_hooks(time.now)
        assert knock(mailbox, SECRET) == 200
        time.later(44)
    assert told() == ["mailbox.hook_troubled"]
    # It ends by itself when nobody has called for a day.
    hammer(mailbox, time, 16)
    time.later(24 * 60)
    tell_of_troubled_hooks(time.now)
    assert HookState.objects.get().trouble == "" and len(told()) == 1


def test_addresses_that_do_not_exist_leave_nothing(
    mailbox: Mailbox, second_mailbox: Mailbox, hook: MailHook, time: Clock
) -> None:
    for _minute in range(20):
        for box, provider in ((mailbox, "mailgun"), (second_mailbox, "postmark"), (second_mailbox, "ses")):
            assert webhook_status(box, provider) == 401
        time.later(1)
    assert not HookState.objects.exists() and not refusals._REFUSALS._since
    run(SetMailHook(mailbox.id, "postmark", active=False), SYSTEM)
    hammer(mailbox, time, 20)
    assert not HookState.objects.exists()


def webhook_status(mailbox: Mailbox, provider: str) -> int:
    return bring(mailbox, provider, raw_mail(), secret="wrong")


def test_it_is_written_once_a_minute_however_fast_it_is_called(
    mailbox: Mailbox, hook: MailHook, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(refusals, "write_down", lambda hook_id, *_: written.append(hook_id) or True)
    for _call in range(600):
        refusals.refused(hook.id, "refused")
        time.later(2 / 60)
    for _call in range(100):
        refusals.refused(hook.id, "refused")
        time.later(0.1)
    assert until(lambda: not any(one.name.endswith("(_write_apart)") for one in threading.enumerate()))
    assert 10 <= len(written) <= 16


def test_a_secret_that_cannot_be_opened_is_told(
    world: World, mailbox: Mailbox, hook: MailHook, time: Clock, monkeypatch: Any
) -> None:
    monkeypatch.setattr(webhook, "open_hook_secret", lambda _hook: None)
    for _minute in range(17):
        assert knock(mailbox, SECRET) == 401
        time.later(1)
    assert HookState.objects.get().trouble == "sealed"
    assert tell_of_troubled_hooks(time.now) == 1 and told() == ["mailbox.hook_troubled"]


def test_bodies_that_are_refused_are_told_when_they_come_again(
    world: World, mailbox: Mailbox, hook: MailHook, time: Clock, settings: Any
) -> None:
    settings.MAX_MAIL_BYTES = 10
    assert knock(mailbox, SECRET) == 500
    # One alone is a stumble, however long ago.
    assert tell_of_troubled_hooks(time.later(60)) == 0
    assert knock(mailbox, SECRET) == 500
    assert tell_of_troubled_hooks(time.now) == 1 and told() == ["mailbox.hook_troubled"]
    # Taken as well, or switched off, it troubles nobody.
    run(RemoveMailHook(mailbox.id), SYSTEM)
    assert tell_of_troubled_hooks(time.later(2 * 24 * 60)) == 0


def test_the_quarter_of_an_hour_is_the_same_for_both() -> None:
    from tandem.channels.email.watching import PATIENCE_MS

    assert LASTING_MS == PATIENCE_MS and PROVIDERS
