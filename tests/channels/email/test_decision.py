"""Where a mail belongs: the table of keys, participation, kinds and refusals, without a database."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.channels.email.applying.colleagues_answer import Answered, Colleague
from tandem.channels.email.applying.decision import MAX_NEW_COPIES, Known, TicketFacts, answered, decide
from tandem.channels.email.composing import NotificationToken
from tandem.channels.email.parsing import ParsedMail, parse
from tandem.channels.email.trust.proof import Check, Proof
from tests.channels.email.letters import raw_mail

KIM = "kim@customer.example"
OPEN = TicketFacts(1, takes_replies=True, participants=frozenset({KIM, "lee@customer.example"}))
OTHER = TicketFacts(2, takes_replies=True, participants=frozenset({KIM}))
FINAL = TicketFacts(3, takes_replies=False, participants=frozenset({KIM}))
BEN = "ben@tandem.example"
TO_BEN = NotificationToken(1, 9, 4, "reply")
BENS = Answered(TO_BEN, Colleague(frozenset({BEN}), True))
GONE = Answered(TO_BEN, Colleague(frozenset({BEN}), False))
TO_NOTHING = Answered(NotificationToken(1, 9, 4), Colleague(frozenset({BEN}), True))
PROVEN = Proof("proven", "dkim", checks=(Check("dmarc", "pass", "x"),))
FAILED = Proof("failed", "dmarc", enforced=True, checks=(Check("dmarc", "fail", "x"),))
LENIENT = Proof("failed", "dmarc", enforced=False, checks=(Check("dmarc", "fail", "x"),))
TICKETS = {1: OPEN, 2: OTHER, 3: FINAL}


def known(**facts: Any) -> Known:
    return Known(**{"fallback_author": "mailer-daemon@desk.example", "tickets": TICKETS, **facts})


def mail(**fields: Any) -> ParsedMail:
    envelope = fields.pop("envelope_from", KIM)
    return parse(raw_mail(**fields), envelope_from=envelope)


ANSWER = {"In_Reply_To": "<ours-1@desk.example>", "References": "<theirs-9@customer.example> <ours-1@desk.example>"}


@pytest.mark.parametrize(
    ("fields", "facts", "expected"),
    [
        ({}, {}, ("open", None, False)),
        # Each key alone, by somebody who takes part.
        ({}, {"token": "valid", "token_ticket": 1}, ("receive", 1, False)),
        (ANSWER, {"sent": {"ours-1@desk.example": 1}}, ("receive", 1, False)),
        (ANSWER, {"received": {"theirs-9@customer.example": 1}}, ("receive", 1, False)),
        ({}, {"numbered": 1}, ("receive", 1, False)),
        # A stronger key is not overruled by a weaker one.
        (ANSWER, {"token": "valid", "token_ticket": 2, "sent": {"ours-1@desk.example": 1}}, ("receive", 2, False)),
        (
            ANSWER,
            {"sent": {"ours-1@desk.example": 2}, "received": {"theirs-9@customer.example": 1}},
            ("receive", 2, False),
        ),
        (ANSWER, {"received": {"theirs-9@customer.example": 2}, "numbered": 1}, ("receive", 2, False)),
        # A stranger: heard by the address that we gave out, unknown by everything that anybody could write.
        ({"sender": "eve@evil.example"}, {"token": "valid", "token_ticket": 1}, ("receive", 1, True)),
        ({"sender": "eve@evil.example", **ANSWER}, {"sent": {"ours-1@desk.example": 1}}, ("open", None, False)),
        (
            {"sender": "eve@evil.example", **ANSWER},
            {"received": {"theirs-9@customer.example": 1}},
            ("open", None, False),
        ),
        ({"sender": "eve@evil.example"}, {"numbered": 1}, ("open", None, False)),
        # The same letter in another case is the same person; the name proves nothing.
        ({"sender": "Kim <KIM@Customer.Example>"}, {"token": "valid", "token_ticket": 1}, ("receive", 1, False)),
        (
            {"sender": '"kim@customer.example" <eve@evil.example>'},
            {"token": "valid", "token_ticket": 1},
            ("receive", 1, True),
        ),
        # What a person moved leads where they moved it, whatever the keys say; a stranger stays one.
        (ANSWER, {"moved": 2, "sent": {"ours-1@desk.example": 1}}, ("receive", 2, False)),
        (ANSWER, {"moved": 2, "token": "valid", "token_ticket": 1}, ("receive", 2, False)),
        ({"sender": "eve@evil.example"}, {"moved": 2, "token": "valid", "token_ticket": 1}, ("receive", 2, True)),
        ({"sender": "eve@evil.example", **ANSWER}, {"moved": 2}, ("open", None, False)),
        (ANSWER, {"moved": 99, "sent": {"ours-1@desk.example": 1}}, ("receive", 1, False)),
        # A wrong token says nothing, and is no reason to look less.
        ({}, {"token": "wrong"}, ("open", None, False)),
        (ANSWER, {"token": "wrong", "sent": {"ours-1@desk.example": 1}}, ("receive", 1, False)),
        # The ticket is gone for good, or was never there.
        ({}, {"token": "valid", "token_ticket": 99}, ("open", None, False)),
        # The ticket holds this very mail by another mailbox.
        ({}, {"token": "valid", "token_ticket": 1, "twins": {1}}, ("duplicate", 1, False)),
        ({}, {"twins": {1}}, ("open", None, False)),
    ],
)
def test_the_keys_and_who_may_use_them(
    fields: dict[str, Any], facts: dict[str, Any], expected: tuple[str, int | None, bool]
) -> None:
    decision = decide(mail(**fields), known(**facts))
    assert (decision.action, decision.ticket_id, decision.unverified) == expected, decision.trace
    assert decision.trace


@pytest.mark.parametrize("sender", ["Kim <kim@customer.example>", "eve@evil.example"])
def test_a_ticket_that_takes_no_replies_gets_a_follow_up(sender: str) -> None:
    decision = decide(mail(sender=sender), known(token="valid", token_ticket=3))
    assert (decision.action, decision.ticket_id, decision.follow_up_of) == ("open", None, 3)


def test_a_forged_reference_is_noted_for_the_agents_only() -> None:
    """sec:A-05."""
    decision = decide(mail(sender="eve@evil.example", **ANSWER), known(sent={"ours-1@desk.example": 1}))
    assert decision.follow_up_of is None
    assert "possibly related to 1" in [step.detail for step in decision.trace]


@pytest.mark.parametrize(
    ("fields", "facts", "reason"),
    [
        ({"sender": "support@desk.example"}, {"ours": {"support@desk.example"}}, "loop"),
        (
            {"sender": "support@desk.example"},
            {"ours": {"support@desk.example"}, "token": "valid", "token_ticket": 1},
            "loop",
        ),
        ({}, {"notification": BENS}, "agent_spoof"),
        ({"sender": BEN}, {"notification": BENS}, "agent_spoof"),
        ({"sender": BEN}, {"notification": BENS, "proof": FAILED}, "agent_spoof"),
        ({"sender": "cai@tandem.example"}, {"notification": BENS, "proof": PROVEN}, "agent_spoof"),
        ({"sender": BEN}, {"notification": Answered(TO_BEN, None), "proof": PROVEN}, "agent_spoof"),
        ({"sender": BEN}, {"notification": GONE, "proof": PROVEN}, "agent_inactive"),
        ({"sender": BEN}, {"notification": TO_NOTHING, "proof": PROVEN}, "agent_nothing_to_answer"),
        ({"sender": ""}, {}, "no_author"),
        ({"sender": "a@b@customer.example"}, {}, "no_author"),
        ({"sender": "undisclosed:;"}, {"token": "valid", "token_ticket": 1}, "no_author"),
    ],
)
def test_what_cannot_be_placed_is_set_aside_with_a_reason(
    fields: dict[str, Any], facts: dict[str, Any], reason: str
) -> None:
    """sec:A-06, A-07, A-09, A-14."""
    decision = decide(mail(**fields), known(**facts))
    assert (decision.action, decision.reason, decision.ticket_id) == ("quarantine", reason, None)
    released = decide(mail(**fields), known(**facts, released=True))
    assert (released.action, released.automatic, list(released.copies)) == ("open", True, [])


def test_nothing_at_all_is_set_aside() -> None:
    assert decide(parse(b""), known()).reason == "empty"


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.customer.example>"},
        {"envelope_from": ""},
    ],
)
def test_machines_are_filed_and_change_nothing(fields: dict[str, Any]) -> None:
    facts = {"null_sender": fields.get("envelope_from") == ""}
    threaded = decide(mail(Cc="new@customer.example", **fields), known(token="valid", token_ticket=1, **facts))
    assert (threaded.action, threaded.automatic, list(threaded.copies)) == ("receive", True, [])
    alone = decide(mail(Cc="new@customer.example", **fields), known(**facts))
    assert (alone.action, alone.automatic, list(alone.copies)) == ("open", True, [])


TOKEN: dict[str, Any] = {"token": "valid", "token_ticket": 1}


def bounce(named: str) -> ParsedMail:
    report = (
        "From: MAILER-DAEMON@mx.example\nTo: support@desk.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nGone.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; kim@customer.example\nAction: failed\nStatus: 5.1.1\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nFrom: support@desk.example\nMessage-ID: <{named}>\n\n--b--\n"
    )
    return parse(report.encode(), envelope_from="")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (TOKEN | {"sent": {"ours-1@desk.example": 1}}, ("receive", 1, "ours-1@desk.example")),
        (TOKEN, ("receive", 1, None)),
        # Another ticket's mail: what comes to this one's address proves nothing about it.
        (TOKEN | {"sent": {"ours-1@desk.example": 3}}, ("receive", 1, None)),
        # Anybody may have seen a Message-ID of ours.
        ({"sent": {"ours-1@desk.example": 3}}, ("quarantine", None, "bounce_unproven")),
        ({"numbered": 1}, ("quarantine", None, "bounce_unmatched")),
        ({"received": {"ours-1@desk.example": 1}}, ("quarantine", None, "bounce_unmatched")),
        ({}, ("quarantine", None, "bounce_unmatched")),
    ],
)
def test_a_bounce_belongs_to_the_ticket_to_whose_address_it_came_back(
    facts: dict[str, Any], expected: tuple[str, int | None, str | None]
) -> None:
    """sec:B-04."""
    decision = decide(bounce("ours-1@desk.example"), known(null_sender=True, **facts))
    if decision.action == "receive":
        assert (decision.action, decision.ticket_id, decision.bounced) == expected
        assert decision.automatic and not decision.unverified
    else:
        assert (decision.action, decision.ticket_id, decision.reason) == expected


def test_copies_leave_out_ourselves_and_stop_at_twenty_strangers() -> None:
    strangers = ", ".join(f"n{number}@new.example" for number in range(500))
    wanted = mail(to="support@desk.example, Lee <lee@customer.example>", Cc=f"{KIM}, {strangers}")
    facts = {"ours": {"support@desk.example"}, "contacts": {"lee@customer.example", KIM}}
    keys = [copy.key for copy in decide(wanted, known(**facts)).copies]
    assert keys[0] == "lee@customer.example" and len(keys) == 1 + MAX_NEW_COPIES
    assert KIM not in keys and "support@desk.example" not in keys
    joining = decide(wanted, known(token="valid", token_ticket=1, **facts)).copies
    assert len(joining) == MAX_NEW_COPIES and "lee@customer.example" not in [copy.key for copy in joining]
    by_stranger = decide(mail(sender="eve@evil.example", Cc=strangers), known(token="valid", token_ticket=1))
    assert not by_stranger.copies


def test_the_direct_parent_is_asked_first_then_the_latest() -> None:
    found = answered(mail(In_Reply_To="<c@x>", References="<a@x> <b@x> <c@x>"))
    assert found == ["c@x", "b@x", "a@x"]


def test_a_proven_colleague_answers() -> None:
    decision = decide(mail(sender=BEN), known(notification=BENS, proof=PROVEN))
    assert (decision.action, decision.answered, decision.ticket_id) == ("answer", TO_BEN, 1)


@pytest.mark.parametrize(
    "fields", [{"Auto_Submitted": "auto-replied"}, {"subject": "Automatic reply: away"}, {"envelope_from": ""}]
)
def test_what_a_machine_answers_for_a_colleague_is_only_noted(fields: dict[str, Any]) -> None:
    decision = decide(mail(sender=BEN, **fields), known(notification=BENS, proof=PROVEN))
    assert (decision.action, decision.reason) == ("noted", "agent_automatic")


@pytest.mark.parametrize(
    ("proof", "expected"), [(FAILED, ("receive", True)), (LENIENT, ("receive", False)), (PROVEN, ("receive", False))]
)
def test_whom_their_domain_disowns_does_not_take_part(proof: Proof, expected: tuple[str, bool]) -> None:
    """sec:A-18: with the ticket's own address agents see it, and nothing else happens."""
    decision = decide(mail(), known(token="valid", token_ticket=1, proof=proof))
    assert (decision.action, decision.unverified) == expected
    assert decision.proof == proof.level
    by_id = decide(mail(**ANSWER), known(sent={"ours-1@desk.example": 1}, proof=proof))
    assert (by_id.action, by_id.unverified) == (("open", True) if proof is FAILED else ("receive", False))
    assert not (proof is FAILED and by_id.copies)


RECEIPT = {
    "subject": "Read: your answer",
    "Content_Type": 'multipart/report; report-type=disposition-notification; boundary="b"',
    "body": "--b\nContent-Type: text/plain\n\nIt was read.\n--b\nContent-Type: message/disposition-notification\n\n"
    "Disposition: manual-action/MDN-sent-manually; displayed\n\n--b--",
}


@pytest.mark.parametrize(
    "fields", [RECEIPT, {"subject": "Report Domain: desk.example Submitter: mx.example Report-ID: 1"}]
)
def test_reports_of_machines_are_no_tickets(fields: dict[str, Any]) -> None:
    """sec:B-10, C-20: they are kept, and listed nowhere as work; on a ticket of theirs they stand as automatic."""
    decision = decide(mail(**fields), known())
    assert (decision.action, decision.reason) == ("noted", "report")
    assert decide(mail(**fields), known(released=True)).action == "open"
    threaded = decide(mail(**fields), known(token="valid", token_ticket=1))
    assert (threaded.action, threaded.automatic) == ("receive", True)


def test_the_trace_tells_what_was_odd_about_a_mail() -> None:
    decision = decide(mail(Date="", message_id="", sender="boss@corp.example <kim@customer.example>"), known())
    (step,) = [step for step in decision.trace if step.step == "problems"]
    assert "name_is_other_address" in step.detail
