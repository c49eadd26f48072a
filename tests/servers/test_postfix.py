"""A real postfix before our LMTP door and as the smart host behind us: nothing is lost or doubled, and what comes back is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError

from tandem.channels.email.intake import answers
from tandem.channels.email.intake.part import Door
from tandem.channels.email.intake.protocol import LocalIntake
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.kernel.models import Effect
from tandem.kernel.worker import drain
from tandem.tickets.models import Delivery
from tests.channels.email.conftest import Loop
from tests.channels.email.conftest import loop as loop
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.patience import until
from tests.servers.postfix import Postfix, can_run
from tests.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not can_run(), reason="postfix is started by root"),
]


@pytest.fixture(scope="module")
def _postfix() -> Iterator[Postfix]:
    made = Postfix()
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def postfix(_postfix: Postfix) -> Postfix:
    _postfix.forget()
    return _postfix


OpenDoor = Callable[[], Door]


@pytest.fixture
def open_door(loop: Loop, postfix: Postfix) -> Iterator[OpenDoor]:
    """Our LMTP door where postfix looks for it."""
    opened: list[Door] = []

    def open_() -> Door:
        door = Door("lmtp", f"127.0.0.1:{postfix.lmtp}", LocalIntake, per_recipient=True)
        loop.do(door.start())
        opened.append(door)
        return door

    yield open_
    for door in opened:
        loop.do(door.stop())


@pytest.fixture
def world_outside(loop: Loop, postfix: Postfix, settings: Any) -> Iterator[Sink]:
    """What postfix hands everybody else's mail to; and postfix is the way out of this installation."""
    made = Sink(port=postfix.world)
    loop.do(made.start(loop.loop))
    settings.SMTP_OUT = f"smtp://127.0.0.1:{postfix.port}"
    settings.UNDO_WINDOW_MS = 0
    yield made
    loop.do(made.stop())


def subjects(*states: str) -> list[str]:
    rows = LedgerEntry.objects.order_by("id")
    return list((rows.filter(state__in=states) if states else rows).values_list("subject", flat=True))


def send(world: World, mailbox: Mailbox, recipient: str = "kim@customer.example") -> Delivery:
    """A reply that leaves by postfix."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    if recipient != "kim@customer.example":
        type(world.kim).objects.filter(id=world.kim.id).update(email=recipient, email_key=recipient)
    world.reply(ticket, world.ben)
    work()
    return Delivery.objects.latest("id")


def work() -> None:
    Effect.objects.filter(state="queued").update(not_before=0)
    Delivery.objects.update(not_before=0)
    drain()


def test_mail_goes_through_it_into_the_ledger(mailbox: Mailbox, postfix: Postfix, open_door: OpenDoor) -> None:
    open_door()
    postfix.bring(raw_mail(subject="first"), mailbox.address)
    postfix.bring(raw_mail(subject="second"), mailbox.address)
    assert postfix.works_off(lambda: sorted(subjects()) == ["first", "second"]), postfix.log
    assert postfix.works_off(lambda: postfix.waiting(mailbox.address) == 0)
    entry = LedgerEntry.objects.first()
    assert entry is not None and (entry.door, entry.envelope_from) == ("lmtp", "kim@customer.example")
    # It was received by postfix: that one is not who sent it.
    assert entry.peer == ""


def test_while_our_door_is_closed_mail_waits_there(mailbox: Mailbox, postfix: Postfix, open_door: OpenDoor) -> None:
    postfix.bring(raw_mail(subject="waits"), mailbox.address)
    assert until(lambda: "Connection refused" in postfix.log)
    assert postfix.waiting(mailbox.address) >= 1 and subjects() == []
    open_door()
    assert postfix.works_off(lambda: subjects() == ["waits"]), postfix.log
    assert postfix.works_off(lambda: postfix.waiting(mailbox.address) == 0)


def test_a_fault_of_ours_makes_it_come_again(
    mailbox: Mailbox, postfix: Postfix, open_door: OpenDoor, monkeypatch: Any
) -> None:
    """R-16: 451 for a database that is away, then once and not twice."""
    true, faults = answers.store, [1, 2]

    def stumbling(*arguments: Any, **options: Any) -> Any:
        if faults:
            faults.pop()
            raise DatabaseError("away")
        return true(*arguments, **options)

    monkeypatch.setattr(answers, "store", stumbling)
    open_door()
    postfix.bring(raw_mail(subject="comes again"), mailbox.address)
    assert postfix.works_off(lambda: subjects() == ["comes again"]), postfix.log
    assert postfix.works_off(lambda: postfix.waiting(mailbox.address) == 0)
    assert subjects() == ["comes again"]


def test_of_two_recipients_each_has_its_answer(
    mailbox: Mailbox, postfix: Postfix, open_door: OpenDoor, world_outside: Sink
) -> None:
    """LMTP answers for each; who is not there is told to the sender by postfix."""
    open_door()
    postfix.bring(raw_mail(subject="for two"), mailbox.address, "nobody@desk.example")
    assert postfix.works_off(lambda: subjects() == ["for two"]), postfix.log
    assert postfix.works_off(lambda: [taken.recipients for taken in world_outside.taken] == [["kim@customer.example"]])
    assert b"nobody@desk.example" in world_outside.taken[0].raw and b"5.1.1" in world_outside.taken[0].raw


def test_a_reply_leaves_by_it_once_however_the_world_stumbles(
    world: World, mailbox: Mailbox, postfix: Postfix, world_outside: Sink
) -> None:
    world_outside.at = {"RCPT": ["450 4.2.0 come later"], "DATA": ["451 4.3.0 not now"]}
    assert send(world, mailbox).state == "sent"
    assert postfix.works_off(lambda: len(world_outside.replies) == 1), postfix.log
    assert postfix.works_off(lambda: postfix.waiting("kim@customer.example") == 0)
    assert len(world_outside.replies) == 1 and world_outside.replies[0].sender.startswith("support+")


def test_what_the_world_refuses_comes_back_and_is_known(
    world: World, mailbox: Mailbox, postfix: Postfix, open_door: OpenDoor, world_outside: Sink
) -> None:
    """Taken by the smart host, refused beyond it: its report comes to the address that the mail was sent from."""
    open_door()
    world_outside.at = {"RCPT": ["550 5.1.1 no such person"]}
    delivery = send(world, mailbox)
    assert delivery.state == "sent"
    assert postfix.works_off(lambda: LedgerEntry.objects.filter(envelope_from="").exists()), postfix.log
    drain()
    delivery.refresh_from_db()
    assert delivery.state == "failed" and "550 5.1.1" in delivery.detail


@pytest.mark.parametrize(
    ("recipient", "state", "words"),
    [("never@customer.example", "failed", "nobody here"), ("later@customer.example", "retry", "come later")],
)
def test_what_it_refuses_itself_fails_at_once_or_waits(
    recipient: str, state: str, words: str, world: World, mailbox: Mailbox, postfix: Postfix, settings: Any
) -> None:
    settings.SMTP_OUT, settings.UNDO_WINDOW_MS = f"smtp://127.0.0.1:{postfix.port}", 0
    delivery = send(world, mailbox, recipient)
    assert delivery.state == state and words in delivery.detail
    assert postfix.waiting(recipient) == 0


def test_while_it_is_away_replies_wait_here(
    world: World, mailbox: Mailbox, postfix: Postfix, world_outside: Sink
) -> None:
    postfix._do("stop")
    try:
        assert send(world, mailbox).state == "retry"
    finally:
        postfix._do("start")
        assert until(postfix._answers)
    work()
    assert Delivery.objects.get().state == "sent"
    assert postfix.works_off(lambda: len(world_outside.replies) == 1), postfix.log
