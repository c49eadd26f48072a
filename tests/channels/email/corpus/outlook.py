"""Outlook: the desktop program with Word's HTML, the web page, the phones; and what older ones wrote in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS, Talk, escaped, first, html_lines, last
from tests.channels.email.corpus.writing import PDF, PNG, bundle, entity, file_part, header_word, mail, text

#: From, Sent, To, Subject, and the moment as that language writes it.
WORDS = {
    "en": ("From:", "Sent:", "To:", "Subject:", "Monday, November 16, 2026 10:00 AM"),
    "zh": ("发件人:", "发送时间:", "收件人:", "主题:", "2026年11月16日 10:00"),
    "tw": ("寄件者:", "寄件日期:", "收件者:", "主旨:", "2026年11月16日 上午 10:00"),
    "ru": ("От:", "Отправлено:", "Кому:", "Тема:", "16 ноября 2026 г. 10:00"),
    "cs": ("Od:", "Odesláno:", "Komu:", "Předmět:", "pondělí 16. listopadu 2026 10:00"),
    "de": ("Von:", "Gesendet:", "An:", "Betreff:", "Montag, 16. November 2026 10:00"),
    "fr": ("De :", "Envoyé :", "À :", "Objet :", "lundi 16 novembre 2026 10:00"),
    "ja": ("差出人:", "送信日時:", "宛先:", "件名:", "2026年11月16日 10:00"),
    "ko": ("보낸 사람:", "보낸 날짜:", "받는 사람:", "제목:", "2026년 11월 16일 월요일 오전 10:00"),
    "pl": ("Od:", "Wysłane:", "Do:", "Temat:", "poniedziałek, 16 listopada 2026 10:00"),
    "es": ("De:", "Enviado el:", "Para:", "Asunto:", "lunes, 16 de noviembre de 2026 10:00"),
}
ORIGINAL = {
    "en": "-----Original Message-----",
    "zh": "-----邮件原件-----",
    "tw": "-----原始郵件-----",
    "ru": "-----Исходное сообщение-----",
    "cs": "-----Původní zpráva-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "fr": "-----Message d'origine-----",
    "ja": "-----元のメッセージ-----",
    "ko": "-----원본 메시지-----",
    "pl": "-----Wiadomość oryginalna-----",
    "es": "-----Mensaje original-----",
}
GET = {
    "en": "Get Outlook for iOS<https://aka.example/o0ukef>",
    "zh": "获取 Outlook for iOS<https://aka.example/o0ukef>",
    "ru": "Скачать Outlook для iOS<https://aka.example/o0ukef>",
    "cs": "Stáhněte si Outlook pro Android<https://aka.example/AAb9ysg>",
    "de": "Outlook für iOS beziehen<https://aka.example/o0ukef>",
    "fr": "Télécharger Outlook pour Android<https://aka.example/AAb9ysg>",
    "ja": "Outlook for iOS を入手<https://aka.example/o0ukef>",
    "es": "Obtener Outlook para iOS<https://aka.example/o0ukef>",
}


def head(talk: Talk, subject: str, *, answers: bool = True) -> str:
    threading = f"References: {OUR_ID}\nIn-Reply-To: {OUR_ID}\n" if answers else ""
    return (
        f"From: {talk.sender}\nTo: {header_word(talk.desk)} <{DESK}>\nSubject: {header_word(subject)}\n"
        "Thread-Topic: 4711\nThread-Index: AQHbOBxVeqL0M0cBgk2\nDate: Mon, 16 Nov 2026 10:20:30 +0000\n"
        f"Message-ID: <AM0PR{talk.code.upper()}4711@eurprd08.customer.example>\n{threading}Accept-Language: en-US\n"
        "Content-Language: en-US\nX-MS-Has-Attach:\nX-MS-TNEF-Correlator:\nMIME-Version: 1.0"
    )


def block(talk: Talk, html: bool = False) -> str:
    from_, sent, to, subject, moment = WORDS[talk.code]
    values = (f"{talk.desk} <{DESK}>", moment, talk.name, talk.subject)
    if not html:
        return "\n".join(f"{word} {value}" for word, value in zip((from_, sent, to, subject), values, strict=True))
    return "<br>".join(
        f"<b><span lang=EN-US>{word}</span></b> {escaped(value)}"
        for word, value in zip((from_, sent, to, subject), values, strict=True)
    )


def desktop_reply(talk: Talk) -> Sample:
    """Word's HTML: conditional comments, a style sheet, the header block in a ruled div without any mark of its own."""
    style = (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- '
        "/* Font Definitions */ @font-face {font-family:Calibri;} p.MsoNormal {margin:0cm;} --></style><!--[if gte mso 9]>"
        '<xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head>'
    )
    html = (
        f'{style}<body lang=EN-GB link="#0563C1"><div class=WordSection1>{html_lines(talk.answer, "p class=MsoNormal")}'
        f"<p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt "
        f"0cm 0cm 0cm'><p class=MsoNormal>{block(talk, True)}<o:p></o:p></p></div></div>"
        f"{html_lines(talk.asked, 'p class=MsoNormal')}</div></body></html>"
    ).replace("</p class=MsoNormal>", "</p>")
    plain = f"{talk.answer}\n\n{block(talk)}\n\n{talk.asked}\n"
    return Sample(
        name=f"outlook desktop, reply, {talk.code}",
        raw=mail(
            head(talk, talk.reply_prefix + talk.subject),
            bundle(
                "alternative",
                f"_000_AM0PR{talk.code}4711eurprd08_",
                text(plain, transfer="base64"),
                text(html, "html", transfer="quoted-printable"),
                before=b"",
            ),
        ),
        axes={"client": "outlook desktop", "language": talk.code, "kind": "reply"},
        author=talk.address,
        subject=talk.reply_prefix + talk.subject,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(last(talk.asked), WORDS[talk.code][3].strip(": ")),
    )


def web_reply(talk: Talk) -> Sample:
    html = (
        '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body '
        f'dir="ltr"><div class="elementToProof" style="font-family: Aptos">{html_lines(talk.answer)}</div>'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" '
        f'dir="ltr"><font face="Calibri, sans-serif">{block(talk, True)}</font><div>&nbsp;</div></div><div>'
        f"{html_lines(talk.asked)}</div></body></html>"
    )
    return Sample(
        name=f"outlook web, reply, {talk.code}",
        raw=mail(
            head(talk, talk.reply_prefix + talk.subject),
            bundle(
                "alternative",
                "_000_OWA_",
                text(f"{talk.answer}\n________________________________\n{block(talk)}\n\n{talk.asked}\n"),
                text(html, "html", transfer="quoted-printable"),
            ),
        ),
        axes={"client": "outlook web", "language": talk.code, "kind": "reply"},
        author=talk.address,
        sees=(last(talk.answer),),
        folds=(first(talk.asked),),
    )


def phone_reply(talk: Talk) -> Sample:
    """The phone's line is a link above the rule; in plain text it carries the address behind it."""
    shown = GET[talk.code].partition("<")[0]
    html = (
        f'<html><body><div dir="auto">{html_lines(talk.answer)}</div><div id="ms-outlook-mobile-signature"><div dir="auto">'
        f'<a href="https://aka.example/o0ukef">{shown}</a></div></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr">{block(talk, True)}</div>{html_lines(talk.asked)}</body></html>'
    )
    plain = f"{talk.answer}\n\n{GET[talk.code]}\n________________________________\n{block(talk)}\n\n{talk.asked}\n"
    return Sample(
        name=f"outlook phone, reply, {talk.code}",
        raw=mail(
            head(talk, talk.reply_prefix + talk.subject),
            bundle("alternative", "_000_PHONE_", text(plain), text(html, "html", transfer="quoted-printable")),
        ),
        axes={"client": "outlook phone", "language": talk.code, "kind": "signature"},
        author=talk.address,
        sees=(last(talk.answer),),
        folds=(first(talk.asked),),
        signs=(shown.strip(),),
    )


def plain_reply(talk: Talk) -> Sample:
    """In plain text, as the desktop program wrote it for twenty years."""
    body = f"{talk.answer}\n\n{ORIGINAL[talk.code]}\n{block(talk)}\n\n{talk.asked}\n"
    return Sample(
        name=f"outlook desktop in plain text, reply, {talk.code}",
        raw=mail(head(talk, talk.reply_prefix + talk.subject), text(body, transfer="base64")),
        axes={"client": "outlook desktop", "language": talk.code, "kind": "text only"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(ORIGINAL[talk.code], last(talk.asked)),
    )


def _others() -> Iterator[Sample]:
    en, de = TALKS["en"], TALKS["de"]
    yield Sample(
        name="outlook desktop, picture of the signature",
        raw=mail(
            head(de, de.subject, answers=False),
            bundle(
                "related",
                "_004_sig_",
                bundle(
                    "alternative",
                    "_000_sig_",
                    text("Guten Tag,\n\nwo bleibt sie?\n\n[cid:image001.png@01DB3810.A1B2C3D0]\n", charset="cp1252",
                         label="iso-8859-1", transfer="quoted-printable"),
                    text("<p class=MsoNormal>Guten Tag,</p><p class=MsoNormal>wo bleibt sie?</p><p class=MsoNormal><img "
                         'width=99 src="cid:image001.png@01DB3810.A1B2C3D0"></p>', "html", charset="cp1252",
                         label="iso-8859-1", transfer="quoted-printable"),
                ),
                file_part("image001.png", "image/png", PNG, disposition="inline",
                          more="\nContent-Description: image001.png\nContent-ID: <image001.png@01DB3810.A1B2C3D0>"),
                more=';\n\ttype="multipart/alternative"',
            ),
        ),
        axes={"client": "outlook desktop", "language": "de", "kind": "new"},
        author=de.address,
        sees=("wo bleibt sie?",),
        files=(("image001.png", "image/png"),),
    )  # fmt: skip
    yield Sample(
        name="outlook desktop, a mail attached",
        raw=mail(
            head(en, "FW: the carrier's answer", answers=False),
            bundle(
                "mixed",
                "_004_att_",
                text("See attached.\n"),
                entity(
                    "Content-Type: message/rfc822\nContent-Disposition: attachment;\n\tcreation-date=\"Mon, 16 Nov 2026\"",
                    mail("From: otto@carrier.example\nSubject: Parcel 99\nMessage-ID: <99@carrier.example>",
                         text("It is on the van.\n")),
                ),
            ),
        ),
        axes={"client": "outlook desktop", "language": "en", "kind": "forward"},
        sees=("See attached.",),
        files=(("Parcel 99.eml", "message/rfc822"),),
    )  # fmt: skip
    yield Sample(
        name="outlook desktop, reply without the past",
        raw=mail(head(en, "RE: " + en.subject), text("<p class=MsoNormal>Yes.</p>", "html")),
        axes={"client": "outlook desktop", "language": "en", "kind": "reply without quote"},
        sees=("Yes.",),
        decision="receive",
        known={"sent": {OUR_ID.strip("<>"): 1}},
    )
    yield Sample(
        name="outlook desktop, bottom posting in plain text",
        raw=mail(
            head(en, "RE: " + en.subject),
            text("> Which address should it go to?\n> We send it again tomorrow.\n\n5 Mill Lane.\n\nKim\n"),
        ),
        axes={"client": "outlook desktop", "language": "en", "kind": "bottom posting"},
        sees=("5 Mill Lane.",),
        folds=("Which address should it go to?",),
    )
    yield Sample(
        name="outlook desktop, the confidential notice stays with the mail",
        raw=mail(
            head(en, en.subject, answers=False),
            text("Where is it?\n\n________________________________\nThis mail is confidential.\n", transfer="7bit"),
        ),
        axes={"client": "outlook desktop", "language": "en", "kind": "signature"},
        sees=("Where is it?",),
        signs=("This mail is confidential.",),
    )
    yield Sample(
        name="outlook desktop, file with a long german name",
        raw=mail(
            head(de, de.subject, answers=False),
            bundle(
                "mixed",
                "_002_long_",
                text("Anbei.\n"),
                entity(
                    "Content-Type: application/pdf;\n\tname=\"=?iso-8859-1?Q?Rechnung_f=FCr_die?=\n =?iso-8859-1?Q?_Gr=FCnde_"
                    '2026.pdf?="\nContent-Disposition: attachment;\n\tfilename="=?iso-8859-1?Q?Rechnung_f=FCr_die?=\n '
                    '=?iso-8859-1?Q?_Gr=FCnde_2026.pdf?="; size=40',
                    PDF,
                ),
            ),
        ),
        axes={"client": "outlook desktop", "language": "de", "kind": "new"},
        author=de.address,
        sees=("Anbei.",),
        files=(("Rechnung für die Gründe 2026.pdf", "application/pdf"),),
    )  # fmt: skip


SAMPLES = [
    *(desktop_reply(talk) for talk in TALKS.values()),
    *(web_reply(TALKS[code]) for code in ("en", "zh", "ru", "cs", "de", "fr")),
    *(phone_reply(TALKS[code]) for code in GET),
    *(plain_reply(talk) for talk in TALKS.values()),
    *_others(),
]
