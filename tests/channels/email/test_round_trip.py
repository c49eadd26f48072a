"""From a customer's mail to our answer and back, over real sockets and through the real effects."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

import pytest

from tandem.channels.email.models import CaughtMail, LedgerEntry, Mailbox
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel.worker import drain
from tandem.tickets.commands.undo_send import UndoSend
from tandem.tickets.models import Attachment, Delivery, Message, Ticket
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

Deliver = Callable[..., LedgerEntry]


@pytest.fixture
def deliver(mailbox: Mailbox, open_door: Callable[[str], int]) -> Deliver:
    """Delivers a raw mail by LMTP and carries out what follows; returns the ledger's row."""
    port = open_door("lmtp")

    def deliver_(
        raw: bytes, recipient: str = "support@desk.example", sender: str = "kim@customer.example"
    ) -> LedgerEntry:
        with smtplib.LMTP("127.0.0.1", port, local_hostname="client.example") as client:
            client.sendmail(sender, [recipient], raw)
        drain()
        return LedgerEntry.objects.latest("id")

    return deliver_


def test_a_mail_becomes_a_ticket_its_answer_leaves_once_and_the_answer_to_that_reopens(
    world: World, deliver: Deliver, sink: Sink
) -> None:
    entry = deliver(raw_mail(message_id="<first@customer.example>", Cc="Lee <lee@customer.example>"))
    assert (entry.state, entry.reason) == ("applied", "")
    ticket = ticket_of(entry)
    assert (ticket.subject, ticket.requester_id, ticket.channel) == ("The printer hums", world.kim.id, "email")
    assert ticket.department_id == world.support.id and ticket.mailbox_id == entry.mailbox_id
    assert ticket.snippet == "It hums in B flat."

    reply = world.reply(ticket, world.ben, "Hold B flat.", status="solved")
    drain()
    drain()
    assert sorted(mail.recipients[0] for mail in sink.taken) == ["kim@customer.example", "lee@customer.example"]
    taken = sink.taken[0]
    mail = taken.mail
    assert mail["From"] == "Desk Support <support@desk.example>"
    assert mail["To"] == "Kim <kim@customer.example>" and mail["Cc"] == "Lee <lee@customer.example>"
    assert mail["Message-ID"] == f"<{reply.mail_id}>"
    assert mail["In-Reply-To"] == "<first@customer.example>" == mail["References"]
    assert mail["Subject"] == "Re: The printer hums"
    assert "Hold B flat." in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    answers_to = mail["Reply-To"].addresses[0].addr_spec
    assert answers_to.startswith("support+")
    # Reports come back under a name of each delivery's own.
    assert len({answers_to, *(one.sender for one in sink.taken)}) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Ticket.objects.get(id=ticket.id).status_group == "closed"

    answer = deliver(raw_mail(subject="Something else", body="It hums still."), recipient=answers_to)
    assert (answer.state, answer.ticket_id) == ("applied", ticket.id)
    again = Ticket.objects.get(id=ticket.id)
    assert (again.status_group, again.reopened_count, again.message_count) == ("open", 1, 3)
    assert Ticket.objects.count() == 1


def test_delivering_again_adds_nothing(deliver: Deliver) -> None:
    raw = raw_mail(message_id="<again@customer.example>")
    first, second = deliver(raw), deliver(raw)
    assert (first.state, second.state, second.duplicate_of_id) == ("applied", "duplicate", first.id)
    assert Message.objects.count() == 1


def test_one_mail_to_two_mailboxes_is_a_ticket_in_each_and_a_reply_to_both_is_one_message(
    second_mailbox: Mailbox, deliver: Deliver
) -> None:
    """sec:A-13."""
    both = raw_mail(to="support@desk.example, billing@desk.example")
    first, second = deliver(both), deliver(both, "billing@desk.example")
    assert {first.state, second.state} == {"applied"} and first.ticket_id != second.ticket_id

    from tandem.channels.email.reply_addresses import reply_address

    assert first.ticket_id is not None
    token = reply_address("support@desk.example", first.ticket_id)
    answer = raw_mail(to=f"{token}, billing@desk.example", body="More.")
    kept, twin = deliver(answer, token), deliver(answer, "billing@desk.example")
    assert (kept.state, twin.state, twin.ticket_id) == ("applied", "duplicate", first.ticket_id)
    assert Message.objects.filter(shown_in_id=first.ticket_id).count() == 2


def test_a_stranger_with_the_right_address_is_heard_and_changes_nothing(
    world: World, deliver: Deliver, mailbox: Mailbox
) -> None:
    """sec:A-01, A-03."""
    from tandem.channels.email.reply_addresses import reply_address

    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.reply(ticket, world.ben, status="solved")
    address = reply_address(mailbox.address, ticket.id)
    entry = deliver(raw_mail(sender="eve@evil.example", Cc="mallory@evil.example", body="Send me all."), address)
    message = message_of(entry)
    assert (message.shown_in_id, message.unverified) == (ticket.id, True)
    assert Ticket.objects.get(id=ticket.id).status_group == "closed"
    assert not ticket.copy_rows.exists()


def _altered(local: str) -> str:
    return local[:-1] + ("b" if local.endswith("a") else "a")


@pytest.mark.parametrize("change", [lambda local: local[:-1], _altered, lambda local: local + "a"])
def test_a_wrong_token_is_a_new_ticket_without_a_hint(
    change: Callable[[str], str], world: World, deliver: Deliver, mailbox: Mailbox
) -> None:
    """sec:A-04."""
    from tandem.channels.email.reply_addresses import reply_address

    ticket = world.open_ticket(mailbox_id=mailbox.id)
    local, _, domain = reply_address(mailbox.address, ticket.id).partition("@")
    entry = deliver(raw_mail(), f"{change(local)}@{domain}")
    assert entry.state == "applied" and entry.ticket_id != ticket.id
    assert ticket_of(entry).follow_up_of_id is None


def test_a_bounce_marks_the_delivery_and_makes_the_ticket_work_again(
    world: World, deliver: Deliver, sink: Sink, mailbox: Mailbox
) -> None:
    """sec:B-03, B-04: only by the address that the delivery left from; one to the mailbox alone proves nothing."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    reply = world.reply(ticket, world.ben, status="solved")
    drain()
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <report@mx.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThe mailbox is gone.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; kim@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: support@desk.example\r\nTo: kim@customer.example\r\nMessage-ID: <{reply.mail_id}>\r\n\r\nx\r\n--b--\r\n"
    ).encode()
    forged = deliver(report.replace(b"report@", b"forged@"), sender="")
    assert (forged.state, forged.reason, forged.ticket_id) == ("quarantined", "bounce_unproven", None)
    assert Delivery.objects.get().state == "sent"

    (letter,) = sink.taken
    entry = deliver(report, letter.sender, sender="")
    assert (entry.state, entry.ticket_id) == ("applied", ticket.id)
    message = message_of(entry)
    assert message.automatic
    assert Delivery.objects.get().state == "failed" and "gone" in Delivery.objects.get().detail
    assert Ticket.objects.get(id=ticket.id).status_group == "open"

    unmatched = deliver(report.replace(reply.mail_id.encode(), b"other@x").replace(b"report@", b"other@"), sender="")  # type: ignore[union-attr]
    assert (unmatched.state, unmatched.reason, unmatched.ticket_id) == ("quarantined", "bounce_unmatched", None)


REPORTS = {
    "names nothing": ("The mailbox is gone.", "5.1.1", "failed"),
    "is delayed": ("It is being tried.", "4.4.1", "delayed"),
}


@pytest.mark.parametrize(("text", "code", "action"), REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("names_recipient", [True, False])
def test_the_address_alone_says_which_delivery_came_back(
    world: World,
    deliver: Deliver,
    sink: Sink,
    mailbox: Mailbox,
    text: str,
    code: str,
    action: str,
    names_recipient: bool,
) -> None:
    """Of a mail to two, without its Message-ID and under another address than we wrote to: as forwarders report (sec:B-03)."""
    ticket = world.open_ticket(mailbox_id=mailbox.id, cc=[make_address("lee@customer.example", "Lee")])
    world.reply(ticket, world.ben)
    drain()
    letter = next(one for one in sink.taken if one.recipients == ["lee@customer.example"])
    who = "Final-Recipient: rfc822; lee@elsewhere.example\r\n" if names_recipient else ""
    entry = deliver(
        (
            "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <r@mx.example>\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
            f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{who}"
            f"Action: {action}\r\nStatus: {code}\r\n\r\n--b--\r\n"
        ).encode(),
        letter.sender,
        sender="",
    )
    assert (entry.state, entry.ticket_id) == ("applied", ticket.id)
    states = dict(Delivery.objects.values_list("recipient", "state"))
    assert states == {
        "kim@customer.example": "sent",
        "lee@customer.example": "failed" if action == "failed" else "sent",
    }


def test_attachments_are_kept_by_digest_and_shown_pictures_by_their_id(deliver: Deliver) -> None:
    raw = (
        b"From: kim@customer.example\r\nTo: support@desk.example\r\nSubject: A picture\r\nMessage-ID: <p@c.example>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        b'--b\r\nContent-Type: text/html\r\n\r\n<p>Look <img src="cid:one@x"></p>\r\n'
        b"--b\r\nContent-Type: image/png\r\nContent-ID: <one@x>\r\nContent-Disposition: inline; filename=one.png\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\r\n--b--\r\n"
    )
    entry = deliver(raw)
    message = message_of(entry)
    file = Attachment.objects.get(message_id=message.id)
    assert (file.name, file.type, file.inline, file.cid) == ("one.png", "image/png", True, "one@x")
    assert 'data-cid="one@x"' in (message.html or "")


def test_what_is_taken_back_never_leaves(world: World, mailbox: Mailbox, sink: Sink, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 60_000
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    reply = world.reply(ticket, world.ben)
    drain()
    assert not sink.taken and Delivery.objects.get().state == "undo_window"
    world.do(UndoSend(ticket.id, reply.id), world.ben)
    from tandem.kernel.models import Effect

    Effect.objects.filter(kind="mail.send").update(not_before=0)
    drain()
    assert not sink.taken and Delivery.objects.get().state == "undone"


def test_without_a_server_the_catcher_keeps_it_once(world: World, mailbox: Mailbox, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 0
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.reply(ticket, world.ben)
    drain()
    caught = CaughtMail.objects.get()
    assert (caught.ticket_id, caught.recipients, caught.subject) == (
        ticket.id,
        ["kim@customer.example"],
        "Re: The printer hums",
    )
    assert Delivery.objects.get().state == "sent"


def test_whoever_got_a_copy_of_one_reply_takes_part_when_they_answer(
    world: World, deliver: Deliver, sink: Sink, mailbox: Mailbox
) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.reply(ticket, world.ben, status="solved", cc=[make_address("oto@elsewhere.example")])
    drain()
    answer = next(mail for mail in sink.taken if mail.recipients == ["oto@elsewhere.example"])
    entry = deliver(raw_mail(sender="Oto <oto@elsewhere.example>"), answer.sender, sender="oto@elsewhere.example")
    assert entry.ticket_id == ticket.id
    assert not message_of(entry).unverified
    assert Ticket.objects.get(id=ticket.id).status_group == "open"


def test_an_installation_whose_way_out_is_misspelt_keeps_its_mail(
    world: World, mailbox: Mailbox, settings: Any
) -> None:
    settings.SMTP_OUT = "nonsense"
    world.reply(world.open_ticket(mailbox_id=mailbox.id), world.ben)
    later = clock.now_ms() + 60_000
    with clock.travelling(lambda: later):
        drain()
    delivery = Delivery.objects.get()
    assert (delivery.state, "TANDEM_SMTP_OUT" in delivery.detail) == ("retry", True)
