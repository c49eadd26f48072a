"""R-09: at most one automatic answer to an incoming mail and within its budget, whatever dies, comes again or is done again."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.channels.email.applying.parser import close_parser
from tandem.channels.email.automatic.correspondents import correspondent_of
from tandem.channels.email.commands.acknowledge import Acknowledge
from tandem.channels.email.commands.weighing import Weighing
from tandem.channels.email.intake.store import request_application, store
from tandem.channels.email.models import AutomaticMail, Correspondent, LedgerEntry, Mailbox
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect, Event
from tandem.kernel.pipeline import run
from tandem.kernel.worker import carry_out_one, drain
from tandem.tickets.models import Delivery, Message
from tests import deaths
from tests.channels.email.answering import everything, last_step, received, senders_are, set_up
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.kernel.test_once import together

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

RECIPIENT = "support@desk.example"


@pytest.fixture
def box(mailbox: Mailbox) -> Mailbox:
    return set_up(mailbox)


def recover() -> None:
    """What the next process does, without waiting for leases."""
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    everything()


#: Where the process dies, at the how-manieth arrival there, and whether the customer gets the answer all the same.
POINTS = [
    ("after_claim:2", 1),
    ("before_acknowledged:1", 1),
    ("before_commit:2", 1),
    ("after_commit:2", 1),
    ("before_finish:1", 1),
    ("before_finish:2", 1),
    ("after_claim:3", 1),
    ("before_mail_from:1", 0),
    ("before_final_dot:1", 0),
    ("after_final_dot:1", 1),
    ("after_250:1", 1),
    ("before_sent_commit:1", 1),
    ("before_finish:3", 1),
]


def dies(at: str) -> None:
    close_parser()
    point, _, nth = at.partition(":")

    def work() -> None:
        from tandem.infra import stop_points

        stop_points._remaining = int(nth)
        drain()

    deaths.dies(work, point)


@pytest.mark.parametrize(("point", "arrives"), POINTS)
def test_a_worker_that_dies_answers_no_mail_twice(point: str, arrives: int, box: Mailbox, sink: Sink) -> None:
    with senders_are("proven"):
        store(raw_mail(), "kim@customer.example", RECIPIENT, "lmtp")
        dies(point)
        recover()
        recover()
    assert len(sink.replies) == arrives
    assert Message.objects.filter(kind="reply").count() == 1
    assert list(AutomaticMail.objects.values_list("outcome", flat=True)) == ["sent"]
    assert Event.objects.filter(kind="message.sent_automatically").count() == 1
    # What is in doubt is never sent again.
    assert Delivery.objects.get().state in {"sent", "uncertain"}
    assert last_step(LedgerEntry.objects.get()) == "sent"


ASKING = [
    ("before_asked:1", 1),
    ("before_commit:2", 1),
    ("after_commit:2", 1),
    ("before_mail_from:1", 0),
    ("before_final_dot:1", 0),
    ("after_250:1", 1),
]


@pytest.mark.parametrize(("point", "arrives"), ASKING)
def test_a_worker_that_dies_asks_no_stranger_twice(point: str, arrives: int, box: Mailbox, sink: Sink) -> None:
    with senders_are("unproven"):
        store(raw_mail(), "kim@customer.example", RECIPIENT, "lmtp")
        dies(point)
        recover()
        recover()
    assert len(sink.taken) == arrives
    assert list(AutomaticMail.objects.values_list("purpose", "outcome")) == [("confirmation", "sent")]


def test_a_mail_that_is_delivered_again_is_answered_once(box: Mailbox, sink: Sink) -> None:
    raw = raw_mail()
    received(raw=raw)
    received(raw=raw)
    received(raw=b"Received: from elsewhere\r\n" + raw)
    assert len(sink.replies) == 1


def test_an_effect_that_is_replayed_finds_what_it_did(box: Mailbox, sink: Sink) -> None:
    entry = received()
    Effect.objects.filter(kind="mail.acknowledge").update(
        state="queued",
        payload={
            "entry_id": str(entry.id),
            "ticket_id": str(entry.ticket_id),
            "to": "kim@customer.example",
            "name": "Kim",
            "confirms": False,
        },
    )
    everything()
    assert len(sink.replies) == 1
    assert last_step(LedgerEntry.objects.get()) == "answered"


def test_two_workers_at_once_answer_once(box: Mailbox, sink: Sink) -> None:
    with senders_are("proven"):
        entry = store(raw_mail(), "kim@customer.example", RECIPIENT, "lmtp")
        carry_out_one()
        entry.refresh_from_db()
    assert entry.ticket_id is not None
    recipient = make_address("kim@customer.example", "Kim")
    weighing = Weighing(entry.ticket_id, entry.id, correspondent_of(recipient.address), recipient)
    together(*[lambda: run(Acknowledge(weighing), SYSTEM)] * 4)
    everything()
    assert len(sink.replies) == 1 and AutomaticMail.objects.count() == 1


def test_two_mailboxes_at_once_keep_one_budget(box: Mailbox, second_mailbox: Mailbox, sink: Sink) -> None:
    """Their lanes go side by side; the address is one."""
    set_up(second_mailbox)
    with senders_are("proven"):
        for number in range(8):
            where = RECIPIENT if number % 2 else "billing@desk.example"
            store(raw_mail(to=where, subject=str(number)), "kim@customer.example", where, "lmtp")
        together(*[drain] * 4)
        everything()
    assert len(sink.replies) == 3
    assert Correspondent.objects.get().paused_at is not None


_EXAMPLES = count(1)


class _Everything:
    """What may happen to a desk, in any order."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        # Two people of this example alone, so that each begins with a whole budget.
        people = [f"{who}{next(_EXAMPLES)}@customer.example" for who in ("a", "b")]
        self._raws = [raw_mail(sender=sender, subject=str(number)) for sender in people for number in range(5)]

    def do(self, act: str, which: int) -> None:
        raw = self._raws[which % len(self._raws)]
        if act in {"proven", "unproven"}:
            with senders_are(act):  # type: ignore[arg-type]
                store(raw, "x@customer.example", RECIPIENT, "lmtp")
                carry_out_one()
        elif act == "work":
            carry_out_one()
        elif act == "lost":
            # Its worker is gone with what it had taken, and the next process finds it.
            outbox.claim()
            outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
        elif act == "again":
            Effect.objects.filter(kind__in=["mail.acknowledge", "mail.confirm"]).exclude(payload={}).update(
                state="queued", not_before=0
            )
        elif act == "replay":
            entry = LedgerEntry.objects.order_by("id").first()
            if entry is not None:
                request_application(entry, attempt=which + 1)

    def end(self) -> None:
        with senders_are("proven"):
            recover()
            recover()


ACTS = st.lists(
    st.tuples(st.sampled_from(["proven", "proven", "unproven", "work", "lost", "again", "replay"]), st.integers(0, 9)),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_happens_no_mail_has_two_answers_and_no_address_too_many(
    acts: list[tuple[str, int]], box: Mailbox, sink: Sink
) -> None:
    """R-09 as a property, on one database that only grows."""
    desk = _Everything(sink)
    for act, which in acts:
        desk.do(act, which)
    desk.end()
    by_mail = Counter(AutomaticMail.objects.values_list("mail", flat=True))
    assert all(count == 1 for count in by_mail.values())
    to = Counter(taken.recipients[0] for taken in sink.replies)
    assert all(count <= 3 for count in to.values())
    answers = Counter(taken.mail["In-Reply-To"] for taken in sink.replies if taken.mail["In-Reply-To"])
    assert all(count == 1 for count in answers.values())
    assert len(sink.replies) <= AutomaticMail.objects.filter(outcome="sent").count()


def test_the_checker_would_see_a_second_answer(box: Mailbox, sink: Sink) -> None:
    """Without the row that says that a mail was weighed, the same effect answers again."""
    entry = received()
    AutomaticMail.objects.all().delete()
    recipient = make_address("kim@customer.example", "Kim")
    assert entry.ticket_id is not None
    run(Acknowledge(Weighing(entry.ticket_id, entry.id, correspondent_of(recipient.address), recipient)), SYSTEM)
    everything()
    assert len(sink.replies) == 2
