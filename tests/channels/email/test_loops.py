"""Loops: budgets that survive a restart, the breaker that names the culprit, and mail of our own that comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.commands.block_automatic_mail import BlockAutomaticMail
from tandem.channels.email.commands.resume_automatic_mail import ResumeAutomaticMail
from tandem.channels.email.commands.unblock_automatic_mail import UnblockAutomaticMail
from tandem.channels.email.models import AutomaticMail, Correspondent, Mailbox, TooLargeTold
from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect, Event
from tandem.notifications.models import Notification
from tandem.people.models import AuditEntry
from tandem.tickets.models import Message, Ticket
from tests.channels.email.answering import everything, last_step, later, outcomes, received, set_up
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = 3_600_000


@pytest.fixture
def box(mailbox: Mailbox) -> Mailbox:
    return set_up(mailbox)


def other_desk(sink: Sink, times: int, sender: str = "desk@other.example") -> list[str]:
    """Another help desk without a header that would tell it: it opens a ticket for each mail of ours and says so in a new mail."""
    steps = []
    for number in range(times):
        answered = len(sink.replies)
        steps.append(last_step(received(sender=sender, subject=f"Your request {answered} was received ({number})")))
    return steps


def test_two_desks_that_answer_each_other_are_stopped_and_the_culprit_is_named(
    world: World, box: Mailbox, sink: Sink
) -> None:
    """sec:B-02: three within the hour, then nothing; everything that comes is kept all the same."""
    assert other_desk(sink, 6) == ["sent", "sent", "sent", "paused", "paused", "paused"]
    assert len(sink.replies) == 3 and Ticket.objects.count() == 6
    found = Correspondent.objects.get()
    assert (found.address, found.paused_by) == ("desk@other.example", "hour")
    fourth = AutomaticMail.objects.filter(outcome="paused").order_by("id")[0]
    assert found.ticket_id == fourth.ticket_id
    # Told once, to those who can decide.
    (event,) = Event.objects.filter(kind="automatic_mail.paused")
    assert event.stream_id == fourth.ticket_id
    told = Notification.objects.filter(kind="mail_loop")
    assert list(told.values_list("person__name", flat=True)) == ["Ana"]
    mailed = [taken for taken in sink.taken if taken.recipients == ["ana@tandem.example"]]
    assert len(mailed) == 1 and "went in a circle" in mailed[0].mail["Subject"]


def test_people_still_answer(world: World, box: Mailbox, sink: Sink) -> None:
    """sec:B-02"""
    other_desk(sink, 4)
    ticket = Ticket.objects.order_by("-id")[0]
    world.reply(ticket, world.ben)
    everything()
    assert sink.replies[-1].recipients == ["desk@other.example"]
    assert "Auto-Submitted" not in sink.replies[-1].mail


def test_others_are_answered_meanwhile(box: Mailbox, sink: Sink) -> None:
    other_desk(sink, 4)
    assert last_step(received()) == "sent"


def test_ten_a_day_are_enough(box: Mailbox, sink: Sink) -> None:
    """sec:B-02"""
    for _hour in range(4):
        other_desk(sink, 3)
        later(HOUR)
    assert outcomes() == ["sent"] * 10 + ["paused"] * 2
    assert Correspondent.objects.get().paused_by == "day"


def test_every_kind_of_automatic_mail_counts(box: Mailbox, sink: Sink) -> None:
    """sec:B-02: also that a mail was too large, which belongs to no ticket."""
    assert other_desk(sink, 2) == ["sent", "sent"]
    TooLargeTold.objects.create(mail="x", correspondent=Correspondent.objects.get(), ledger_id=1, at=clock.now_ms())
    assert other_desk(sink, 1) == ["paused"]


def test_who_writes_rarely_is_never_stopped(box: Mailbox, sink: Sink) -> None:
    for _day in range(4):
        assert other_desk(sink, 3) == ["sent"] * 3
        later(24 * HOUR)


def test_it_stays_so_until_somebody_decides(box: Mailbox, sink: Sink) -> None:
    other_desk(sink, 4)
    later(48 * HOUR)
    assert other_desk(sink, 1) == ["paused"]


def test_resumed_it_begins_anew_and_stops_again(world: World, box: Mailbox, sink: Sink) -> None:
    other_desk(sink, 4)
    found = Correspondent.objects.get()
    later(1)
    world.do(ResumeAutomaticMail(found.id), world.ana)
    assert other_desk(sink, 4) == ["sent"] * 3 + ["paused"]
    assert Event.objects.filter(kind="automatic_mail.paused").count() == 2
    told = list(AuditEntry.objects.filter(subject_kind="correspondent").order_by("id").values_list("kind", flat=True))
    assert told == ["correspondent.paused", "correspondent.resumed", "correspondent.paused"]


def test_blocked_it_gets_nothing_and_unblocked_it_does(world: World, box: Mailbox, sink: Sink) -> None:
    other_desk(sink, 4)
    found = Correspondent.objects.get()
    later(1)
    world.do(BlockAutomaticMail(found.id), world.ana)
    found.refresh_from_db()
    assert found.paused_at is None and found.blocked_at is not None
    assert other_desk(sink, 1) == ["blocked"]
    assert last_step(received("unproven", sender="desk+7@other.example")) == "blocked"
    world.do(UnblockAutomaticMail(found.id), world.ana)
    assert other_desk(sink, 1) == ["sent"]


def test_one_ticket_gets_no_more_than_one_address(box: Mailbox, sink: Sink, settings: Any) -> None:
    """sec:B-02: whoever changes their address with each mail is not answered more often on one ticket."""
    settings.AUTOMATIC_AN_HOUR = 1
    ticket = ticket_of(received("unproven"))
    asked = sink.taken[-1].mail["Reply-To"].addresses[0].addr_spec
    other = Correspondent.objects.create(address="x@else.example", key="x@else.example")
    AutomaticMail.objects.update(correspondent=other)
    entry = received("unproven", recipient=asked, to=asked)
    assert entry.ticket_id == ticket.id and last_step(entry) == "paused"
    assert Correspondent.objects.get(key="kim@customer.example").paused_by == "ticket_hour"


def test_what_is_counted_is_in_the_database(box: Mailbox, sink: Sink) -> None:
    """A restart forgets nothing: there is nothing else that could."""
    other_desk(sink, 3)
    AutomaticMail.objects.all().delete()
    assert other_desk(sink, 1) == ["sent"]


@pytest.mark.parametrize("level", ["proven", "unproven"])
def test_nothing_is_written_to_an_address_of_our_own(
    box: Mailbox, second_mailbox: Mailbox, sink: Sink, level: Any
) -> None:
    """sec:B-08: also when a person released it from the quarantine, where such mail goes."""
    from tandem.channels.email.ledger import release
    from tests.channels.email.answering import senders_are

    entry = received(level, sender="billing@desk.example")
    assert (entry.state, entry.reason) == ("quarantined", "loop")
    with senders_are(level):
        release(SYSTEM, entry.id)
        everything()
    entry.refresh_from_db()
    assert (entry.state, last_step(entry), sink.taken) == ("applied", "from_machine", [])


def test_the_last_word_is_asked_again_under_the_lock(box: Mailbox, second_mailbox: Mailbox, sink: Sink) -> None:
    """sec:B-08: an address that became ours after the mail was placed."""
    from tandem.channels.email.intake.store import store
    from tandem.kernel.worker import carry_out_one
    from tests.channels.email.answering import senders_are

    with senders_are("proven"):
        entry = store(raw_mail(sender="new@desk.example"), "new@desk.example", "support@desk.example", "lmtp")
        carry_out_one()
        Mailbox.objects.filter(id=second_mailbox.id).update(address="new@desk.example", address_key="new@desk.example")
        everything()
    entry.refresh_from_db()
    assert (last_step(entry), sink.taken) == ("our_own_address", [])


def returned(sink: Sink, **changed: str) -> bytes:
    """The acknowledgement that left, as somebody in between sent it on under another name."""
    head, _, body = sink.replies[0].raw.partition(b"\r\n\r\n")
    lines = head.replace(b"\r\n ", b" ").split(b"\r\n")
    dropped = {name.lower().encode() for name in changed}
    kept = [line for line in lines if line.partition(b":")[0].lower() not in dropped]
    added = [f"{name}: {value}".encode() for name, value in changed.items() if value]
    return b"\r\n".join([*kept, *added]) + b"\r\n\r\n" + body


MASKS: list[dict[str, str]] = [
    {"From": "list@lists.example", "Auto-Submitted": "", "X-Auto-Response-Suppress": "", "Precedence": ""},
    {
        "From": "list@lists.example",
        "Auto-Submitted": "",
        "X-Auto-Response-Suppress": "",
        "Precedence": "",
        "X-Tandem-Loop": "",
        "Subject": "Fwd",
    },
    {
        "From": "list@lists.example",
        "Auto-Submitted": "",
        "X-Auto-Response-Suppress": "",
        "Precedence": "",
        "Message-ID": "<new@lists.example>",
    },
]


@pytest.mark.parametrize("mask", MASKS, ids=["name", "only the Message-ID", "only the mark"])
def test_our_own_mail_is_known_again_under_another_name(box: Mailbox, sink: Sink, mask: dict[str, str]) -> None:
    """sec:A-14, B-08: stored, and it causes nothing."""
    received()
    entry = received(raw=returned(sink, **mask), envelope_from="list@lists.example")
    assert entry.state == "applied" and message_of(entry).automatic
    assert any(step["step"] == "own_mail" for step in entry.trace)
    assert last_step(entry) == "from_machine" and len(sink.replies) == 1


def test_a_mark_of_another_installation_means_nothing(box: Mailbox, sink: Sink) -> None:
    entry = received(X_Tandem_Loop="0" * 32)
    assert last_step(entry) == "sent"


def test_a_mail_of_ours_from_our_own_address_is_set_aside(box: Mailbox, sink: Sink) -> None:
    """sec:A-14"""
    received()
    entry = received(raw=sink.replies[0].raw)
    assert (entry.state, entry.reason) == ("quarantined", "loop")
    assert Message.objects.filter(kind="reply").count() == 1
    assert not Effect.objects.filter(kind="mail.acknowledge").exclude(state="done").exists()
