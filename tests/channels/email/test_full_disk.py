"""No room on the disk: nothing new is taken, nothing is lost, and it goes on by itself (R-15, R-16)."""

from __future__ import annotations

import errno
import smtplib
from collections.abc import Callable
from typing import Any

import pytest

from tandem.channels.email.intake import answers
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.kernel.models import Effect
from tandem.kernel.worker import Workers, drain
from tandem.tickets.models import Ticket
from tests.channels.email.letters import raw_mail
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

OpenDoor = Callable[[str], int]
MORE_THAN_ANY = 1 << 60


@pytest.mark.parametrize(("door", "client"), [("smtp", smtplib.SMTP), ("lmtp", smtplib.LMTP)])
def test_a_full_disk_is_451_before_anything_is_accepted(
    open_door: OpenDoor, mailbox: Mailbox, settings: Any, door: str, client: type[smtplib.SMTP]
) -> None:
    port = open_door(door)
    with client("127.0.0.1", port, local_hostname="client.example") as session:
        session.ehlo_or_helo_if_needed()
        assert session.mail("kim@customer.example")[0] == 250
        settings.FREE_BYTES = MORE_THAN_ANY
        code, words = session.rcpt("support@desk.example")
        assert (code, words[:5]) == (451, b"4.3.1")
        settings.FREE_BYTES = 0
        assert session.rcpt("support@desk.example")[0] == 250
        settings.FREE_BYTES = MORE_THAN_ANY
        code, words = session.docmd("DATA")
        assert (code, words[:5]) == (451, b"4.3.1")
        assert not LedgerEntry.objects.exists()
        # The same session, as soon as there is room again.
        settings.FREE_BYTES = 0
        code, _words = session.data(raw_mail(subject="Room again"))
        assert code == 250
    assert [entry.subject for entry in LedgerEntry.objects.all()] == ["Room again"]


def test_a_disk_that_fills_up_in_the_middle_is_451_too(
    open_door: OpenDoor, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(answers, "store", full)
    with smtplib.SMTP("127.0.0.1", open_door("smtp"), local_hostname="client.example") as session:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            session.sendmail("kim@customer.example", ["support@desk.example"], raw_mail())
        assert refused.value.smtp_code == 451
        assert b"4.3.1" in refused.value.smtp_error


def test_workers_wait_for_room_and_then_go_on(open_door: OpenDoor, mailbox: Mailbox, settings: Any) -> None:
    with smtplib.SMTP("127.0.0.1", open_door("smtp"), local_hostname="client.example") as session:
        session.sendmail("kim@customer.example", ["support@desk.example"], raw_mail())
    settings.FREE_BYTES = MORE_THAN_ANY
    workers = Workers(1)
    assert workers._places.claim() is None
    assert Effect.objects.get(kind="ledger.apply").attempts == 0
    settings.FREE_BYTES = 0
    held = workers._places.claim()
    assert held is not None
    assert held.kind == "ledger.apply"
    Effect.objects.filter(id=held.id).update(state="queued", attempts=0)
    drain()
    assert until(lambda: Ticket.objects.exists())


def test_every_answer_has_an_enhanced_code(open_door: OpenDoor, mailbox: Mailbox) -> None:
    with smtplib.LMTP("127.0.0.1", open_door("lmtp"), local_hostname="client.example") as session:
        session.ehlo()
        assert session.has_extn("enhancedstatuscodes")
        assert session.ehlo_resp is not None
        assert b"2.0.0" not in session.ehlo_resp
        for command in ("NOOP", "RSET", "RCPT TO:<x@y.example>", "NONSENSE", "MAIL FROM:nonsense", "VRFY"):
            code, words = session.docmd(command)
            assert words.startswith(str(code)[0].encode() + b"."), (command, words)
        session.mail("kim@customer.example")
        for recipient in ("postmaster", "Postmaster@desk.example"):
            assert session.docmd(f"RCPT TO:<{recipient}>")[0] == 250
        assert session.docmd("RCPT TO:<postmaster@elsewhere.example>")[0] == 550
