"""Which mails were answered by themselves is not remembered for good, and none of them is answered twice all the same (R-09)."""

from __future__ import annotations

import pytest
from django.db import connection

from tandem.channels.email import retention
from tandem.channels.email.automatic import clearing
from tandem.channels.email.automatic.clearing import KEPT_MS, forget_weighed
from tandem.channels.email.automatic.correspondents import correspondent_of
from tandem.channels.email.models import AutomaticMail, Correspondent, LedgerEntry, Mailbox, TooLargeTold
from tandem.infra import clock
from tandem.infra.ids import new_id
from tests.channels.email.answering import received, set_up
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.statements import statements

pytestmark = pytest.mark.django_db(transaction=True)

NOW = 2_000_000_000_000
OLD = NOW - KEPT_MS - 1


def weighed(at: int, address: str = "kim@customer.example", purpose: str = "acknowledgement") -> AutomaticMail:
    return AutomaticMail.objects.create(
        at=at,
        purpose=purpose,
        outcome="sent",
        mail=f"{new_id():064x}",
        correspondent_id=correspondent_of(address),
        ticket_id=1,
        ledger_id=1,
    )


def told(at: int) -> TooLargeTold:
    return TooLargeTold.objects.create(
        mail=f"{new_id():064x}", correspondent_id=correspondent_of("kim@customer.example"), ledger_id=1, at=at
    )


@pytest.mark.parametrize("purpose", ["acknowledgement", "confirmation"])
def test_rows_go_when_no_rule_can_need_them(purpose: str) -> None:
    gone, stays = weighed(OLD, purpose=purpose), weighed(OLD + 1, purpose=purpose)
    told(OLD)
    young = told(OLD + 1)
    assert forget_weighed(NOW) == 2 and forget_weighed(NOW) == 0
    assert list(AutomaticMail.objects.values_list("id", flat=True)) == [stays.id] != [gone.id]
    assert list(TooLargeTold.objects.values_list("mail", flat=True)) == [young.mail]


@pytest.mark.parametrize("column", ["paused_at", "blocked_at"])
def test_what_led_to_a_stop_stays_as_long_as_the_stop(column: str) -> None:
    kept = weighed(OLD, "loop@other.example")
    weighed(OLD)
    Correspondent.objects.filter(id=kept.correspondent_id).update(**{column: OLD})
    assert forget_weighed(NOW) == 1
    assert AutomaticMail.objects.get().id == kept.id
    Correspondent.objects.update(**{column: None})
    assert forget_weighed(NOW) == 1


def test_every_purpose_that_there_is_goes() -> None:
    """One that is added later must not be kept for good."""
    from typing import get_args

    from tandem.channels.email.automatic.kinds import Purpose

    assert set(clearing._PURPOSES) == set(get_args(Purpose)) - {""}


def test_it_goes_in_batches_and_looks_at_what_stays_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "_BATCH", 10)
    for number in range(30):
        weighed(OLD - number, "loop@other.example")
        weighed(OLD - number)
        told(OLD - number)
    # Several of one moment, more than a batch.
    for _number in range(15):
        weighed(OLD - 100)
    Correspondent.objects.filter(key="loop@other.example").update(paused_at=OLD)
    with statements() as asked:
        assert forget_weighed(NOW) >= 70
    assert asked.count("SELECT email_channel_automaticmail") <= 2 * 12
    forget_weighed(NOW)
    assert AutomaticMail.objects.count() == 30 and not TooLargeTold.objects.exists()


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (AutomaticMail.objects.filter(purpose="confirmation", at__lt=OLD).order_by("-at", "-id"), "automatic_newest"),
        (TooLargeTold.objects.filter(at__lt=OLD).order_by("at"), "too_large_told_at"),
        (LedgerEntry.objects.filter(digest="x", received_at__lt=OLD), "ledger_by_digest"),
    ],
    ids=["weighed", "told", "old"],
)
def test_it_follows_an_index(rows: object, index: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # An empty table is read as a whole; the question is which index could be used at all.
            cursor.execute("SET enable_seqscan = off")
    try:
        assert index in rows.values_list("pk")[:10].explain()  # type: ignore[attr-defined]
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("RESET enable_seqscan")


def test_a_mail_that_was_answered_is_not_answered_again_when_its_row_is_gone(
    mailbox: Mailbox, second_mailbox: Mailbox, sink: Sink
) -> None:
    """R-09: the same bytes come to another mailbox, months later. Its date lies ahead, so that it never counts as old."""
    set_up(mailbox)
    set_up(second_mailbox)
    raw = raw_mail(to="support@desk.example, billing@desk.example", Date="Sun, 22 Nov 2099 01:00:00 +0000")
    first = received(raw=raw)
    assert AutomaticMail.objects.get().outcome == "sent"
    past = clock.now_ms() - KEPT_MS - 1
    AutomaticMail.objects.update(at=past)
    LedgerEntry.objects.filter(id=first.id).update(received_at=past)
    retention.FORGET_MAIL.handle(None)  # type: ignore[arg-type]  # it asks nothing of its claim
    assert not AutomaticMail.objects.exists()
    assert len(sink.replies) == 1
    entry = received(raw=raw, recipient="billing@desk.example")
    assert not AutomaticMail.objects.exists() and len(sink.replies) == 1
    assert (entry.state, entry.trace[-1]["outcome"]) == ("applied", "answered")
