"""What leaves, against a server with a script: refused, put off, cut off before and after the final dot."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings

from tandem.channels.email.commands.edit_mailbox import EditMailbox
from tandem.channels.email.commands.record_bounce import RecordBounce
from tandem.channels.email.models import CaughtMail, Mailbox
from tandem.channels.email.sending import notify, send, smtp
from tandem.channels.email.sending.smtp import SmtpTransport, stuffed
from tandem.channels.email.sending.transport import Letter
from tandem.infra import clock
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.merging import Edit
from tandem.kernel.models import Effect, Event
from tandem.kernel.pipeline import run
from tandem.kernel.worker import carry_out_one, drain
from tandem.people.editing import UNSEEN
from tandem.tickets.models import Delivery, Ticket
from tandem.tickets.uploads import store_upload
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(world: World, mailbox: Mailbox) -> Ticket:
    return world.open_ticket(mailbox_id=mailbox.id, mail_id="first@customer.example")


def sent(world: World, ticket: Ticket) -> Delivery:
    """A reply, carried out once."""
    message = world.reply(ticket, world.ben)
    drain()
    return Delivery.objects.get(message_id=message.id)


def later() -> None:
    """What waits is due."""
    Effect.objects.filter(state="queued").update(not_before=0)
    drain()


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "END"])
def test_put_off_is_tried_again_and_leaves_once(phase: str, world: World, ticket: Ticket, sink: Sink) -> None:
    sink.at[phase] = ["451 4.7.1 Greylisted", "450 4.7.1 Still greylisted"]
    delivery = sent(world, ticket)
    assert (delivery.state, delivery.detail) == ("retry", "451 4.7.1 Greylisted")
    assert 48_000 <= delivery.not_before - clock.now_ms() <= 72_000
    assert not Event.objects.filter(kind__startswith="delivery.").exists()
    drain()
    assert not sink.replies
    later()
    delivery.refresh_from_db()
    assert delivery.state == "retry" and delivery.not_before - clock.now_ms() > 90_000
    later()
    later()
    delivery.refresh_from_db()
    assert delivery.state == "sent" and len(sink.replies) == 1
    assert Event.objects.filter(kind="delivery.sent").count() == 1


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "END"])
def test_refused_for_good_is_told_at_once_and_not_repeated(
    phase: str, world: World, ticket: Ticket, sink: Sink
) -> None:
    sink.at[phase] = ["550 5.7.1 We do not want this"]
    delivery = sent(world, ticket)
    assert (delivery.state, delivery.detail) == ("failed", "550 5.7.1 We do not want this")
    later()
    assert not sink.replies and Effect.objects.get(kind="mail.send").state == "done"
    assert Event.objects.filter(kind="delivery.failed").count() == 1


@pytest.mark.parametrize("script", ["drop_after", "take_and_drop", "299x garbage"])
def test_doubt_after_the_final_dot_is_shown_and_never_resolved_by_sending_again(
    script: str, world: World, ticket: Ticket, sink: Sink
) -> None:
    sink.at["END"] = [script if script != "299x garbage" else "3xx what"]
    delivery = sent(world, ticket)
    assert delivery.state == "uncertain" and "end of the mail" in delivery.detail
    later()
    later()
    assert len(sink.replies) == (1 if script == "take_and_drop" else 0)
    assert Event.objects.filter(kind="delivery.uncertain").count() == 1


def test_a_connection_lost_before_the_final_dot_is_safe_to_repeat(world: World, ticket: Ticket, sink: Sink) -> None:
    sink.at["DATA"] = ["drop"]
    message = world.reply(ticket, world.ben, "ж" * 900_000, client_id="long")
    drain()
    delivery = Delivery.objects.get(message_id=message.id)
    assert delivery.state == "retry"
    later()
    delivery.refresh_from_db()
    assert delivery.state == "sent" and len(sink.replies) == 1


def test_a_server_that_is_not_there_is_waited_for_five_days(world: World, ticket: Ticket, settings: Any) -> None:
    settings.SMTP_OUT, settings.UNDO_WINDOW_MS = "smtp://127.0.0.1:1", 0
    delivery = sent(world, ticket)
    assert delivery.state == "retry"
    now = clock.now_ms()
    with clock.travelling(lambda: now + 6 * 24 * 3_600_000):
        drain()
    delivery.refresh_from_db()
    assert delivery.state == "failed" and delivery.detail.startswith("given up after five days")


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (500, 240)])
def test_pauses_double_up_to_four_hours(attempts: int, minutes: int) -> None:
    pauses = {send.pause_ms(attempts) for _ in range(50)}
    assert len(pauses) > 10
    assert all(minutes * 48_000 <= pause <= minutes * 72_000 for pause in pauses)


def test_a_claim_that_was_lost_while_sending_is_doubt(world: World, ticket: Ticket, sink: Sink) -> None:
    message = world.reply(ticket, world.ben)
    held = outbox.claim()
    assert held is not None and held.kind == "mail.send"
    Delivery.objects.filter(message_id=message.id).update(state="sending")
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    later()
    assert Delivery.objects.get().state == "uncertain" and not sink.replies
    assert Effect.objects.get(kind="mail.send").state == "parked"


def test_doubt_outlives_the_server_that_it_is_about(
    world: World, ticket: Ticket, sink: Sink, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings may name another way out, or none, by the time a worker is found to be lost."""

    class Killed(BaseException):
        pass

    class Server(SmtpTransport):
        def deliver(self, letter: Letter) -> None:
            super().deliver(letter)
            raise Killed

    monkeypatch.setattr(send, "transport", lambda *_of: Server(settings.SMTP_OUT))
    world.reply(ticket, world.ben)
    held = outbox.claim()
    assert held is not None
    with pytest.raises(Killed):
        send.send_effect(held)
    monkeypatch.undo()
    settings.SMTP_OUT = ""
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    later()
    assert Delivery.objects.get().state == "uncertain" and len(sink.replies) == 1


def test_mail_that_came_back_before_we_noted_that_it_left_stays_failed(
    world: World, ticket: Ticket, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    class QuickReport(SmtpTransport):
        def deliver(self, letter: Letter) -> None:
            super().deliver(letter)
            run(RecordBounce(ticket.id, letter.delivery_id, "No such user"), SYSTEM)

    monkeypatch.setattr(send, "transport", lambda *_of: QuickReport(settings.SMTP_OUT))
    delivery = sent(world, ticket)
    assert (delivery.state, delivery.detail, len(sink.replies)) == ("failed", "No such user", 1)
    told = Event.objects.filter(kind__startswith="delivery.").values_list("kind", flat=True)
    assert list(told) == ["delivery.failed"]


def test_a_claim_that_was_lost_before_sending_is_carried_out_once(world: World, ticket: Ticket, sink: Sink) -> None:
    world.reply(ticket, world.ben)
    held = outbox.claim()
    assert held is not None
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    later()
    assert Delivery.objects.get().state == "sent" and len(sink.replies) == 1
    # The worker that had slept comes back with its old claim.
    send.send_effect(held)
    assert len(sink.replies) == 1


def test_the_catcher_is_asked_what_it_took(world: World, ticket: Ticket, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 0
    world.reply(ticket, world.ben)
    held = outbox.claim()
    assert held is not None
    Delivery.objects.update(state="sending", by_server=False)
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    later()
    assert Delivery.objects.get().state == "sent" and CaughtMail.objects.count() == 1
    Delivery.objects.update(state="sending", by_server=False)
    assert send.doubt(held)
    assert Delivery.objects.get().state == "sent" and CaughtMail.objects.count() == 1


def with_a_file(world: World, ticket: Ticket) -> tuple[Delivery, str]:
    """A reply that waits to be sent, and the digest of its file."""
    upload = store_upload(world.ben.id, "plan.txt", io.BytesIO(b"the plan"), 8)
    message = world.reply(ticket, world.ben, uploads=[upload.id])
    return Delivery.objects.get(message_id=message.id), upload.digest


def after(minutes: int) -> None:
    """Carry out what is due so many minutes from now."""
    now = clock.now_ms()
    with clock.travelling(lambda: now + minutes * send.MINUTE):
        drain()


def test_a_reply_whose_file_is_gone_waits_visibly_and_soon_fails(world: World, ticket: Ticket, sink: Sink) -> None:
    delivery, digest = with_a_file(world, ticket)
    storage().delete(digest)
    drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.detail) == (
        "retry",
        "The file “plan.txt” cannot be read: No such file or directory.",
    )
    after(5)
    assert not Event.objects.filter(kind="delivery.failed").exists()
    after(15)
    delivery.refresh_from_db()
    assert (delivery.state, Effect.objects.get(kind="mail.send").state) == ("failed", "done")
    assert "plan.txt" in delivery.detail and Event.objects.filter(kind="delivery.failed").count() == 1
    assert not sink.replies


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (OSError(5, "Input/output error"), "The file “plan.txt” cannot be read: Input/output error."),
        (KeyError("a bug"), "KeyError: 'a bug'"),
    ],
)
def test_what_keeps_a_reply_from_being_written_is_shown_and_given_up_in_the_end(
    fault: Exception, detail: str, world: World, ticket: Ticket, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise fault

    delivery, _digest = with_a_file(world, ticket)
    with monkeypatch.context() as patched:
        patched.setattr(storage(), "open", broken)
        drain()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.detail) == ("retry", detail)
        after(24 * 60)
        delivery.refresh_from_db()
        assert delivery.state == "retry"
        after(6 * 24 * 60)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.detail) == ("failed", f"given up after five days: {detail}")


def test_a_file_that_comes_back_in_time_leaves_with_its_reply(world: World, ticket: Ticket, sink: Sink) -> None:
    delivery, digest = with_a_file(world, ticket)
    storage().delete(digest)
    drain()
    storage().put(b"the plan")
    after(5)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.detail, len(sink.taken)) == ("sent", "", 1)


def test_a_notification_in_doubt_is_dropped_and_not_set_aside(
    world: World, ticket: Ticket, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    world.edit(ticket, world.ana, owner=(None, world.ben.id))
    held = outbox.claim()
    assert held is not None and held.kind == "mail.notify"
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    later()
    assert not sink.taken and Effect.objects.get(kind="mail.notify").state == "done"
    assert held.key in caplog.text


def test_a_notification_whose_delivery_broke_off_is_not_repeated(
    world: World, ticket: Ticket, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted:
        def deliver(self, letter: Letter) -> None:
            SmtpTransport(settings.SMTP_OUT).deliver(letter)
            raise RuntimeError("broken off")

    monkeypatch.setattr(notify, "transport", lambda *_of: Interrupted())
    world.edit(ticket, world.ana, owner=(None, world.ben.id))
    drain()
    later()
    assert len(sink.taken) == 1 and Effect.objects.get(kind="mail.notify").state == "done"


def test_without_a_mailbox_the_agent_is_told(world: World, ticket: Ticket, mailbox: Mailbox, sink: Sink) -> None:
    Mailbox.objects.update(active=False)
    delivery = sent(world, ticket)
    assert delivery.state == "failed" and "no active mailbox" in delivery.detail


def test_the_mailbox_of_the_department_answers_for_a_ticket_without_one(
    world: World, mailbox: Mailbox, second_mailbox: Mailbox, sink: Sink
) -> None:
    ticket = world.open_ticket(department=world.billing)
    world.reply(ticket, world.cai)
    drain()
    assert sink.taken[0].mail["From"] == "Desk Billing <billing@desk.example>"


def test_signature_pictures_and_subject_token(world: World, ticket: Ticket, mailbox: Mailbox, sink: Sink) -> None:
    edits = {"signature_html": Edit(UNSEEN, "<p>Desk, <b>Brno</b></p>"), "subject_token": Edit(UNSEEN, True)}
    run(EditMailbox(mailbox.id, edits), SYSTEM)
    world.reply(ticket, world.ben, "Hold B flat.")
    drain()
    mail = sink.taken[0].mail
    assert mail["Subject"] == f"Re: The printer hums [#{ticket.number}]"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.replace("\r\n", "\n").rstrip("\n") == "Hold B flat.\n\n-- \nDesk, Brno"
    assert "<b" in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_nobody_is_told_of_what_strangers_wrote(world: World, ticket: Ticket, sink: Sink) -> None:
    """sec:A-03."""
    from tandem.infra.addresses import make_address
    from tandem.people.actors import delivering_actor
    from tandem.tickets.commands.receive_message import ReceiveMessage
    from tests.world import plain

    eve = make_address("eve@evil.example")
    world.do(
        ReceiveMessage(ticket.id, plain("Send it"), eve, "email", mail_id="eve@evil.example", unverified=True),
        delivering_actor(None),
    )
    world.reply(ticket, world.ben)
    drain()
    (taken,) = sink.taken
    assert taken.recipients == ["kim@customer.example"]
    assert taken.mail["References"] == "<first@customer.example>" == taken.mail["In-Reply-To"]


def test_a_conversation_is_named_in_order(world: World, ticket: Ticket, sink: Sink) -> None:
    first = world.reply(ticket, world.ben, "one")
    second = world.reply(ticket, world.ben, "two")
    drain()
    by_id = {taken.mail["Message-ID"]: taken.mail for taken in sink.taken}
    mail = by_id[f"<{second.mail_id}>"]
    assert mail["In-Reply-To"] == f"<{first.mail_id}>"
    assert mail["References"].split() == ["<first@customer.example>", f"<{first.mail_id}>"]


def test_elsewhere_is_only_spoken_to_under_tls(
    world: World, ticket: Ticket, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is not on this machine and offers no STARTTLS hears nothing of the mail."""
    monkeypatch.setattr(smtp, "is_loopback", lambda _host: False)
    sink.at["MAIL"] = ["550 It was asked"]
    delivery = sent(world, ticket)
    assert delivery.state == "retry" and "STARTTLS" in delivery.detail
    assert sink.at["MAIL"] == ["550 It was asked"]


@pytest.mark.parametrize("address", ["http://x", "smtp://", "localhost:25", "smtp:///x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="TANDEM_SMTP_OUT"):
        SmtpTransport(address)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n"),
        (b".a\n..b\rc", b"..a\r\n...b\r\nc\r\n"),
        (b"", b"\r\n"),
    ],
)
def test_dots_are_doubled_and_lines_end_whole(raw: bytes, said: bytes) -> None:
    assert stuffed(raw) == said


def test_the_effect_is_claimed_alone(world: World, ticket: Ticket, sink: Sink) -> None:
    world.reply(ticket, world.ben)
    assert carry_out_one() and Delivery.objects.get().state == "sent"
