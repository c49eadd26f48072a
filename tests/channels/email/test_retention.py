"""Raw mail goes when its time has come, what was made of it stays, and with a ticket that is deleted for good it goes at once."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from tandem.channels.email import ledger
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import CaughtMail, LedgerEntry, Mailbox
from tandem.channels.email.retention import DAY_MS, forget_old
from tandem.infra.clock import now_ms
from tandem.infra.holding import files_are_held
from tandem.infra.storage import storage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect, Timer
from tandem.kernel.pipeline import run
from tandem.kernel.recurring import Recurring
from tandem.kernel.worker import drain
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.models import Message, Ticket
from tandem.tickets.sweeping import sweep_files
from tests.channels.email.letters import raw_mail
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def take(subject: str, age_days: int = 0, state: str = "") -> LedgerEntry:
    """A mail that came that long ago, placed unless a state is given."""
    raw = raw_mail(subject=subject, message_id=f"<{subject.replace(' ', '-')}@x>")
    entry = store(raw, "kim@customer.example", "support@desk.example", "smtp")
    drain()
    changes: dict[str, Any] = {"received_at": now_ms() - age_days * DAY_MS} | ({"state": state} if state else {})
    LedgerEntry.objects.filter(id=entry.id).update(**changes)
    return LedgerEntry.objects.get(id=entry.id)


def grow_old(digest: str, seconds: float = 2 * 24 * 3600.0) -> None:
    then = time.time() - seconds
    os.utime(storage().path(digest), (then, then))


def test_raw_mail_goes_after_its_time_and_the_rest_stays(mailbox: Mailbox, settings: Any) -> None:
    settings.RAW_MAIL_DAYS = 30
    old, young = take("Old", 31), take("Young", 29)
    grow_old(old.raw)
    messages = Message.objects.count()
    assert forget_old(now_ms()) == 1
    kept = LedgerEntry.objects.get(id=old.id)
    assert (kept.raw, kept.digest, kept.subject, kept.state) == ("", old.digest, "Old", "applied")
    assert kept.raw_removed_at is not None
    assert LedgerEntry.objects.get(id=young.id).raw == young.raw
    sweep_files()
    assert not storage().exists(old.raw)
    assert storage().exists(young.raw)
    assert Message.objects.count() == messages
    # The same mail once more is still known.
    again = store(raw_mail(subject="Old", message_id="<Old@x>"), "kim@customer.example", "support@desk.example", "smtp")
    assert again.state == "duplicate"
    assert forget_old(now_ms()) == 0


def test_quarantine_has_a_time_of_its_own_and_what_waits_has_none(mailbox: Mailbox, settings: Any) -> None:
    settings.RAW_MAIL_DAYS = 1
    aside, waiting = take("Aside", 400, "quarantined"), take("Waiting", 400, "received")
    assert forget_old(now_ms()) == 0
    settings.QUARANTINE_DAYS = 399
    assert forget_old(now_ms()) == 1
    assert LedgerEntry.objects.get(id=aside.id).raw == ""
    assert LedgerEntry.objects.get(id=waiting.id).raw == waiting.raw
    with pytest.raises(ledger.RawRemoved):
        ledger.release(SYSTEM, aside.id)
    with pytest.raises(ledger.RawRemoved):
        ledger.try_again(SYSTEM, aside.id)


def test_nothing_goes_where_the_setting_says_for_ever(mailbox: Mailbox, settings: Any) -> None:
    settings.RAW_MAIL_DAYS = 0
    take("Old", 4000)
    assert forget_old(now_ms()) == 0


def test_many_go_in_batches(mailbox: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tandem.channels.email import retention

    monkeypatch.setattr(retention, "_BATCH", 2)
    settings.RAW_MAIL_DAYS = 1
    for number in range(5):
        take(f"Old {number}", 2)
    assert forget_old(now_ms()) == 5


def test_a_ticket_that_is_deleted_for_good_takes_its_raw_mail_along(mailbox: Mailbox) -> None:
    gone, stays = take("Gone"), take("Stays")
    for entry in (gone, stays):
        grow_old(entry.raw, 3600.0)
    copy = store(
        raw_mail(subject="Gone", message_id="<Gone@x>"), "kim@customer.example", "support@desk.example", "smtp"
    )
    grow_old(gone.raw, 3600.0)
    CaughtMail.objects.create(ticket_id=gone.ticket_id, envelope_from="x", raw=storage().put(b"caught"), size=6)
    ticket = Ticket.objects.get(id=gone.ticket_id)
    run(TrashTicket(ticket.id), SYSTEM)
    run(DeleteTicket(ticket.id), SYSTEM)
    assert set(LedgerEntry.objects.filter(id__in=[gone.id, copy.id]).values_list("raw", flat=True)) == {""}
    assert not CaughtMail.objects.exists()
    # Not while a backup copies what its snapshot names; and then at once.
    with files_are_held():
        drain()
        assert storage().exists(gone.raw)
    Effect.objects.filter(kind="files.forget").update(not_before=0)
    drain()
    assert not storage().exists(gone.raw)
    assert storage().exists(stays.raw)
    assert LedgerEntry.objects.get(id=stays.id).raw == stays.raw


def test_it_is_asked_for_every_day() -> None:
    Recurring().ask(now_ms())
    assert Timer.objects.filter(kind="mail.forget").count() == 1


def test_the_page_of_a_mail_says_since_when_its_bytes_are_gone(mailbox: Mailbox, world: World, settings: Any) -> None:
    settings.RAW_MAIL_DAYS = 1
    entry = take("Old", 2)
    ana = world.browser(world.ana)
    assert ana.get(f"/ledger/{entry.id}").json()["raw_removed_at"] is None
    forget_old(now_ms())
    shown = ana.get(f"/ledger/{entry.id}").json()
    assert shown["raw_removed_at"].startswith("20")
    answer = ana.get(f"/ledger/{entry.id}/raw")
    assert (answer.status_code, answer.json()["code"]) == (409, "ledger.raw_removed")
