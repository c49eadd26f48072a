"""kill -9 at every stop point of mail, in a real process, then recovery and the checker of R-01 to R-06."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tandem.channels.email.applying.parser import close_parser
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.infra import clock
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.tickets.models import Delivery, Message, Ticket
from tests import deaths
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

RECIPIENT = "support@desk.example"


def dies(work: Callable[[], object], at: str) -> None:
    """Do `work` in another process, which must be killed at this stop point and has a parser of its own."""
    close_parser()
    deaths.dies(work, at)


def recover() -> None:
    """What the tender and the workers of the next process do, without waiting for leases."""
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    for _round in range(3):
        Effect.objects.filter(state="queued").update(not_before=0)
        drain()


def check_applied_once(raw: bytes) -> None:
    """R-01, R-02: kept byte by byte, applied once, every other arrival a recorded duplicate; R-07: one event a fact."""
    rows = list(LedgerEntry.objects.order_by("id"))
    assert [row.state for row in rows] == ["applied"] + ["duplicate"] * (len(rows) - 1)
    for row in rows:
        with storage().open(row.raw) as file:
            assert file.read() == raw
    message = Message.objects.get()
    assert (rows[0].ticket_message_id, rows[0].ticket_id) == (message.id, message.shown_in_id)
    ticket = Ticket.objects.get()
    seqs = list(Event.objects.filter(stream_kind="ticket").order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, ticket.seq + 1))
    assert Event.objects.filter(kind="message.received").count() == 1
    assert not Effect.objects.exclude(state="done").filter(kind="ledger.apply").exists()


@pytest.mark.parametrize("point", ["after_raw_store", "after_ledger_row"])
def test_a_door_that_dies_before_its_answer_loses_and_doubles_nothing(point: str, mailbox: Mailbox) -> None:
    raw = raw_mail(message_id="<fault@customer.example>")
    dies(lambda: store(raw, "kim@customer.example", RECIPIENT, "lmtp"), point)
    recover()
    # It heard no 250, so the sender tries again.
    store(raw, "kim@customer.example", RECIPIENT, "lmtp")
    recover()
    check_applied_once(raw)


@pytest.mark.parametrize(
    "point", ["after_claim", "after_parse", "before_commit", "after_commit", "before_ledger_applied", "before_finish"]
)
def test_a_worker_that_dies_while_applying_is_repeated_without_effect(point: str, mailbox: Mailbox) -> None:
    raw = raw_mail(message_id="<fault@customer.example>")
    store(raw, "kim@customer.example", RECIPIENT, "lmtp")
    dies(drain, point)
    recover()
    check_applied_once(raw)


#: Stop point -> what the agent must see afterwards, and how often the customer may have got it.
SENDING = {
    "after_claim": ("sent", 1),
    "before_mail_from": ("uncertain", 0),
    "before_final_dot": ("uncertain", 0),
    "after_final_dot": ("uncertain", 1),
    "after_250": ("uncertain", 1),
    "before_sent_commit": ("uncertain", 1),
    "before_finish": ("sent", 1),
}


@pytest.mark.parametrize("point", SENDING)
def test_a_worker_that_dies_while_sending_never_sends_twice(
    point: str, world: World, mailbox: Mailbox, sink: Sink
) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.reply(ticket, world.ben)
    dies(drain, point)
    recover()
    recover()
    state, most = SENDING[point]
    assert Delivery.objects.get().state == state
    assert len(sink.replies) <= most and (state != "sent" or len(sink.replies) == 1)
    # doubt is told, once, and an effect in doubt lies where operators look.
    assert Event.objects.filter(kind=f"delivery.{state}").count() == 1
    assert Effect.objects.get(kind="mail.send").state == ("parked" if state == "uncertain" else "done")


def die_and_return(at: str) -> None:
    """The process is killed there, and the next one begins."""
    dies(drain, at)
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    Effect.objects.filter(state="queued").update(not_before=0)


def test_a_mail_that_kills_whoever_applies_it_is_set_aside_and_the_next_one_goes_on(mailbox: Mailbox) -> None:
    """R-17: the first death makes a suspect, three more while it is alone in hand are enough."""
    poison = store(raw_mail(subject="poison"), "kim@customer.example", RECIPIENT, "lmtp")
    for counted in range(4):
        die_and_return("after_parse")
        poison.refresh_from_db()
        assert (poison.state, poison.deaths) == ("received", counted)
    good = store(raw_mail(subject="good"), "kim@customer.example", RECIPIENT, "lmtp")
    drain()
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, poison.reason) == ("quarantined", "poison")
    assert good.state == "applied"


def test_nobody_waits_behind_a_mail_that_may_have_killed_the_process(mailbox: Mailbox) -> None:
    """R-17, with leases that nobody ends: whatever the suspect does, its lane is free from its second attempt on."""
    poison = store(raw_mail(subject="poison"), "kim@customer.example", RECIPIENT, "lmtp")
    good = store(raw_mail(subject="good"), "kim@customer.example", RECIPIENT, "lmtp")
    die_and_return("after_parse")
    dies(drain, "after_parse")
    # The lease of the dead lasts, and the other process works on.
    drain()
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, good.state) == ("received", "applied")


@pytest.mark.parametrize("point", ["after_claim", "before_finish"])
def test_a_process_that_dies_again_and_again_makes_no_poison_of_what_it_had_not_begun_or_had_ended(
    point: str, mailbox: Mailbox
) -> None:
    raw = raw_mail(message_id="<fault@customer.example>")
    store(raw, "kim@customer.example", RECIPIENT, "lmtp")
    for _death in range(5 if point == "after_claim" else 1):
        die_and_return(point)
    recover()
    check_applied_once(raw)
    assert LedgerEntry.objects.get().deaths == 0
