"""Apple Mail on desks and phones."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS, Talk, escaped, first, html_lines, last
from tests.channels.email.corpus.writing import JPEG, PDF, bundle, file_part, header_word, mail, quoted, text

WROTE = {
    "en": "On 16 Nov 2026, at 10:00, {desk} <{address}> wrote:",
    "zh": "2026年11月16日 10:00，{desk} <{address}> 写道：",
    "tw": "{desk} <{address}> 於 2026年11月16日 上午10:00 寫道：",
    "ru": "16 нояб. 2026 г., в 10:00, {desk} <{address}> написал(а):",
    "cs": "16. 11. 2026 v 10:00, {desk} <{address}>:",
    "de": "Am 16.11.2026 um 10:00 schrieb {desk} <{address}>:",
    "fr": "Le 16 nov. 2026 à 10:00, {desk} <{address}> a écrit :",
    "ja": "2026/11/16 10:00、{desk} <{address}>のメール:",
    "ko": "2026. 11. 16. 오전 10:00, {desk} <{address}> 작성:",
    "pl": "Wiadomość napisana przez {desk} <{address}> w dniu 16 lis 2026, o godz. 10:00:",
    "es": "El 16 nov 2026, a las 10:00, {desk} <{address}> escribió:",
}
SENT_FROM = {
    "en": "Sent from my iPhone",
    "zh": "发自我的 iPhone",
    "tw": "從我的 iPhone 傳送",
    "ru": "Отправлено с iPhone",
    "cs": "Odesláno z iPhonu",
    "de": "Von meinem iPhone gesendet",
    "fr": "Envoyé de mon iPhone",
    "ja": "iPhoneから送信",
    "ko": "나의 iPhone에서 보냄",
    "pl": "Wysłane z iPhone’a",
    "es": "Enviado desde mi iPhone",
}
FORWARDED = {
    "en": ("Begin forwarded message:", "From", "Subject", "Date", "To"),
    "de": ("Anfang der weitergeleiteten Nachricht:", "Von", "Betreff", "Datum", "An"),
    "zh": ("下面是被转发的邮件：", "发件人", "主题", "日期", "收件人"),
    "ru": ("Начало переадресованного сообщения:", "От", "Тема", "Дата", "Кому"),
    "fr": ("Début du message réexpédié :", "De", "Objet", "Date", "À"),
    "cs": ("Začátek přeposílané zprávy:", "Od", "Předmět", "Datum", "Komu"),
    "ja": ("転送されたメッセージ：", "差出人", "件名", "日付", "宛先"),
}


def head(talk: Talk, subject: str, program: str, *, answers: bool = True) -> str:
    threading = f"References: {OUR_ID}\nIn-Reply-To: {OUR_ID}\n" if answers else ""
    return (
        f"From: {talk.sender}\nMime-Version: 1.0 ({'1.0' if 'iPhone' in program else 'Mac OS X Mail 16.0 (3826)'})\n"
        f"Subject: {header_word(subject)}\nDate: Mon, 16 Nov 2026 11:10:00 +0100\n{threading}"
        f"Message-Id: <7E1D{talk.code.upper()}-4711-4A5B-9C0D@customer.example>\nTo: {header_word(talk.desk)} <{DESK}>\n"
        f"X-Mailer: {program}"
    )


def desk_reply(talk: Talk) -> Sample:
    wrote = WROTE[talk.code].format(desk=talk.desk, address=DESK)
    plain = f"{talk.answer}\n\n> {wrote}\n> \n{quoted(talk.asked)}\n\n"
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: '
        f'break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">{html_lines(talk.answer)}<br id='
        f'"lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>{escaped(wrote)}</div><br '
        f'class="Apple-interchange-newline"><div><div>{html_lines(talk.asked)}</div></div></blockquote></div><br></body></html>'
    )
    return Sample(
        name=f"apple mail, reply, {talk.code}",
        raw=mail(
            head(talk, "Re: " + talk.subject, "Apple Mail (2.3826)"),
            bundle(
                "alternative",
                "Apple-Mail=_4B3A2C1D-0000-4711",
                text(plain, transfer="quoted-printable"),
                text(html, "html", transfer="quoted-printable"),
            ),
        ),
        axes={"client": "apple mail", "language": talk.code, "kind": "reply"},
        author=talk.address,
        subject="Re: " + talk.subject,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(last(talk.asked),),
    )


def phone_reply(talk: Talk) -> Sample:
    """Plain text of a phone: quoted with signs, the phone's own line between."""
    wrote = WROTE[talk.code].format(desk=talk.desk, address=DESK)
    body = f"{talk.answer}\n\n{SENT_FROM[talk.code]}\n\n> {wrote}\n> \n{quoted(talk.asked, '> ')}\n"
    return Sample(
        name=f"apple phone, reply in plain text, {talk.code}",
        raw=mail(
            head(talk, "Re: " + talk.subject, "iPhone Mail (22B91)"),
            text(body, transfer="base64"),
        ),
        axes={"client": "apple phone", "language": talk.code, "kind": "signature"},
        author=talk.address,
        sees=(last(talk.answer),),
        folds=(last(talk.asked),),
        signs=(SENT_FROM[talk.code],),
    )


def phone_html_reply(talk: Talk) -> Sample:
    wrote = WROTE[talk.code].format(desk=talk.desk, address=DESK)
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
        f'{html_lines(talk.answer)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{escaped(SENT_FROM[talk.code])}</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{escaped(wrote)}<br><br></blockquote></div><blockquote type="cite">'
        f'<div dir="ltr">﻿{escaped(talk.asked)}</div></blockquote></body></html>'
    )
    return Sample(
        name=f"apple phone, reply in html, {talk.code}",
        raw=mail(
            head(talk, "Re: " + talk.subject, "iPhone Mail (22B91)"),
            text(html, "html", transfer="quoted-printable"),
        ),
        axes={"client": "apple phone", "language": talk.code, "kind": "html only"},
        author=talk.address,
        sees=(first(talk.answer),),
        folds=(last(talk.asked),),
        signs=(SENT_FROM[talk.code],),
    )


def forward(talk: Talk) -> Sample:
    line, from_, subject, date, to = FORWARDED[talk.code]
    block = (
        f"{line}\n\n{from_}: Otto Linden <otto@carrier.example>\n{subject}: Parcel 99\n{date}: 16. 11. 2026 09:00:00\n"
        f"{to}: {talk.address}\n\n{talk.asked}"
    )
    html = (
        f'<html><body>{html_lines(talk.answer)}<div><br><blockquote type="cite"><div>{escaped(line)}</div><br>'
        f"{html_lines(block.partition(chr(10))[2])}</blockquote></div></body></html>"
    )
    return Sample(
        name=f"apple mail, forward, {talk.code}",
        raw=mail(
            head(talk, "Fwd: " + talk.subject, "Apple Mail (2.3826)", answers=False),
            bundle("alternative", "Apple-Mail=_F0", text(f"{talk.answer}\n\n{quoted(block)}\n"), text(html, "html")),
        ),
        axes={"client": "apple mail", "language": talk.code, "kind": "forward"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.asked)),
    )


def _others() -> Iterator[Sample]:
    en = TALKS["en"]
    yield Sample(
        name="apple mail, text, picture, text",
        raw=mail(
            head(en, en.subject, "Apple Mail (2.3826)", answers=False),
            bundle(
                "mixed",
                "Apple-Mail=_M1",
                text("This is the parcel:\n\n"),
                file_part("IMG_0815.jpeg", "image/jpeg", JPEG, disposition="inline"),
                text("\n\nand this is the slip:\n\n"),
                file_part("slip.pdf", "application/pdf", PDF, disposition="inline"),
                text("\n\nBest, Kim\n"),
            ),
        ),
        axes={"client": "apple mail", "language": "en", "kind": "new"},
        sees=("This is the parcel:", "and this is the slip:", "Best, Kim"),
        files=(("IMG_0815.jpeg", "image/jpeg"), ("slip.pdf", "application/pdf")),
    )
    yield Sample(
        name="apple mail, html with a picture beside the plain text",
        raw=mail(
            head(en, en.subject, "Apple Mail (2.3826)", answers=False),
            bundle(
                "alternative",
                "Apple-Mail=_A1",
                text("Look:\n\nthere.\n"),
                bundle(
                    "related",
                    "Apple-Mail=_R1",
                    text('<html><body>Look:<img src="cid:9C@customer.example"><div>there.</div></body></html>', "html"),
                    file_part("photo.jpeg", "image/jpeg", JPEG, disposition="inline",
                              more="\nContent-Id: <9C@customer.example>"),
                    more=';\n type="text/html"',
                ),
            ),
        ),
        axes={"client": "apple mail", "language": "en", "kind": "new"},
        sees=("Look:", "there."),
        files=(("photo.jpeg", "image/jpeg"),),
    )  # fmt: skip
    yield Sample(
        name="apple phone, pictures and nothing else",
        raw=mail(
            head(en, "", "iPhone Mail (22B91)", answers=False),
            bundle(
                "mixed",
                "Apple-Mail-1",
                file_part("image0.jpeg", "image/jpeg", JPEG, disposition="inline"),
                text("\n\n"),
                file_part("image1.jpeg", "image/jpeg", JPEG, disposition="inline"),
                text("\n\nSent from my iPhone"),
            ),
        ),
        axes={"client": "apple phone", "language": "en", "kind": "empty with file"},
        sees=("Sent from my iPhone",),
        files=(("image0.jpeg", "image/jpeg"), ("image1.jpeg", "image/jpeg")),
    )


SAMPLES = [
    *(desk_reply(talk) for talk in TALKS.values()),
    *(phone_reply(talk) for talk in TALKS.values()),
    *(phone_html_reply(TALKS[code]) for code in ("en", "zh", "ru", "cs", "de", "ja")),
    *(forward(TALKS[code]) for code in FORWARDED),
    *_others(),
]
