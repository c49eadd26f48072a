"""From the ledger into tickets: what is looked up, what a failure leaves behind, and what cannot be repeated."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from tandem.channels.email.applying import apply
from tandem.channels.email.commands.arrival import Settled
from tandem.channels.email.intake.store import UnknownRecipient, store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.parsing import ParsedMail, ParserDied, ParserUnavailable, parse
from tandem.channels.email.reply_addresses import reply_address
from tandem.infra import clock
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.effects import ClaimLost
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import carry_out_one, drain
from tandem.notifications.models import Notification
from tandem.people.commands.block_customer import BlockCustomer
from tandem.people.models import Person
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.mark_spam import UnmarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.models import Message, Status, Ticket
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.kernel.test_once import together
from tests.patience import PATIENCE
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _parsed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser's process is tested elsewhere; starting it takes longer than all of this."""
    monkeypatch.setattr(
        apply, "parse_apart", lambda raw, sender, keys=None: parse(raw, envelope_from=sender, keys=keys)
    )


def received(raw: bytes, recipient: str = "support@desk.example", sender: str = "kim@customer.example") -> LedgerEntry:
    entry = store(raw, sender, recipient, "lmtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)


def again(times: int = 3) -> None:
    for _time in range(times):
        Effect.objects.filter(state="queued").update(not_before=0)
        drain()


def test_a_mail_that_kills_the_parser_is_set_aside_and_the_next_one_goes_on(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parser(raw: bytes, sender: str | None, keys: object = None) -> ParsedMail:
        if b"poison" in raw:
            raise ParserDied("the parser ended with -9 on a mail of 300 octets")
        return parse(raw, envelope_from=sender)

    monkeypatch.setattr(apply, "parse_apart", parser)
    poison = store(raw_mail(subject="poison"), "kim@customer.example", "support@desk.example", "lmtp")
    good = store(raw_mail(subject="good"), "kim@customer.example", "support@desk.example", "lmtp")
    drain()
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == ("received", 1)
    again()
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, poison.reason, poison.attempts, good.state) == ("quarantined", "poison", 3, "applied")
    assert poison.trace[-1]["detail"] == "the parser ended with -9 on a mail of 300 octets"


def test_a_fault_of_ours_does_not_count_against_the_mail(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(apply, "run", lambda *_: (_ for _ in ()).throw(OperationalError("database is locked")))
        entry = received(raw_mail())
        again(5)
        entry.refresh_from_db()
        assert (entry.state, entry.attempts) == ("received", 0)
    again(1)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == ("applied", 1)


def test_what_we_cannot_file_is_set_aside_with_what_went_wrong(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_arguments: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(apply, "decide", bug)
    entry = received(raw_mail())
    again()
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("quarantined", "failed")
    assert entry.trace[-1] == {"step": "failed", "outcome": "KeyError", "detail": "'a bug'"}


def test_missing_bytes_do_not_hold_up_the_others(mailbox: Mailbox) -> None:
    entry = store(raw_mail(subject="lost"), None, "support@desk.example", "lmtp")
    storage().delete(entry.raw)
    assert received(raw_mail(subject="good")).state == "applied"
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("quarantined", "raw_missing")


def test_mail_of_a_blocked_sender_opens_in_the_spam_folder_and_says_why(world: World, mailbox: Mailbox) -> None:
    world.do(BlockCustomer(world.kim.id), world.sam)
    ticket = ticket_of(received(raw_mail()))
    assert (ticket.requester_id, ticket.spam_at is not None) == (world.kim.id, True)
    event = Event.objects.get(stream_kind="ticket", stream_id=ticket.id, kind="ticket.marked_spam")
    assert event.cause["kind"] == "blocked_sender"
    world.do(UnmarkSpam(ticket.id), world.sam)
    assert ticket_of(received(raw_mail(message_id="<next@customer.example>"))).spam_at is None


def test_what_a_blocked_sender_answers_is_kept_and_sets_nothing_going(world: World, mailbox: Mailbox) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id, owner=world.ben)
    world.edit(ticket, world.ben, status=("open", "solved"))
    world.do(BlockCustomer(world.kim.id), world.sam)
    drain()
    address = reply_address(mailbox.address, ticket.id)
    message = message_of(received(raw_mail(Cc="Lee <lee@customer.example>"), address))
    ticket.refresh_from_db()
    assert (message.shown_in_id, message.author_id, message.unverified) == (ticket.id, world.kim.id, False)
    assert (ticket.status_group, ticket.spam_at, ticket.copy_rows.count()) == ("closed", None, 0)
    assert list(Notification.objects.values_list("kind", flat=True)) == ["assigned"]
    assert Effect.objects.filter(kind="mail.notify").count() == 1
    event = Event.objects.get(kind="message.received", part_id=message.id)
    assert event.cause["kind"] == "blocked_sender"
    world.do(BlockCustomer(world.kim.id, on=False), world.sam)
    received(raw_mail(), address)
    assert Ticket.objects.get(id=ticket.id).status_group == "open"
    assert Effect.objects.filter(kind="mail.notify").count() == 2


def test_an_answer_to_a_ticket_that_was_deleted_for_good_opens_a_new_one(world: World, mailbox: Mailbox) -> None:
    """sec:A-19."""
    gone = world.open_ticket(mailbox_id=mailbox.id)
    world.do(TrashTicket(gone.id), world.sam)
    world.do(DeleteTicket(gone.id), world.ana)
    entry = received(raw_mail(), reply_address(mailbox.address, gone.id))
    assert (entry.state, ticket_of(entry).requester_id) == ("applied", world.kim.id)


def test_a_ticket_closed_for_good_or_in_the_trash_gets_a_follow_up(world: World, mailbox: Mailbox) -> None:
    """sec:A-19."""
    closed = world.open_ticket(mailbox_id=mailbox.id)
    final = Status.objects.get(department=world.support, final=True)
    world.edit(closed, world.ben, status=("open", final.slug))
    trashed = world.open_ticket(mailbox_id=mailbox.id)
    world.do(TrashTicket(trashed.id), world.sam)
    for ticket in (closed, trashed):
        entry = received(raw_mail(), reply_address(mailbox.address, ticket.id))
        assert ticket_of(entry).follow_up_of_id == ticket.id
        assert Message.objects.filter(shown_in=ticket).count() == 1


def test_subjects_name_tickets_only_where_the_mailbox_says_so(world: World, mailbox: Mailbox) -> None:
    """sec:A-08."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    subject = f"Re: The printer hums [#{ticket.number}]"
    assert received(raw_mail(subject=subject)).ticket_id != ticket.id
    Mailbox.objects.update(subject_token=True)
    assert received(raw_mail(subject=subject)).ticket_id == ticket.id
    assert received(raw_mail(subject=subject, sender="eve@evil.example")).ticket_id != ticket.id


def test_answers_to_what_we_sent_thread_by_message_id(world: World, mailbox: Mailbox) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id, cc=[])
    reply = world.reply(ticket, world.ben, status="solved")
    answer = received(raw_mail(In_Reply_To=f"<{reply.mail_id}>"))
    assert answer.ticket_id == ticket.id
    assert Ticket.objects.get(id=ticket.id).status_group == "open"
    forged = received(raw_mail(sender="eve@evil.example", In_Reply_To=f"<{reply.mail_id}>"))
    assert forged.ticket_id != ticket.id and "possibly related" in forged.trace[-1]["detail"]


def test_customers_mails_thread_within_their_mailbox(world: World, mailbox: Mailbox, second_mailbox: Mailbox) -> None:
    first = received(raw_mail(message_id="<a@customer.example>"))
    assert received(raw_mail(References="<a@customer.example>")).ticket_id == first.ticket_id
    elsewhere = received(raw_mail(References="<a@customer.example>"), "billing@desk.example")
    assert elsewhere.ticket_id != first.ticket_id


def test_who_wrote_unverified_does_not_take_part_and_who_is_copied_does(world: World, mailbox: Mailbox) -> None:
    first = received(raw_mail(Cc="Lee <lee@customer.example>"))
    assert first.ticket_id is not None
    address = reply_address(mailbox.address, first.ticket_id)
    assert not message_of(received(raw_mail(sender="lee@customer.example"), address)).unverified
    for _time in range(2):
        stranger = received(raw_mail(sender="eve@evil.example", body=str(_time)), address)
        assert message_of(stranger).unverified


def test_machines_do_not_reopen(world: World, mailbox: Mailbox) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.reply(ticket, world.ben, status="solved")
    address = reply_address(mailbox.address, ticket.id)
    for raw, sender in ((raw_mail(Auto_Submitted="auto-replied"), "kim@customer.example"), (raw_mail(), "")):
        message = message_of(received(raw, address, sender))
        assert message.automatic and message.shown_in_id == ticket.id
    assert Ticket.objects.get(id=ticket.id).status_group == "closed"


def test_reply_addresses_on_a_domain_of_their_own(
    world: World, mailbox: Mailbox, second_mailbox: Mailbox, settings: Any
) -> None:
    settings.REPLY_DOMAIN = "in.desk.example"
    ticket = world.open_ticket(mailbox_id=second_mailbox.id, department=world.billing)
    address = reply_address(mailbox.address, ticket.id)
    assert address.endswith("@in.desk.example") and "+" not in address
    entry = received(raw_mail(to=address), address)
    assert (entry.ticket_id, entry.mailbox_id) == (ticket.id, second_mailbox.id)
    by_name = received(raw_mail(), "billing@in.desk.example")
    assert by_name.mailbox_id == second_mailbox.id and by_name.ticket_id != ticket.id
    unknown = received(raw_mail(), "nonsense@in.desk.example")
    assert (unknown.mailbox_id, unknown.state) == (mailbox.id, "applied")
    assert received(raw_mail(sender=address)).reason == "loop"
    with pytest.raises(UnknownRecipient):
        received(raw_mail(), "x@other.example")


def test_quoted_html_is_folded_and_nothing_is_cut_away(mailbox: Mailbox) -> None:
    raw = raw_mail(
        body='<div>New words.</div><div class="gmail_quote"><div class="gmail_attr">On Sunday Ben wrote:</div>'
        '<blockquote class="gmail_quote">Old words.</blockquote></div>',
        Content_Type="text/html; charset=utf-8",
    )
    message = message_of(received(raw))
    visible, _fold, quoted = (message.html or "").partition("<details><summary>")
    assert "New words." in visible and "Old words." not in visible and "Old words." in quoted
    assert message.parts["visible"].strip() == "New words."
    assert "New words." in message.text and "Old words." in message.text


def test_a_stranger_s_first_mail_is_the_act_of_the_person_it_makes_known(world: World, mailbox: Mailbox) -> None:
    ticket = ticket_of(received(raw_mail(sender="new@else.example")))
    assert ticket.requester.email == "new@else.example"
    actors = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id).values_list("actor_id", flat=True)
    assert set(actors) == {ticket.requester_id}


def test_what_is_placed_or_set_aside_already_is_not_placed_again(world: World, mailbox: Mailbox) -> None:
    """A worker that read the entry before another one settled it finds that out under the entry's lock."""
    entry = store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
    waiting = LedgerEntry.objects.get(id=entry.id)
    claim = outbox.claim()
    assert claim is not None
    for state in ("quarantined", "applied"):
        LedgerEntry.objects.update(state=state)
        with pytest.raises(Settled):
            apply._apply(waiting, claim)
        apply.apply_effect(claim)
    assert not Message.objects.exists() and not Ticket.objects.exists()


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("trashed", [True, False])
def test_a_reply_by_two_mailboxes_is_placed_once(
    at_once: bool,
    trashed: bool,
    world: World,
    mailbox: Mailbox,
    second_mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each mailbox has a lane of its own, so two workers may have decided before either has placed anything."""
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    if trashed:
        world.do(TrashTicket(ticket.id), world.sam)
    token = reply_address(mailbox.address, ticket.id)
    raw = raw_mail(to=f"{token}, billing@desk.example", body="More.")
    for recipient in (token, "billing@desk.example"):
        store(raw, "kim@customer.example", recipient, "lmtp")
    if at_once:
        decided, place = threading.Barrier(2), apply._carry_out

        def together_with_the_other(*arguments: Any) -> None:
            decided.wait(PATIENCE)
            place(*arguments)

        monkeypatch.setattr(apply, "_carry_out", together_with_the_other)
        together(carry_out_one, carry_out_one)
    else:
        drain()
    assert Message.objects.filter(text__startswith="More.").count() == 1
    kept, twin = LedgerEntry.objects.order_by("state")
    assert (kept.state, twin.state, twin.reason) == ("applied", "duplicate", "same_mail")
    assert kept.ticket_id == twin.ticket_id and twin.trace[-1]["outcome"] == "duplicate"
    assert (ticket_of(kept).follow_up_of_id, Ticket.objects.count()) == ((ticket.id, 2) if trashed else (None, 1))
    assert not Effect.objects.filter(kind="ledger.apply").exclude(state="done").exists()


def _close(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.ben, status=("open", Status.objects.get(department=world.support, final=True).slug))


@pytest.mark.parametrize("aside", [lambda world, ticket: world.do(TrashTicket(ticket.id), world.sam), _close])
def test_a_ticket_that_took_its_last_reply_while_the_mail_was_read_gets_a_follow_up(
    aside: Callable[[World, Ticket], Any], world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    place = apply._carry_out

    def too_late(*arguments: Any) -> None:
        monkeypatch.setattr(apply, "_carry_out", place)
        aside(world, ticket)
        place(*arguments)

    monkeypatch.setattr(apply, "_carry_out", too_late)
    received(raw_mail(), reply_address(mailbox.address, ticket.id))
    again(1)
    entry = LedgerEntry.objects.get()
    assert (entry.state, entry.attempts, ticket_of(entry).follow_up_of_id) == ("applied", 1, ticket.id)
    assert Message.objects.filter(shown_in=ticket).count() == 1


def test_a_report_of_what_came_back_belongs_to_its_ticket_whatever_became_of_that(
    world: World, mailbox: Mailbox
) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.do(TrashTicket(ticket.id), world.sam)
    report = raw_mail(
        sender="MAILER-DAEMON@mx.example",
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
        body="--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; kim@customer.example\nAction: failed\nStatus: 5.1.1\n--b--",
    )
    entry = received(report, reply_address(mailbox.address, ticket.id), sender="")
    assert (entry.state, entry.ticket_id, message_of(entry).automatic) == ("applied", ticket.id, True)


def test_a_worker_that_lost_its_claim_places_nothing(world: World, mailbox: Mailbox) -> None:
    store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
    claim = outbox.claim()
    assert claim is not None
    outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
    with pytest.raises(ClaimLost):
        apply.apply_effect(claim)
    assert (LedgerEntry.objects.get().state, Message.objects.count()) == ("received", 0)
    drain()
    assert (LedgerEntry.objects.get().state, Message.objects.count()) == ("applied", 1)


def test_only_the_mail_s_own_bytes_are_missing_bytes(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def parser(_raw: bytes, _sender: str | None, _keys: object = None) -> ParsedMail:
        raise FileNotFoundError("the program of the parser")

    with monkeypatch.context() as broken:
        broken.setattr(apply, "parse_apart", parser)
        entry = received(raw_mail())
        assert entry.state == "received"
    again(1)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == ("applied", 1)


def test_a_parser_that_cannot_start_says_nothing_about_the_mail(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parser(_raw: bytes, _sender: str | None, _keys: object = None) -> ParsedMail:
        raise ParserUnavailable("no memory")

    with monkeypatch.context() as broken:
        broken.setattr(apply, "parse_apart", parser)
        entry = received(raw_mail())
        again(5)
    again(1)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == ("applied", 1)


#: What a mail costs between the door and the search, in order; `begin` and `commit` show what is durable when.
FROM_THE_DOOR = [
    "SELECT email_channel_mailbox",
    "begin",
    "INSERT email_channel_ledgerentry",
    "INSERT kernel_effect",
    "commit",
]
INTO_THE_TICKET = [
    "SELECT kernel_timer",
    "SELECT kernel_effect",
    "UPDATE kernel_effect",
    "SELECT email_channel_ledgerentry",
    "SELECT email_channel_mailbox",
    "begin",
    "SELECT email_channel_ledgerentry",
    "SELECT people_person",
    "SELECT tickets_status",
    # Who follows this customer, and so their new tickets.
    "SELECT tickets_customerfollow",
    "number",
    "INSERT tickets_ticket",
    "INSERT tickets_message",
    "UPDATE email_channel_ledgerentry",
    "INSERT kernel_event",
    "INSERT search_messagedocument",
    # Whom to tell: followers, and those who asked to hear of what is new in their departments.
    "SELECT tickets_ticketfollower",
    "SELECT notifications_notificationchoice",
    "UPDATE kernel_effect",
    "commit",
    "UPDATE kernel_effect",
    "SELECT kernel_effect",
]


def test_a_new_matter_costs_these_statements_and_three_commits(world: World, mailbox: Mailbox) -> None:
    received(raw_mail())
    with statements() as at_the_door:
        store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
    with statements() as applying:
        drain()
    assert at_the_door == FROM_THE_DOOR
    assert applying == INTO_THE_TICKET


def test_control_headers_of_strangers_mean_nothing(world: World, mailbox: Mailbox) -> None:
    """sec:A-15."""
    raw = raw_mail(X_Tandem_Priority="urgent", X_OTRS_Ignore="yes", X_Zendesk_Status="solved")
    ticket = ticket_of(received(raw))
    assert (ticket.priority, ticket.status_group) == (0, "open")


def test_a_mail_without_a_subject_still_has_a_name(mailbox: Mailbox) -> None:
    assert ticket_of(received(raw_mail(subject=""))).subject == "(no subject)"


def test_five_hundred_copies_make_twenty_people(world: World, mailbox: Mailbox) -> None:
    """sec:A-16."""
    people = Person.objects.count()
    strangers = ", ".join(f"n{number}@new.example" for number in range(500))
    entry = received(raw_mail(Cc=strangers))
    assert Person.objects.count() == people + 20
    assert {"step": "copies", "outcome": "cut", "detail": "20 kept, 480 left in the mail"} in entry.trace
