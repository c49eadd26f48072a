"""What kind of mail it is (rows B-01, B-03, B-10, C-20): robots, lists, bounces, reports, and people."""

from __future__ import annotations

import pytest

from tandem.channels.email.parsing import Failure, parse
from tests.channels.email.parsing.mails import mail, word


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto_submitted:auto-replied"),
        ("Auto-Submitted: auto-generated; owner-email=x@y", "auto_submitted:auto-generated"),
        ("Auto-Submitted: AUTO-NOTIFIED (x)", "auto_submitted:auto-notified"),
        ("Precedence: bulk", "precedence:bulk"),
        ("Precedence: junk", "precedence:junk"),
        ("Precedence: auto_reply", "precedence:auto_reply"),
        ("X-Auto-Response-Suppress: All", "auto_response_suppress"),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "auto_response_suppress"),
        ("X-Autoreply: yes", "robot_field:x-autoreply"),
        ("X-Autorespond: x", "robot_field:x-autorespond"),
        ("X-Auto-Generated: yes", "robot_field:x-auto-generated"),
        ("Return-Path: <>", "null_sender"),
        ("Subject: Automatic reply: Order", "subject_absence"),
        ("Subject: Abwesenheitsnotiz: Bestellung", "subject_absence"),
        ("Subject: Automatische Antwort: x", "subject_absence"),
        ("Subject: Automatická odpověď: x", "subject_absence"),
        ("Subject: Réponse automatique : x", "subject_absence"),
        ("Subject: Respuesta automática: x", "subject_absence"),
        (f"Subject: {word('自动回复: 订单', 'utf-8')}", "subject_absence"),
        (f"Subject: {word('自動返信：注文', 'iso-2022-jp')}", "subject_absence"),
        (f"Subject: {word('Автоответ: заказ', 'koi8-r')}", "subject_absence"),
        ("Subject: Report domain: x.org Submitter: y.org Report-ID: 5", "dmarc_report"),
        ("Content-Type: text/calendar; method=REPLY", "calendar_reply"),
    ],
)
def test_robots(header: str, reason: str) -> None:
    """sec:B-01, B-10, C-20."""
    parsed = parse(mail(header, body="x"))
    assert parsed.decision.kind == "automatic"
    assert parsed.decision.reasons == [reason]
    assert parsed.auto_generated


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Auto-Submitted:",
        "Precedence: normal",
        "X-Auto-Response-Suppress: DR, RN",
        "X-Autoreply: no",
        "Return-Path: <ann@example.org>",
        "Subject: How do I set an out of office notice?",
        "Subject: Automatic replying machine is broken",
        "Subject: 自动化回复功能坏了",
        "Content-Type: text/calendar; method=REQUEST",
        "X-Loop: other",
    ],
)
def test_people(header: str) -> None:
    parsed = parse(mail(header, body="x"))
    assert parsed.decision.kind == "ordinary"
    assert parsed.decision.reasons == []
    assert not parsed.auto_generated


def test_words_of_absence_count_in_answers_only() -> None:
    subject = "Subject: Out of office: back on Monday"
    assert parse(mail(subject)).decision.kind == "ordinary"
    answer = parse(mail(subject, "In-Reply-To: <a@x>"))
    assert (answer.decision.kind, answer.decision.reasons) == ("automatic", ["subject_like_absence"])


@pytest.mark.parametrize(
    "header",
    ["List-Id: Announce <a.x.org>", "List-Unsubscribe: <mailto:u@x.org>", "Mailing-List: x", "Precedence: list"],
)
def test_lists(header: str) -> None:
    """sec:B-01."""
    parsed = parse(mail(header))
    assert parsed.decision.kind == "list"
    assert not parsed.auto_generated
    assert parse(mail(header, "Auto-Submitted: auto-generated")).decision.kind == "automatic"


def test_the_transport_knows_the_null_sender_better() -> None:
    raw = mail("Return-Path: <>")
    assert parse(raw, envelope_from="ann@example.org").decision.kind == "ordinary"
    assert parse(mail(), envelope_from="").decision.reasons == ["null_sender"]


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        ("disposition-notification", "read_receipt"),
        ("feedback-report", "feedback_report"),
        ("tlsrpt", "tls_report"),
        ("other", "report"),
    ],
)
def test_reports_that_are_no_bounces(report: str, reason: str) -> None:
    """sec:B-10, C-20."""
    raw = mail(f"Content-Type: multipart/report; report-type={report}; boundary=b", body="--b\r\n\r\nread\r\n--b--")
    parsed = parse(raw)
    assert (parsed.decision.kind, parsed.decision.reasons) == ("automatic", [reason])
    assert parsed.bounce_for is None


def report(action: str, status: str, returned: str = "text/rfc822-headers", text: str = "Sorry.") -> bytes:
    return mail(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Return-Path: <>",
        "Subject: Undelivered Mail Returned to Sender",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        body=(
            f"--b\r\n\r\n{text}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            f"Final-Recipient: rfc822; Bob@Example.org\r\nOriginal-Recipient: rfc822;bob@example.org\r\nAction: {action}\r\n"
            f"Status: {status}\r\nDiagnostic-Code: smtp; 550 no\r\n\r\n"
            f"--b\r\nContent-Type: {returned}\r\n\r\nFrom: support@localhost\r\nMessage-ID: <our-17@localhost>\r\n\r\n--b--\r\n"
        ),
    )


def test_bounce_with_a_report() -> None:
    """sec:B-03."""
    for returned in ("text/rfc822-headers", "message/rfc822"):
        parsed = parse(report("failed", "5.1.1", returned))
        assert parsed.decision.kind == "bounce"
        assert parsed.bounce_for == "<our-17@localhost>"
        assert parsed.failures == [Failure("bob@example.org", True)]
        assert parsed.auto_generated
        assert parsed.decision.reasons == ["delivery_status:failed", "null_sender"]


def test_delays_and_successes() -> None:
    delayed = parse(report("delayed", "4.4.1"))
    assert (delayed.decision.kind, delayed.failures) == ("bounce", [Failure("bob@example.org", False)])
    delivered = parse(report("delivered", "2.0.0"))
    assert (delivered.decision.kind, delivered.failures) == ("automatic", [])
    assert delivered.bounce_for == "<our-17@localhost>"


@pytest.mark.parametrize(
    "subject",
    [
        "Undelivered Mail",
        "Unzustellbar: x",
        "Nedoručitelné: x",
        "Недоставленное сообщение",
        "退信通知",
        "Échec de la remise",
    ],
)
@pytest.mark.parametrize(
    "author", ["MAILER-DAEMON@mx.example", "MAILER-DAEMON (Mail Delivery System)", "postmaster@qq.example"]
)
def test_bounce_in_prose(subject: str, author: str) -> None:
    """sec:B-03."""
    body = (
        "Your message could not be delivered.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n"
        "From: support@localhost\r\nMessage-ID: <our-17@localhost>\r\nSubject: x\r\n"
    )
    parsed = parse(mail(f"From: {author}", f"Subject: {word(subject, 'utf-8')}", body=body))
    assert parsed.decision.kind == "bounce"
    assert parsed.bounce_for == "<our-17@localhost>"


def test_qmail_bounce_names_the_recipient() -> None:
    """sec:B-03."""
    body = (
        "Hi. This is the qmail-send program at mx.example.\r\nI'm afraid I wasn't able to deliver your message to the"
        " following addresses.\r\nThis is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        "<bob@example.org>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the"
        " message.\r\n\r\nReturn-Path: <support@localhost>\r\nMessage-ID: <our-17@localhost>\r\n"
    )
    parsed = parse(mail("From: MAILER-DAEMON@mx.example", "Subject: failure notice", "Return-Path: <>", body=body))
    assert parsed.decision.kind == "bounce"
    assert parsed.failures == [Failure("bob@example.org", True)]
    assert parsed.bounce_for == "<our-17@localhost>"


def test_a_person_who_writes_of_bounces_is_a_person() -> None:
    parsed = parse(mail("Subject: Undelivered mail, please help", body="Message-ID: <x@y>"))
    assert parsed.decision.kind == "ordinary"
    assert parsed.bounce_for is None


def test_a_null_sender_alone_is_no_bounce() -> None:
    parsed = parse(mail("Return-Path: <>", "Subject: Your order", body="thank you"))
    assert (parsed.decision.kind, parsed.bounce_for) == ("automatic", None)


def test_nothing_and_nobody_is_unusable() -> None:
    assert parse(b"").decision.kind == "unusable"
    assert parse(b"\r\n \r\n").decision.reasons == ["empty"]
    nobody = parse(b"Subject: x\r\n\r\nx")
    assert (nobody.decision.kind, nobody.decision.reasons) == ("unusable", ["no_author"])


def test_control_headers_of_ours_mean_nothing() -> None:
    """sec:A-15: whoever writes `X-Tandem-…` gets nothing for it."""
    plain, forged = parse(mail(body="x")), parse(mail("X-Tandem-Priority: high", "X-Tandem-Ignore: yes", body="x"))
    assert plain.decision == forged.decision
    assert plain.problems == forged.problems
