"""Thunderbird, and the programs of those who like plain text: mutt, KMail, Evolution, Claws, The Bat!, K-9."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS, Talk, escaped, first, html_lines, last
from tests.channels.email.corpus.writing import PDF, bundle, entity, file_part, header_word, mail, quoted, text

FLOWED = "; format=flowed"
WROTE = {
    "en": "On 11/16/26 10:00, {desk} wrote:",
    "zh": "在 2026/11/16 10:00, {desk} 写道:",
    "tw": "{desk} 於 2026/11/16 10:00 寫道:",
    "ru": "16.11.2026 10:00, {desk} пишет:",
    "cs": "Dne 16. 11. 26 v 10:00 {desk} napsal(a):",
    "de": "Am 16.11.26 um 10:00 schrieb {desk}:",
    "fr": "Le 16/11/2026 à 10:00, {desk} a écrit :",
    "ja": "On 2026/11/16 10:00, {desk} wrote:",
    "ko": "2026-11-16 오전 10:00에 {desk} 이(가) 쓴 글:",
    "pl": "W dniu 16.11.2026 o 10:00, {desk} pisze:",
    "es": "El 16/11/26 a las 10:00, {desk} escribió:",
}
FORWARDED = {
    "en": "-------- Forwarded Message --------",
    "zh": "-------- 转发的消息 --------",
    "ru": "-------- Перенаправленное сообщение --------",
    "cs": "-------- Přeposlaná zpráva --------",
    "de": "-------- Weitergeleitete Nachricht --------",
    "fr": "-------- Message transféré --------",
    "pl": "-------- Przekazana wiadomość --------",
}


def head(talk: Talk, subject: str, program: str = "User-Agent: Mozilla Thunderbird", *, answers: bool = True) -> str:
    threading = f"References: {OUR_ID}\nIn-Reply-To: {OUR_ID}\n" if answers else ""
    return (
        f"Message-ID: <b0a1-{talk.code}-4711@customer.example>\nDate: Mon, 16 Nov 2026 11:30:00 +0100\nMIME-Version: 1.0\n"
        f"{program}\nSubject: {header_word(subject)}\nTo: {header_word(talk.desk)} <{DESK}>\n{threading}"
        f"From: {talk.sender}"
    )


def thunderbird_text(talk: Talk) -> Sample:
    """format=flowed (RFC 3676): long lines end in a blank, so does the separator of the signature."""
    wrote = WROTE[talk.code].format(desk=talk.desk)
    body = f"{talk.answer}\n\n{wrote}\n{quoted(talk.asked)}\n\n-- \n{talk.closing}\n"
    return Sample(
        name=f"thunderbird, reply in flowed text, {talk.code}",
        raw=mail(head(talk, "Re: " + talk.subject), text(body, more=FLOWED)),
        axes={"client": "thunderbird", "language": talk.code, "kind": "flowed"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(wrote, last(talk.asked)),
    )


def thunderbird_html(talk: Talk) -> Sample:
    wrote = WROTE[talk.code].format(desk=talk.desk)
    html = (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body>'
        f'{html_lines(talk.answer, "p")}<p><br></p><div class="moz-cite-prefix">{escaped(wrote)}<br></div><blockquote '
        f'type="cite" cite="mid:our-17.reply@desk.example">{html_lines(talk.asked, "p")}</blockquote><pre class="moz-signature" '
        f'cols="72">-- \n{talk.closing}</pre></body></html>'
    )
    return Sample(
        name=f"thunderbird, reply in html, {talk.code}",
        raw=mail(head(talk, "Re: " + talk.subject), text(html, "html", transfer="8bit")),
        axes={"client": "thunderbird", "language": talk.code, "kind": "html only"},
        author=talk.address,
        sees=(first(talk.answer),),
        folds=(last(talk.asked),),
    )


def thunderbird_below(talk: Talk) -> Sample:
    wrote = WROTE[talk.code].format(desk=talk.desk)
    body = f"{wrote}\n{quoted(talk.asked)}\n\n{talk.answer}\n\n-- \n{talk.closing}\n"
    return Sample(
        name=f"thunderbird, answer below, {talk.code}",
        raw=mail(head(talk, "Re: " + talk.subject), text(body, more=FLOWED)),
        axes={"client": "thunderbird", "language": talk.code, "kind": "bottom posting"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(first(talk.asked),),
        signs=(first(talk.closing),),
    )


def thunderbird_forward(talk: Talk) -> Sample:
    block = f"{FORWARDED[talk.code]}\nSubject: \tParcel 99\nDate: \tMon, 16 Nov 2026\nFrom: \tOtto <otto@carrier.example>\n\n"
    return Sample(
        name=f"thunderbird, forward, {talk.code}",
        raw=mail(
            head(talk, "Fwd: " + talk.subject, answers=False), text(f"{talk.answer}\n\n\n{block}\n{talk.asked}\n")
        ),
        axes={"client": "thunderbird", "language": talk.code, "kind": "forward"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.asked)),
    )


def mutt(talk: Talk) -> Sample:
    body = (
        f"On Mon, Nov 16, 2026 at 10:00:00AM +0100, {talk.desk} wrote:\n{quoted(first(talk.asked))}\n\n{first(talk.answer)}\n\n"
        f"{quoted(last(talk.asked))}\n\n{last(talk.answer)}\n\n-- \n{talk.closing}\n"
    )
    return Sample(
        name=f"mutt, answers between the lines, {talk.code}",
        raw=mail(head(talk, "Re: " + talk.subject, "User-Agent: Mutt/2.2.12 (2023-09-09)"), text(body)),
        axes={"client": "mutt", "language": talk.code, "kind": "inline"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.asked), last(talk.answer)),
        signs=(last(talk.closing),),
    )


def k9(talk: Talk, wrote: str, sent: str) -> Sample:
    body = f"{talk.answer}\n\n{wrote}\n{quoted(talk.asked, '>')}\n\n-- \n{sent}\n"
    return Sample(
        name=f"k-9, reply, {talk.code}",
        raw=mail(head(talk, "Re: " + talk.subject, "User-Agent: K-9 Mail for Android"), text(body, transfer="quoted-printable")),
        axes={"client": "k-9", "language": talk.code, "kind": "signature"},
        author=talk.address,
        sees=(last(talk.answer),),
        folds=(last(talk.asked),),
    )  # fmt: skip


def _others() -> Iterator[Sample]:
    en, ru, cs, de, ja = (TALKS[code] for code in ("en", "ru", "cs", "de", "ja"))
    yield Sample(
        name="thunderbird, a mail attached",
        raw=mail(
            head(en, "Fwd: Parcel", answers=False),
            bundle(
                "mixed",
                "------------aBcD0123",
                text("See below.\n", more=FLOWED),
                entity(
                    'Content-Type: message/rfc822; charset=UTF-8; name="Parcel 99.eml"\nContent-Disposition: attachment; '
                    'filename="Parcel 99.eml"\nContent-Transfer-Encoding: 7bit',
                    mail("From: otto@carrier.example\nSubject: Parcel 99", text("On the van.\n")),
                ),
                before=b"This is a multi-part message in MIME format.\r\n",
            ),
        ),
        axes={"client": "thunderbird", "language": "en", "kind": "forward"},
        sees=("See below.",),
        files=(("Parcel 99.eml", "message/rfc822"),),
    )
    yield Sample(
        name="thunderbird, japanese, flowed with delsp",
        raw=mail(
            head(ja, ja.subject, answers=False),
            text(
                "水車通り5番へお願いします。前の住所は \n間違いでした。\n",
                charset="iso-2022-jp",
                more="; format=flowed; delsp=yes",
            ),
        ),
        axes={"client": "thunderbird", "language": "ja", "kind": "flowed"},
        author=ja.address,
        sees=("前の住所は間違いでした。",),
    )
    yield Sample(
        name="thunderbird, flowed english keeps its blanks",
        raw=mail(
            head(en, en.subject, answers=False),
            text("The parcel should have been here on \nMonday at noon.\n\nIt was not.\n\n-- \nKim Larch \nof Larch\n",
                 more=FLOWED),
        ),
        axes={"client": "thunderbird", "language": "en", "kind": "flowed"},
        sees=("here on Monday at noon.", "It was not."),
        signs=("Kim Larch of Larch",),
    )  # fmt: skip
    yield Sample(
        name="kmail, reply",
        raw=mail(
            head(de, "Re: " + de.subject, "User-Agent: KMail/5.24"),
            text("Am Montag, 16. November 2026, 10:00:00 CET schrieb Kundendienst:\n> An welche Adresse soll sie gehen?\n> Bald."
                 "\n\nMühlgasse 5.\n"),
        ),
        axes={"client": "kmail", "language": "de", "kind": "bottom posting"},
        author=de.address,
        sees=("Mühlgasse 5.",),
        folds=("An welche Adresse", "schrieb Kundendienst"),
    )  # fmt: skip
    yield Sample(
        name="evolution, reply",
        raw=mail(
            head(en, "Re: " + en.subject, "User-Agent: Evolution 3.52.3"),
            text(
                "5 Mill Lane, please.\n\nOn Mon, 2026-11-16 at 10:00 +0000, Desk Support wrote:\n> Which address?\n> Thanks\n"
            ),
        ),
        axes={"client": "evolution", "language": "en", "kind": "reply"},
        sees=("5 Mill Lane, please.",),
        folds=("Which address?",),
    )
    yield Sample(
        name="claws, reply",
        raw=mail(
            head(cs, "Re: " + cs.subject, "X-Mailer: Claws Mail 4.2.0"),
            text("Mlýnská 5.\n\nDne Mon, 16 Nov 2026 10:00:00 +0100\nPodpora <support@desk.example> napsal(a):\n\n> Kam?\n> Díky\n",
                 charset="iso-8859-2"),
        ),
        axes={"client": "claws", "language": "cs", "kind": "reply"},
        author=cs.address,
        sees=("Mlýnská 5.",),
        folds=("Kam?",),
    )  # fmt: skip
    yield Sample(
        name="the bat, reply with initials before the quoted lines",
        raw=mail(
            head(ru, "Re: " + ru.subject, "X-Mailer: The Bat! (v9.4.2)"),
            text("Здравствуйте, Служба.\n\nВы писали 16 ноября 2026 г., 10:00:00:\n\n> На какой адрес его отправить?\n> Ждём.\n\n"
                 "Мельничная, 5.\n\n-- \nС уважением,\n Анна\n", charset="cp1251", label="windows-1251"),
        ),
        axes={"client": "the bat", "language": "ru", "kind": "inline"},
        author=ru.address,
        sees=("Мельничная, 5.",),
        signs=("Анна",),
    )  # fmt: skip
    yield Sample(
        name="mutt, a file and no text",
        raw=mail(
            head(en, "the log", "User-Agent: Mutt/2.2.12", answers=False),
            bundle("mixed", "k+w/mQv8wyuph6w0", text(""), file_part("desk.log.pdf", "application/pdf", PDF)),
        ),
        axes={"client": "mutt", "language": "en", "kind": "empty with file"},
        files=(("desk.log.pdf", "application/pdf"),),
    )


SAMPLES = [
    *(thunderbird_text(TALKS[code]) for code in ("en", "zh", "ru", "cs", "de", "fr", "ja", "pl", "es")),
    *(thunderbird_html(TALKS[code]) for code in ("en", "ru", "cs", "de", "tw", "ko")),
    *(thunderbird_below(TALKS[code]) for code in ("en", "ru", "cs", "de", "ko")),
    *(thunderbird_forward(TALKS[code]) for code in FORWARDED),
    mutt(TALKS["en"]),
    mutt(TALKS["cs"]),
    k9(TALKS["en"], "On November 16, 2026 10:00:00 AM GMT+01:00, Desk Support <support@desk.example> wrote:",
       "Sent from my Android device with K-9 Mail. Please excuse my brevity."),
    k9(TALKS["de"], "Am 16. November 2026 10:00:00 MEZ schrieb Kundendienst <support@desk.example>:",
       "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet."),
    k9(TALKS["ru"], "16 ноября 2026 г. 10:00:00 GMT+03:00, Служба поддержки <support@desk.example> пишет:",
       "Простите за краткость, создано в K-9 Mail."),
    *_others(),
]  # fmt: skip
