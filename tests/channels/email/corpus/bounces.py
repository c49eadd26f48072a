"""Mails that say that a mail of ours did not arrive, by the servers of many houses."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK
from tests.channels.email.corpus.writing import PNG, b_word, bundle, crlf, entity, file_part, header_word, mail, text

KIM = "kim@customer.example"
LEE = "lee@customer.example"
FAILED = ((KIM, True),)
#: The reply address of the ticket, to which every bounce of ours comes back.
PROVEN = {"token": "valid", "token_ticket": 1, "sent": {OUR_ID.strip("<>"): 1}, "null_sender": True}
OURS = f"From: Desk Support <{DESK}>\nTo: {KIM}\nSubject: Re: Order 4711\nDate: Mon, 16 Nov 2026 09:00:00 +0000\nMessage-ID: {OUR_ID}\n"
RETURNED = crlf(OURS).encode()
WHOLE = entity("Content-Type: message/rfc822", RETURNED + b"\r\nWhich address?\r\n")
HEADERS = entity("Content-Type: text/rfc822-headers", RETURNED)
DSN = "; report-type=delivery-status"


def head(sender: str, subject: str, more: str = "", *, null: bool = True) -> str:
    start = "Return-Path: <>\n" if null else ""
    return (
        f"{start}From: {sender}\nTo: support+t1@desk.example\nSubject: {header_word(subject)}\nMIME-Version: 1.0\n"
        f"Message-ID: <20261116.bounce.99@mx.customer.example>\nDate: Mon, 16 Nov 2026 10:00:09 +0000\n{more}"
    ).rstrip("\n")


def status(*recipients: tuple[str, str, str], kind: str = "message/delivery-status") -> bytes:
    """The blocks of RFC 3464: (address, action, status) each."""
    blocks = [
        "Reporting-MTA: dns; mx.customer.example\nX-Queue-ID: 4A7C81\nArrival-Date: Mon, 16 Nov 2026 09:00:01 +0000\n"
    ]
    blocks += [
        f"Final-Recipient: rfc822; {address}\nOriginal-Recipient: rfc822;{address}\nAction: {action}\nStatus: {code}\n"
        f"Remote-MTA: dns; inbox.customer.example\nDiagnostic-Code: smtp; 550 {code} <{address}>: no\n"
        for address, action, code in recipients
    ]
    return entity(f"Content-Type: {kind}", crlf("\n".join(blocks)).encode())


def bounce(name: str, language: str, how: str, raw: bytes, **expected: object) -> Sample:
    values: dict[str, object] = {
        "author": raw.partition(b"\r\nTo: ")[0].rpartition(b"From: ")[2].decode().rpartition("<")[2].strip(">"), "bounce_for": OUR_ID, "failures": FAILED, "is_a": "bounce",
        "reason": "delivery_status:failed", "decision": "receive", "known": PROVEN, **expected,
    }  # fmt: skip
    return Sample(
        name=f"bounce: {name}",
        raw=raw,
        axes={"client": "server", "language": language, "bounce": how},
        **values,  # type: ignore[arg-type]
    )


DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.customer.example>"
FILES = (("delivery-status.txt", "message/delivery-status"), ("Re_ Order 4711.eml", "message/rfc822"))


def _reports() -> Iterator[Sample]:
    words = "This is the mail system at host mx.customer.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered."
    yield bounce(
        "postfix", "en", "postfix",
        mail(head(DAEMON, "Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied"),
             bundle("report", "4A7C81.1763287201/mx", text(f"{words}\n\n<{KIM}>: host inbox said: 550 5.1.1 no\n"),
                    status((KIM, "failed", "5.1.1")), WHOLE, more=DSN, before=b"This is a MIME-encapsulated message.\r\n\r\n")),
        sees=("could not", KIM), files=FILES,
    )  # fmt: skip
    yield bounce(
        "postfix, headers of ours only, in utf-8 form", "en", "without body",
        mail(head(DAEMON, "Undelivered Mail Returned to Sender"),
             bundle("report", "b", text(words), status((KIM, "failed", "5.1.1"), kind="message/global-delivery-status"),
                    entity("Content-Type: message/global-headers", RETURNED), more=DSN)),
        sees=("could not",), files=(("delivery-status.txt", "message/global-delivery-status"), ("headers.txt", "message/global-headers")),
    )  # fmt: skip
    yield bounce(
        "postfix, nothing of ours in it", "en", "without headers",
        mail(head(DAEMON, "Undelivered Mail Returned to Sender"),
             bundle("report", "b", text(words), status((KIM, "failed", "5.1.1")), more=DSN)),
        sees=("could not",), files=FILES[:1], bounce_for=None,
    )  # fmt: skip
    yield bounce(
        "postfix, two recipients", "en", "several recipients",
        mail(head(DAEMON, "Undelivered Mail Returned to Sender"),
             bundle("report", "b", text(words), status((KIM, "failed", "5.1.1"), (LEE, "failed", "5.2.2")), WHOLE, more=DSN)),
        failures=((KIM, True), (LEE, True)), files=FILES,
    )  # fmt: skip
    yield bounce(
        "postfix, one failed, one delayed, one reached", "en", "several recipients",
        mail(head(DAEMON, "Undelivered Mail Returned to Sender"),
             bundle("report", "b", text(words), status((KIM, "failed", "5.1.1"), (LEE, "delayed", "4.4.1"),
                    ("ann@customer.example", "relayed", "2.0.0")), WHOLE, more=DSN)),
        reason="delivery_status:delayed", failures=((KIM, True), (LEE, False)), files=FILES,
    )  # fmt: skip
    yield bounce(
        "postfix, still trying", "en", "delayed",
        mail(head(DAEMON, "Delayed Mail (still being retried)", "Auto-Submitted: auto-replied"),
             bundle("report", "b", text("THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE."),
                    status((KIM, "delayed", "4.4.1")), HEADERS, more=DSN)),
        reason="delivery_status:delayed", failures=((KIM, False),), sees=("WARNING ONLY",),
        files=(FILES[0], ("headers.txt", "text/rfc822-headers")),
    )  # fmt: skip
    yield bounce(
        "postfix, it arrived", "en", "delivered",
        mail(head(DAEMON, "Successful Mail Delivery Report"),
             bundle("report", "b", text("Your message was successfully delivered."), status((KIM, "delivered", "2.0.0")), HEADERS, more=DSN)),
        is_a="automatic", reason="delivery_status:delivered", failures=(), decision="receive:unverified",
        files=(FILES[0], ("headers.txt", "text/rfc822-headers")),
    )  # fmt: skip
    for code, subject, line in (
        ("en", "Undeliverable: Order 4711", "Your message to kim@customer.example couldn't be delivered."),
        (
            "de",
            "Unzustellbar: Bestellung 4711",
            "Ihre Nachricht an kim@customer.example konnte nicht zugestellt werden.",
        ),
        ("cs", "Nedoručitelné: Objednávka 4711", "Vaši zprávu pro kim@customer.example se nepodařilo doručit."),
        (
            "ru",
            "Недоставленное сообщение: Заказ 4711",
            "Не удалось доставить сообщение получателю kim@customer.example.",
        ),
        ("zh", "未送达: 订单4711", "您发送给 kim@customer.example 的邮件无法送达。"),
        ("fr", "Non remis : Commande 4711", "Votre message pour kim@customer.example n'a pas pu être remis."),
        ("ja", "配信不能: 注文4711", "kim@customer.example へのメッセージを配信できませんでした。"),
        ("es", "No se puede entregar: Pedido 4711", "No se pudo entregar el mensaje a kim@customer.example."),
        ("pl", "Niedostarczalne: Zamówienie 4711", "Nie można dostarczyć wiadomości do kim@customer.example."),
        ("ko", "배달되지 않음: 주문 4711", "kim@customer.example에게 보낸 메시지를 배달할 수 없습니다."),
    ):
        exchange = "MicrosoftExchange329e71ec@customer.example"
        yield bounce(
            f"exchange online, {code}", code, "exchange",
            mail(head(f"Microsoft Outlook <{exchange}>", subject, "X-MS-Exchange-Message-Is-Ndr:\nContent-Language: en-GB"),
                 bundle("report", "9B095B5ADSN=_01", text(f"<html><body><p><b>{line}</b></p><p>5.1.10</p></body></html>", "html"),
                        status((KIM, "failed", "5.1.10")), WHOLE, more=DSN)),
            sees=(line,), files=FILES,
        )  # fmt: skip
    gmail = "mailer-daemon@mx.customer.example"
    for action, code, title in (("failed", "5.1.1", "Failure"), ("delayed", "4.4.1", "Delay")):
        yield bounce(
            f"gmail, {action}", "en", "gmail",
            mail(head(f"Mail Delivery Subsystem <{gmail}>", f"Delivery Status Notification ({title})",
                      f"In-Reply-To: {OUR_ID}\nReferences: {OUR_ID}\nX-Failed-Recipients: {KIM}\nAuto-Submitted: auto-replied"),
                 bundle("report", "000000000000ndr",
                        bundle("related", "000000000000rel", bundle("alternative", "000000000000alt",
                               text("** Address not found **\n\nYour message wasn't delivered to kim@customer.example.\n"),
                               text("<h2>Address not found</h2><p>Your message wasn't delivered to kim@customer.example.</p>"
                                    '<img src="cid:icon.png">', "html")),
                               file_part("icon.png", "image/png", PNG, disposition="inline", more="\nContent-ID: <icon.png>")),
                        status((KIM, action, code)), WHOLE, more=DSN)),
            reason=f"delivery_status:{action}", failures=((KIM, action == "failed"),),
            files=(("icon.png", "image/png"), ("delivery-status.txt", "message/delivery-status"), FILES[1]),
        )  # fmt: skip
    yield bounce(
        "sendmail", "en", "sendmail",
        mail(head("Mail Delivery Subsystem <MAILER-DAEMON@mx.customer.example>", "Returned mail: see transcript for details",
                  "Auto-Submitted: auto-generated (failure)"),
             bundle("report", "4AGA0901.1763/mx", text("   ----- The following addresses had permanent fatal errors -----\n"
                    f"<{KIM}>\n    (reason: 550 5.1.1 User unknown)\n"), status((KIM, "failed", "5.1.1")), HEADERS, more=DSN)),
        files=(FILES[0], ("headers.txt", "text/rfc822-headers")),
    )  # fmt: skip
    yield bounce(
        "sendmail, still trying", "en", "delayed",
        mail(head(DAEMON, "Warning: could not send message for past 4 hours"),
             bundle("report", "b", text("** THIS IS A WARNING MESSAGE ONLY **"), status((KIM, "delayed", "4.2.0")), HEADERS, more=DSN)),
        reason="delivery_status:delayed", failures=((KIM, False),), files=(FILES[0], ("headers.txt", "text/rfc822-headers")),
    )  # fmt: skip
    for name, code, subject, words in (
        (
            "yandex",
            "ru",
            "Недоставленное сообщение",
            "Это письмо отправлено почтовым сервером.\n\nК сожалению, мы не смогли доставить Ваше письмо.\n",
        ),
        (
            "seznam",
            "cs",
            "Nedoručená zpráva - Undelivered Mail",
            "Vaše zpráva nemohla být doručena jednomu nebo více adresátům.\n",
        ),
        (
            "t-online",
            "de",
            "Mail delivery failed / Zustellung fehlgeschlagen",
            "Ihre Nachricht konnte nicht zugestellt werden.\n",
        ),
    ):
        yield bounce(
            f"{name}, its own words over a report", code, name,
            mail(head(DAEMON, subject), bundle("report", "b", text(words), status((KIM, "failed", "5.7.1")), WHOLE, more=DSN)),
            sees=(words.split("\n", maxsplit=1)[0],), files=FILES,
        )  # fmt: skip
    yield bounce(
        "a report inside a mixed mail", "en", "odd",
        mail(head(DAEMON, "failure"), bundle("mixed", "o", text("Sorry."), bundle("report", "b", text("No."),
             status((KIM, "failed", "5.0.0")), WHOLE, more=DSN))),
        files=FILES,
    )  # fmt: skip
    yield bounce(
        "a report in base64", "en", "odd",
        mail(head(DAEMON, "failure"), bundle("report", "b", text("No."), entity(
            "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64",
            b"UmVwb3J0aW5nLU1UQTogZG5zOyBteA0KDQpGaW5hbC1SZWNpcGllbnQ6IHJmYzgyMjsga2lt\r\nQGN1c3RvbWVyLmV4YW1wbGUNCkFjdGlvbjogZmFpbGVkDQpTd"
            b"GF0dXM6IDUuMS4xDQo=\r\n"), WHOLE, more=DSN)),
        files=FILES,
    )  # fmt: skip


def _prose() -> Iterator[Sample]:
    copy = (
        "\n\n------ This is a copy of the message, including all the headers. ------\n\n" + OURS + "\nWhich address?\n"
    )
    exim = (
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or "
        f"more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {KIM}\n    host inbox.customer."
        "example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<kim@customer.example>:\n    550 no such user\n"
    )
    yield bounce(
        "exim", "en", "exim",
        mail(head("Mail Delivery System <Mailer-Daemon@mx.customer.example>", "Mail delivery failed: returning message to sender",
                  f"X-Failed-Recipients: {KIM}\nAuto-Submitted: auto-replied"), text(exim + copy, transfer="7bit")),
        reason="failed_recipients_field", sees=("could not be delivered",),
    )  # fmt: skip
    yield bounce(
        "exim, still trying", "en", "delayed",
        mail(head("Mail Delivery System <Mailer-Daemon@mx.customer.example>", "Warning: message 1vKabc-0001 delayed 24 hours",
                  "Auto-Submitted: auto-replied"),
             text("This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to"
                  " one or more of its\nrecipients after more than 24 hours on the queue on mx.customer.example.\n\nThe message identifier is"
                  f":     1vKabc-0001\nThe subject of the message is: Re: Order 4711\n\nThe address to which the message has not yet been"
                  f" delivered is:\n\n  {KIM}\n    Delay reason: Connection timed out\n", transfer="7bit")),
        reason="mail_daemon", bounce_for=None, failures=((KIM, False),), sees=("has not yet been delivered",),
    )  # fmt: skip
    yield bounce(
        "mail.ru", "ru", "mail.ru",
        mail(head("mailer-daemon@mx.customer.example", "Mail delivery failed: returning message to sender",
                  f"X-Failed-Recipients: {KIM}\nAuto-Submitted: auto-replied"),
             text("Это письмо создано автоматически сервером, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть"
                  " доставлено одному или нескольким получателям:\n\nkim@customer.example\nReason:\nuser not found\n\n" + exim + copy)),
        reason="failed_recipients_field", sees=("К сожалению",),
    )  # fmt: skip
    yield bounce(
        "qmail", "en", "qmail",
        mail(head("MAILER-DAEMON@mx.customer.example", "failure notice"),
             text("Hi. This is the qmail-send program at mx.customer.example.\nI'm afraid I wasn't able to deliver your message to the "
                  f"following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{KIM}>:\nSorry, no mailbox "
                  "here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <support@desk.example>\n"
                  f"{OURS}\nWhich?\n")),
        reason="mail_daemon", sees=("no mailbox here",),
    )  # fmt: skip
    yield bounce(
        "yahoo", "en", "yahoo",
        mail(head("MAILER-DAEMON@mx.customer.example", "Failure Notice"),
             text(f"Sorry, we were unable to deliver your message to the following address.\n\n<{KIM}>:\n550: 5.1.1 no\n\n"
                  f"--- Below this line is a copy of the message.\n\n{OURS}\nWhich?\n")),
        reason="mail_daemon",
    )  # fmt: skip
    qq = (
        '<html><body><div style="font-size:14px">抱歉，您的邮件被退回来了……</div><table><tr><td>原邮件信息：</td></tr><tr><td>收件人：</td><td>'
        f"<a>{KIM}</a></td></tr><tr><td>主　题：</td><td>订单</td></tr><tr><td>退信原因：</td><td>收件人邮箱不存在</td></tr></table></body></html>"
    )
    yield bounce(
        "qq mail", "zh", "qq mail",
        mail(head("PostMaster@mx.customer.example", "来自mx.customer.example的退信", null=False),
             bundle("mixed", "----=_NextPart_QQ", text(qq, "html", charset="gb18030", transfer="base64"), WHOLE)),
            reason="mail_daemon", sees=("抱歉，您的邮件被退回来了",),
        files=(FILES[1],),
    )  # fmt: skip
    for house in ("163", "126"):
        yield bounce(
            house, "zh", "163",
            mail(head("Postmaster@mx.customer.example", f"系统退信/Systems bounce ({house})", null=False),
                 bundle("mixed", "=_163b", text(
                     f"<html><body><p>您好：<br>邮件没有发送成功。</p><p>收件人： {KIM}</p><p>550 User not found</p></body></html>", "html",
                     charset="gbk", transfer="base64"), HEADERS)),
            reason="mail_daemon", sees=("邮件没有发送成功。",),
            files=(("headers.txt", "text/rfc822-headers"),),
        )  # fmt: skip
    yield bounce(
        "domino", "en", "domino",
        mail(head("Postmaster@mx.customer.example", "DELIVERY FAILURE: User kim not listed in Domino Directory"),
             text(f"Your message\n\n  Subject: Re: Order 4711\n\nwas not delivered to:\n\n  {KIM}\n\nbecause:\n\n  User kim not listed\n\n{OURS}")),
            reason="mail_daemon",
    )  # fmt: skip
    yield bounce(
        "exchange of old", "en", "exchange",
        mail(head("System Administrator <postmaster@mx.customer.example>", "Undeliverable: Re: Order 4711", f"In-Reply-To: {OUR_ID}"),
             text(f"Your message did not reach some or all of the intended recipients.\n\n      Subject:\tRe: Order 4711\n      Sent:\t11/16/2026"
                  f" 9:00 AM\n\nThe following recipient(s) could not be reached:\n\n      {KIM} on 11/16/2026 9:01 AM\n            The e-mail "
                  "account does not exist.\n            < mx.customer.example #5.1.1>\n")),
            reason="mail_daemon",
    )  # fmt: skip
    yield bounce(
        "groupwise", "en", "groupwise",
        mail(head("Mailer-Daemon@mx.customer.example", "Message status - undeliverable"),
             text(f"The message that you sent was undeliverable to the following:\n\n\tkim@customer.example (user not found)\n\n{OURS}")),
        reason="mail_daemon",
    )  # fmt: skip
    yield bounce(
        "japanese phones", "ja", "japanese phones",
        mail(head("Mail Administrator <Postmaster@mx.customer.example>", "Mail System Error - Returned Mail"),
             text("This Message was undeliverable due to the following reason:\n\nEach of the following recipients was rejected by a remote "
                  f"mail server.\n\n    Recipient: <{KIM}>\n    Reason:    550 Unknown user {KIM}\n\n宛先不明です。\n\n{OURS}")),
            reason="mail_daemon",
    )  # fmt: skip
    yield bounce(
        "a gateway", "en", "gateway",
        mail(head("Mail Security Gateway <postmaster@mx.customer.example>", "[Postmaster] Email Delivery Failure", null=False),
             text(f"This is a delivery failure notification.\n\nCould not deliver the message to:\n\n{KIM}\n\n{OURS}")),
            reason="mail_daemon",
    )  # fmt: skip
    yield bounce(
        "subject in koi8-r", "ru", "odd",
        mail(head("MAILER-DAEMON@mx.customer.example", "x").replace("Subject: x", "Subject: " + b_word("Сообщение не доставлено", "koi8-r")),
             text(f"Не доставлено: {KIM}\n\n> {OURS.replace(chr(10), chr(10) + '> ')}", charset="koi8-r")),
        reason="mail_daemon",
    )  # fmt: skip


def _forged() -> Iterator[Sample]:
    raw = mail(head(DAEMON, "Undelivered Mail Returned to Sender"),
               bundle("report", "b", text("No."), status((KIM, "failed", "5.1.1")), WHOLE, more=DSN))  # fmt: skip
    yield bounce(
        "a forger knows our Message-ID, not the reply address", "en", "forged", raw + b"\r\n", files=FILES,
        known={"sent": {OUR_ID.strip("<>"): 1}}, decision="quarantine:bounce_unproven",
    )  # fmt: skip
    yield bounce(
        "of a mail that we never sent", "en", "forged", raw.replace(b"our-17.reply", b"never-sent"), files=FILES,
        bounce_for="<never-sent@desk.example>", known={}, decision="quarantine:bounce_unmatched",
    )  # fmt: skip
    yield Sample(
        name="no bounce: a person asks about one",
        raw=mail(f"From: Kim <{KIM}>\nTo: {DESK}\nSubject: Undelivered mail, what does it mean?\nMessage-ID: <q@customer.example>",
                 text(f"I got this:\n\nMessage-ID: {OUR_ID}\nFinal-Recipient: rfc822; {LEE}\nAction: failed\n")),
        axes={"client": "any", "language": "en", "kind": "new"}, sees=("I got this:",), decision="open",
    )  # fmt: skip
    yield Sample(
        name="no bounce: a person forwards one as a file",
        raw=mail(f"From: Kim <{KIM}>\nTo: {DESK}\nSubject: Fwd: this came back\nMessage-ID: <q2@customer.example>",
                 bundle("mixed", "outer", text("See the file.\n"), entity('Content-Type: message/rfc822\nContent-Disposition: attachment', raw))),
        axes={"client": "any", "language": "en", "kind": "forward"}, sees=("See the file.",), decision="open",
        files=(("Undelivered Mail Returned to Sender.eml", "message/rfc822"),),
    )  # fmt: skip


SAMPLES = [*_reports(), *_prose(), *_forged()]
