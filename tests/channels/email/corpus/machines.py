"""Other mail of machines: receipts, calendars, recalls, reports of servers to servers, lists and newsletters."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS
from tests.channels.email.corpus.writing import ZIP, b_word, bundle, entity, file_part, header_word, mail, text

EN = TALKS["en"]


def head(subject: str, *, sender: str = EN.sender, more: str = "") -> str:
    return (
        f"From: {sender}\nTo: {DESK}\nSubject: {header_word(subject)}\nMessage-ID: <machine.4711@customer.example>\n"
        f"Date: Mon, 16 Nov 2026 12:00:00 +0000\nMIME-Version: 1.0\n{more}"
    ).rstrip("\n")


def _receipts() -> Iterator[Sample]:
    for code, subject, words in (
        ("en", "Read: Order 4711", "Your message was read on Monday."),
        ("de", "Gelesen: Bestellung", "Ihre Nachricht wurde gelesen."),
        ("cs", "Přečteno: Objednávka", "Vaše zpráva byla přečtena."),
        ("ru", "Прочтено: Заказ", "Ваше сообщение прочтено."),
        ("zh", "已读: 订单", "您的邮件已被阅读。"),
        ("fr", "Lu : Commande", "Votre message a été lu."),
        ("ja", "開封済み: 注文", "メッセージは開封されました。"),
    ):
        talk = TALKS[code]
        disposition = entity(
            "Content-Type: message/disposition-notification",
            f"Final-Recipient: RFC822; {talk.address}\r\nDisposition: automatic-action/MDN-sent-automatically; displayed\r\n"
            f"Original-Message-ID: {OUR_ID}\r\n".encode(),
        )
        yield Sample(
            name=f"read receipt, {code}",
            raw=mail(
                head(subject, sender=talk.sender, more=f"In-Reply-To: {OUR_ID}"),
                bundle("report", "mdn", text(words + "\n"), disposition, more="; report-type=disposition-notification"),
            ),
            axes={"client": "outlook desktop", "language": code, "machine": "read receipt"},
            author=talk.address,
            sees=(words,),
            files=(("read-receipt.txt", "message/disposition-notification"),),
            is_a="automatic",
            reason="read_receipt",
            decision="receive",
            known={"sent": {OUR_ID.strip("<>"): 1}},
        )


def _calendar(method: str, summary: str, more: str = "") -> bytes:
    lines = (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Example//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:4711@customer.example\r\n"
        f"DTSTART:20261118T090000Z\r\nSUMMARY:{summary}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return lines.encode()


def _calendars() -> Iterator[Sample]:
    for method, subject, kind, reason in (
        ("REQUEST", "Invitation: Visit", "ordinary", ""),
        ("PUBLISH", "Our opening hours", "ordinary", ""),
        ("REPLY", "Accepted: Visit", "automatic", "calendar_reply"),
        ("COUNTER", "New time proposed: Visit", "automatic", "calendar_reply"),
        ("CANCEL", "Cancelled: Visit", "ordinary", ""),
        ("REFRESH", "Visit", "automatic", "calendar_reply"),
    ):
        yield Sample(
            name=f"calendar, {method.lower()}",
            raw=mail(
                head(subject),
                bundle(
                    "alternative",
                    "cal",
                    text("Wednesday at nine.\n"),
                    entity(f"Content-Type: text/calendar; charset=utf-8; method={method}", _calendar(method, "Visit")),
                ),
            ),
            axes={"client": "outlook desktop", "language": "en", "machine": "calendar"},
            sees=("Wednesday at nine.",),
            files=(("invite.ics", "text/calendar"),),
            is_a=kind,
            reason=reason,
        )
    yield Sample(
        name="calendar, gmail's invitation with the same as a file",
        raw=mail(
            head("Invitation: Visit"),
            bundle(
                "mixed",
                "calm",
                bundle("alternative", "cala", text("Visit on Wednesday\n"), text("<p>Visit on Wednesday</p>", "html"),
                       entity('Content-Type: text/calendar; charset="UTF-8"; method=REQUEST', _calendar("REQUEST", "Visit"))),
                file_part("invite.ics", "application/ics", _calendar("REQUEST", "Visit")),
            ),
        ),
        axes={"client": "gmail", "language": "en", "machine": "calendar"},
        sees=("Visit on Wednesday",),
        files=(("invite.ics", "text/calendar"), ("invite.ics", "application/ics")),
    )  # fmt: skip
    yield Sample(
        name="calendar, an acceptance that says its method only inside",
        raw=mail(
            head("Zugesagt: Besuch", sender=TALKS["de"].sender),
            entity(
                "Content-Type: text/calendar; charset=utf-8\nContent-Transfer-Encoding: 8bit",
                _calendar("REPLY", "Besuch"),
            ),
        ),
        axes={"client": "notes", "language": "de", "machine": "calendar"},
        author="petra@customer.example",
        files=(("invite.ics", "text/calendar"),),
        is_a="automatic",
        reason="calendar_reply",
    )


def _recalls() -> Iterator[Sample]:
    for code, subject, words in (
        ("en", "Recall: Order 4711", 'Kim Larch would like to recall the message, "Order 4711".'),
        ("de", "Rückruf: Bestellung", "Petra Buchner möchte die Nachricht „Bestellung“ zurückrufen."),
        ("cs", "Odvolání: Objednávka", "Jana Habrová chce odvolat zprávu Objednávka."),
        ("ru", "Отзыв: Заказ", "Анна Сосновская хочет отозвать сообщение «Заказ»."),
        ("zh", "撤回: 订单", "林晓雨 将撤回邮件“订单”。"),
        ("fr", "Rappel : Commande", "Camille Orme souhaite rappeler le message « Commande »."),
    ):
        talk = TALKS[code]
        yield Sample(
            name=f"recall of outlook, {code}",
            raw=mail(head(subject, sender=talk.sender), text(words + "\n")),
            axes={"client": "outlook desktop", "language": code, "machine": "recall"},
            author=talk.address,
            sees=(words,),
            is_a="automatic",
            reason="recall",
        )
    yield Sample(
        name="a person who writes of a recall",
        raw=mail(head("Recall: the battery of my lamp"), text("Is mine among those that are taken back?\n")),
        axes={"client": "any", "language": "en", "kind": "new"},
        sees=("Is mine among those",),
    )


def _reports() -> Iterator[Sample]:
    """sec:C-20: told apart, and no ticket in anybody's queue."""
    packed = gzip.compress(b'{"organization-name":"Example"}', mtime=0)
    yield Sample(
        name="tls report",
        raw=mail(
            head("Report Domain: desk.example Submitter: mx.example Report-ID: <5>", sender="tls@mx.example",
                 more="TLS-Report-Domain: desk.example\nTLS-Report-Submitter: mx.example"),
            bundle("report", "tls", text("An aggregate TLS report.\n"),
                   file_part("mx.example!desk.example!1!2!001.json.gz", "application/tlsrpt+gzip", packed), more='; report-type="tlsrpt"'),
        ),
        axes={"client": "server", "machine": "tls report"}, author="tls@mx.example", sees=("An aggregate TLS report.",),
        files=(("mx.example!desk.example!1!2!001.json.gz", "application/tlsrpt+gzip"),), is_a="automatic", reason="tls_report", decision="noted:report",
    )  # fmt: skip
    for name, type_ in (("zip", "application/zip"), ("xml.gz", "application/gzip")):
        yield Sample(
            name=f"dmarc aggregate, {name}",
            raw=mail(
                head("Report domain: desk.example Submitter: mx.example Report-ID: 99", sender="dmarc@mx.example"),
                bundle("mixed", "dm", text("This is a report.\n"),
                       file_part(f"mx.example!desk.example!1!2.{name}", type_, ZIP if name == "zip" else packed)),
            ),
            axes={"client": "server", "machine": "dmarc report"}, author="dmarc@mx.example", sees=("This is a report.",),
            files=((f"mx.example!desk.example!1!2.{name}", type_),), is_a="automatic", reason="dmarc_report", decision="noted:report",
        )  # fmt: skip
    yield Sample(
        name="dmarc aggregate, nothing but the file, another subject",
        raw=mail(
            head("DMARC aggregate for desk.example", sender="noreply@mx.example"),
            file_part("mx.example!desk.example!1763164800!1763251199.xml.gz", "application/gzip", packed),
        ),
        axes={"client": "server", "machine": "dmarc report"}, author="noreply@mx.example",
        files=(("mx.example!desk.example!1763164800!1763251199.xml.gz", "application/gzip"),), is_a="automatic", reason="dmarc_report", decision="noted:report",
    )  # fmt: skip
    yield Sample(
        name="complaint in abuse reporting format",
        raw=mail(
            head("complaint", sender="fbl@mx.example"),
            bundle("report", "arf", text("This is an abuse report.\n"),
                   entity("Content-Type: message/feedback-report", b"Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n"),
                   entity("Content-Type: message/rfc822", f"Message-ID: {OUR_ID}\r\nSubject: x\r\n\r\nx".encode()),
                   more="; report-type=feedback-report"),
        ),
        axes={"client": "server", "machine": "complaint"}, author="fbl@mx.example", sees=("This is an abuse report.",),
        files=(("complaint.txt", "message/feedback-report"), ("x.eml", "message/rfc822")), is_a="automatic",
        reason="feedback_report", decision="noted:report",
    )  # fmt: skip


def _lists() -> Iterator[Sample]:
    for name, lines, reason in (
        (
            "mailman",
            "List-Id: Gardeners <gardeners.lists.example>\nList-Post: <mailto:g@lists.example>\nPrecedence: list\n"
            "X-Mailman-Version: 3.3.9",
            "list_field:list-id",
        ),
        (
            "google groups",
            "List-ID: <g.groups.example>\nList-Unsubscribe: <mailto:x@groups.example>\nMailing-list: list g@groups.example",
            "list_field:list-id",
        ),
        ("sympa", "List-Id: <s.lists.example>\nX-Sympa-To: s@lists.example\nPrecedence: list", "list_field:list-id"),
        (
            "newsletter",
            "List-Unsubscribe: <https://news.example/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1",
            "list_field:list-unsubscribe",
        ),
        ("old list", "X-Mailing-List: <g@lists.example> archive/latest/5", "list_field:x-mailing-list"),
        ("unsubscribed by precedence", "Precedence: list", "precedence:list"),
    ):
        yield Sample(
            name=f"list: {name}",
            raw=mail(head("Autumn in the garden", more=lines), text("Leaves are falling.\n\n-- \nUnsubscribe here\n")),
            axes={"client": "server", "language": "en", "machine": "newsletter" if "news" in name else "list"},
            sees=("Leaves are falling.",), signs=("Unsubscribe here",), is_a="list", reason=reason, decision="open",
        )  # fmt: skip
    yield Sample(
        name="newsletter in bulk, html only, with a counting picture",
        raw=mail(
            head("Herbst", sender=f"{b_word('Gärten')} <news@garden.example>",
                 more="Precedence: bulk\nList-Unsubscribe: <https://news.example/u>\nX-Mailer: Campaign"),
            text('<table><tr><td><h1>Herbst im Garten</h1><img src="https://t.example/open.gif" width=1></td></tr></table>', "html"),
        ),
        axes={"client": "server", "language": "de", "machine": "newsletter"}, author="news@garden.example",
        sees=("Herbst im Garten",), is_a="automatic", reason="precedence:bulk",
    )  # fmt: skip


def _controls() -> Iterator[Sample]:
    """sec:A-15: fields by which other desks or ours are told something by their own machines; a stranger's mean nothing."""
    for lines in (
        "X-Tandem-Priority: urgent\nX-Tandem-Ignore: yes\nX-Tandem-Status: closed",
        "X-Zammad-Ticket-Priority: 3 high\nX-Zammad-Ignore: true",
        "X-OTRS-Priority: 5 very high\nX-OTRS-Ignore: yes\nX-OTRS-Owner: root",
        "X-Priority: 1 (Highest)\nImportance: high\nX-MSMail-Priority: High",
        "X-Verified: yes\nX-Spam-Flag: NO\nX-Agent: ben@tandem.example",
    ):
        yield Sample(
            name=f"control fields of strangers: {lines.partition(':')[0]}",
            raw=mail(head("Please", more=lines), text("Do something.\n")),
            axes={"client": "any", "language": "en", "spoof": "control headers"},
            sees=("Do something.",),
            decision="open",
        )


SAMPLES = [*_receipts(), *_calendars(), *_recalls(), *_reports(), *_lists(), *_controls()]
