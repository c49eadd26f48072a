"""The doors on real sockets: what is answered, what is kept, and what can never become a second mail."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tandem.channels.email.intake import answers, pace, store
from tandem.channels.email.intake.protocol import Intake
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.infra.storage import storage
from tandem.kernel.models import Effect
from tests.channels.email.letters import raw_mail
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)

OpenDoor = Callable[[str], int]


def raw_of(entry: LedgerEntry) -> bytes:
    with storage().open(entry.raw) as file:
        return file.read()


def lmtp(port: int) -> smtplib.LMTP:
    return smtplib.LMTP("127.0.0.1", port, local_hostname="client.example")


class Wire:
    """A bare connection, for what no library would send."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._file = self._socket.makefile("rwb")
        self.answer()

    def send(self, line: bytes) -> None:
        self._socket.sendall(line)

    def say(self, line: bytes, code: str) -> str:
        self.send(line)
        answer = self.answer()
        assert answer.startswith(code), answer
        return answer

    def answer(self) -> str:
        lines = []
        while True:
            line = self._file.readline().decode()
            lines.append(line)
            if line[3:4] != "-":
                return "".join(lines)

    def begin(self, recipient: str = "support@desk.example") -> None:
        self.say(b"EHLO client.example\r\n", "250")
        self.say(b"MAIL FROM:<kim@customer.example>\r\n", "250")
        self.say(f"RCPT TO:<{recipient}>\r\n".encode(), "250")
        self.say(b"DATA\r\n", "354")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


def test_a_mail_is_kept_byte_by_byte_before_it_is_accepted(mailbox: Mailbox, open_door: OpenDoor) -> None:
    raw = raw_mail(body="Dots:\n.\n..\n.hidden\nlast")
    with smtplib.SMTP("127.0.0.1", open_door("smtp"), local_hostname="client.example") as client:
        client.sendmail("kim@customer.example", ["support@desk.example"], raw)

    entry = LedgerEntry.objects.get()
    assert raw_of(entry) == raw
    assert (entry.state, entry.door, entry.mailbox_id) == ("received", "smtp", mailbox.id)
    assert (entry.envelope_from, entry.subject) == ("kim@customer.example", "The printer hums")
    effect = Effect.objects.get(kind="ledger.apply")
    assert effect.lane == f"mailbox:{mailbox.id}" and effect.payload == {"entry_id": str(entry.id)}


def test_lmtp_answers_for_each_recipient_and_binds_each_mailbox(
    mailbox: Mailbox, second_mailbox: Mailbox, open_door: OpenDoor
) -> None:
    with lmtp(open_door("lmtp")) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("kim@customer.example")
        assert client.rcpt("support@desk.example")[0] == 250
        assert client.rcpt("nobody@desk.example")[0] == 550
        assert client.rcpt("billing@desk.example")[0] == 250
        client.putcmd("DATA")
        assert client.getreply()[0] == 354
        client.send(raw_mail(to="support@desk.example, billing@desk.example") + b".\r\n")
        assert [client.getreply()[0] for _ in range(2)] == [250, 250]
    boxes = LedgerEntry.objects.values_list("mailbox_id", flat=True)
    assert sorted(boxes) == sorted([mailbox.id, second_mailbox.id])


def test_the_same_bytes_twice_are_one_mail_and_a_recorded_duplicate(mailbox: Mailbox, open_door: OpenDoor) -> None:
    raw = raw_mail(message_id="<twice@customer.example>")
    with lmtp(open_door("lmtp")) as client:
        client.sendmail("kim@customer.example", ["support@desk.example"], raw)
        client.sendmail("kim@customer.example", ["support@desk.example"], b"Received: from elsewhere\r\n" + raw)
    with smtplib.SMTP("127.0.0.1", open_door("smtp")) as client:
        client.sendmail("kim@customer.example", ["support@desk.example"], raw)
        other = raw_mail(message_id="<twice@customer.example>", body="Another mail with the same id.")
        client.sendmail("kim@customer.example", ["support@desk.example"], other)

    first, *later = LedgerEntry.objects.order_by("id")
    assert [entry.state for entry in later] == ["duplicate", "duplicate", "received"]
    assert [entry.duplicate_of_id for entry in later] == [first.id, first.id, None]
    assert Effect.objects.filter(kind="ledger.apply").count() == 2


@pytest.mark.parametrize(
    "trick",
    [
        b"one\r\n\n.\r\nMAIL FROM:<x@y>",
        b"one\n.\nMAIL FROM:<x@y>",
        b"one\r.\r\nMAIL FROM:<x@y>",
        b"one\r\n.\nRSET",
        b"one\n.\r\n",
    ],
)
def test_only_a_whole_line_end_ends_a_mail(trick: bytes, mailbox: Mailbox, open_door: OpenDoor) -> None:
    """sec:C-14."""
    wire = Wire(open_door("smtp"))
    wire.begin()
    head = b"From: kim@customer.example\r\nSubject: x\r\n\r\n"
    wire.say(head + trick + b"\r\n.\r\n", "250")
    wire.say(b"QUIT\r\n", "221")
    wire.close()
    entry = LedgerEntry.objects.get()
    # What looks like an end is data; a dot that begins a line loses its stuffing, like any other.
    assert raw_of(entry) == head + trick.replace(b"\r\n.", b"\r\n") + b"\r\n"


def test_an_empty_mail_and_pipelined_commands_are_read_in_order(mailbox: Mailbox, open_door: OpenDoor) -> None:
    wire = Wire(open_door("smtp"))
    wire.begin()
    wire.say(b".\r\nQUIT\r\n", "250")
    assert wire.answer().startswith("221")
    wire.close()
    assert raw_of(LedgerEntry.objects.get()) == b""


def test_a_line_of_a_megabyte_is_data(mailbox: Mailbox, open_door: OpenDoor) -> None:
    """sec:C-12."""
    raw = raw_mail(body="x" * 1_000_000)
    with smtplib.SMTP("127.0.0.1", open_door("smtp")) as client:
        client.sendmail("kim@customer.example", ["support@desk.example"], raw)
    assert raw_of(LedgerEntry.objects.get()) == raw


def test_a_mail_over_the_limit_is_refused_before_and_after_data(
    mailbox: Mailbox, open_door: OpenDoor, settings: Any
) -> None:
    """sec:C-16."""
    settings.MAX_MAIL_BYTES = 2_000
    with smtplib.SMTP("127.0.0.1", open_door("smtp")) as client:
        client.ehlo()
        assert client.mail("kim@customer.example", ["size=2001"])[0] == 552
        client.mail("kim@customer.example")
        client.rcpt("support@desk.example")
        assert client.data(raw_mail(body="x" * 3_000))[0] == 552
        client.sendmail("kim@customer.example", ["support@desk.example"], raw_mail(body="short enough"))
    assert LedgerEntry.objects.count() == 1


def test_the_null_sender_is_known_as_such(mailbox: Mailbox, open_door: OpenDoor) -> None:
    with lmtp(open_door("lmtp")) as client:
        client.sendmail("", ["support@desk.example"], raw_mail())
    assert LedgerEntry.objects.get().envelope_from == ""


@pytest.mark.parametrize("fault", [OSError("no space left on device"), RuntimeError("a bug")])
def test_a_fault_of_ours_asks_the_sender_to_try_again(
    fault: Exception, mailbox: Mailbox, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise fault

    port = open_door("lmtp")
    monkeypatch.setattr(store, "request_application", broken)
    with lmtp(port) as client, pytest.raises(smtplib.SMTPDataError) as refusal:
        client.sendmail("kim@customer.example", ["support@desk.example"], raw_mail())
    assert refusal.value.smtp_code == 451
    assert not LedgerEntry.objects.exists()
    monkeypatch.setattr(answers, "OwnAddresses", broken)
    with lmtp(port) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("kim@customer.example")
        assert client.rcpt("support@desk.example")[0] == 451


def test_inactive_mailboxes_and_strange_recipients_are_refused(mailbox: Mailbox, open_door: OpenDoor) -> None:
    Mailbox.objects.filter(id=mailbox.id).update(active=False)
    with lmtp(open_door("lmtp")) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("kim@customer.example")
        codes = [client.rcpt(one)[0] for one in ("support@desk.example", "x@elsewhere.example", '"a b"@desk.example')]
    assert codes == [550, 550, 550]


def test_a_mail_that_is_being_kept_is_kept_whole_though_its_sender_leaves(
    mailbox: Mailbox, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, left = threading.Event(), threading.Event()
    undo, give_back = answers.undo_stuffing, Intake._give_back

    def slowly(pieces: list[bytes]) -> bytes:
        begun.set()
        assert left.wait(PATIENCE)
        return undo(pieces)

    def noticed(self: Intake, pieces: list[bytes]) -> None:
        give_back(self, pieces)
        left.set()

    monkeypatch.setattr(answers, "undo_stuffing", slowly)
    monkeypatch.setattr(Intake, "_give_back", noticed)
    raw = raw_mail()
    wire = Wire(open_door("smtp"))
    wire.begin()
    wire.send(raw + b".\r\n")
    assert begun.wait(PATIENCE)
    wire.close()
    assert until(LedgerEntry.objects.exists)
    assert raw_of(LedgerEntry.objects.get()) == raw


def test_what_one_client_cannot_do_to_the_others(mailbox: Mailbox, open_door: OpenDoor, monkeypatch: Any) -> None:
    """Too many connections are told so at once; a client that leaves in the middle of a mail leaves nothing."""
    from tandem.channels.email.intake import part

    monkeypatch.setattr(part, "MAX_CONNECTIONS", 1)
    port = open_door("smtp")
    first = Wire(port)
    with pytest.raises(smtplib.SMTPConnectError) as refusal:
        smtplib.SMTP("127.0.0.1", port)
    assert refusal.value.smtp_code == 421
    first.begin()
    first.close()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("door", ["smtp", "lmtp"])
def test_a_sender_who_floods_is_told_to_come_later_and_holds_up_nobody(
    door: str, open_door: OpenDoor, mailbox: Mailbox, settings: Any
) -> None:
    """sec:B-06."""
    settings.MAILS_A_MINUTE = 5
    client = lmtp(open_door(door)) if door == "lmtp" else smtplib.SMTP("127.0.0.1", open_door(door))

    def taken(sender: str) -> bool:
        try:
            client.sendmail(sender, ["support@desk.example"], raw_mail(sender=sender or "daemon@mx.example"))
        except smtplib.SMTPSenderRefused as refusal:
            assert (refusal.smtp_code, refusal.smtp_error[:5]) == (451, b"4.7.1")
            return False
        return True

    with client:
        assert sum(taken("Flood@evil.example") for _ in range(20)) == 5
        assert not taken("flood@EVIL.example")
        assert taken("kim@customer.example")
        assert sum(taken("") for _ in range(8)) == 5
    assert LedgerEntry.objects.count() == 11


def test_a_bucket_fills_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(pace.time, "monotonic", lambda: now)
    bucket = pace.Pace(60)
    assert [bucket.may("x") for _ in range(61)] == [True] * 60 + [False]
    now += 2
    assert [bucket.may("x") for _ in range(3)] == [True, True, False]
    now += 3_600
    assert sum(bucket.may("x") for _ in range(100)) == 60
    assert all(pace.Pace(0).may("x") for _ in range(1_000))


def test_only_so_many_senders_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_REMEMBERED", 3)
    bucket = pace.Pace(1)
    assert all(bucket.may(f"{number}") for number in range(5))
    assert bucket.may("0") and not bucket.may("4")
