"""Gmail: the web page and the phone application."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS, Talk, escaped, first, html_lines, last
from tests.channels.email.corpus.writing import JPEG, PDF, bundle, entity, file_part, header_word, mail, quoted, text

WROTE = {
    "en": "On Mon, Nov 16, 2026 at 10:00 AM {desk} <{address}> wrote:",
    "zh": "{desk} <{address}> 于2026年11月16日周一 10:00写道：",
    "tw": "{desk} <{address}> 於 2026年11月16日 週一 上午10:00寫道：",
    "ru": "пн, 16 нояб. 2026 г. в 10:00, {desk} <{address}>:",
    "cs": "po 16. 11. 2026 v 10:00 odesílatel {desk} <{address}> napsal:",
    "de": "Am Mo., 16. Nov. 2026 um 10:00 Uhr schrieb {desk} <{address}>:",
    "fr": "Le lun. 16 nov. 2026 à 10:00, {desk} <{address}> a écrit :",
    "ja": "2026年11月16日(月) 10:00 {desk} <{address}>:",
    "ko": "2026년 11월 16일 (월) 오전 10:00, {desk} <{address}>님이 작성:",
    "pl": "pon., 16 lis 2026 o 10:00 {desk} <{address}> napisał(a):",
    "es": "El lun, 16 nov 2026 a las 10:00, {desk} (<{address}>) escribió:",
}
FORWARDED = {
    "en": ("---------- Forwarded message ---------", "From", "Date", "Subject", "To"),
    "zh": ("---------- Forwarded message ---------", "发件人", "Date", "Subject", "To"),
    "ru": ("---------- Forwarded message ---------", "От", "Date", "Subject", "To"),
    "cs": ("---------- Forwarded message ---------", "Od", "Date", "Subject", "To"),
    "de": ("---------- Forwarded message ---------", "Von", "Date", "Subject", "To"),
}


def head(talk: Talk, subject: str, *, answers: bool = True) -> str:
    threading = f"References: <first.4711@customer.example> {OUR_ID}\nIn-Reply-To: {OUR_ID}\n" if answers else ""
    return (
        f"MIME-Version: 1.0\n{threading}From: {talk.sender}\nDate: Mon, 16 Nov 2026 11:02:11 +0100\n"
        f"Message-ID: <CAF+gm{talk.code}4Yq7x_0Zk@mail.customer.example>\nSubject: {header_word(subject)}\n"
        f"To: {header_word(talk.desk)} <{DESK}>"
    )


def wrapped(line: str) -> str:
    """As Gmail wraps its plain form: at 78 signs, also within an address's brackets."""
    opened = line.replace("<support", "<\x00support")
    lines = textwrap.wrap(opened, 76, break_long_words=False) if len(line) > 76 else [line]
    if len(lines) > 1 and lines[0].count("<\x00"):
        lines = line.replace("<support", "<\nsupport").split("\n")
    return "\n".join(lines).replace("\x00", "")


def reply(talk: Talk) -> Sample:
    wrote = WROTE[talk.code].format(desk=talk.desk, address=DESK)
    link = f'&lt;<a href="mailto:{DESK}">{DESK}</a>&gt;'
    plain = f"{talk.answer}\n\n{wrapped(wrote)}\n\n{quoted(talk.asked)}\n"
    html = (
        f'<div dir="ltr">{html_lines(talk.answer)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{escaped(wrote).replace(f"&lt;{DESK}&gt;", link)}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
        f'padding-left:1ex">{html_lines(talk.asked)}</blockquote></div>\n'
    )
    raw = mail(
        head(talk, talk.reply_prefix + talk.subject),
        bundle(
            "alternative",
            "000000000000c0ffee0650a1b2c3",
            text(plain, transfer="base64"),
            text(html, "html", transfer="quoted-printable"),
        ),
    )
    return Sample(
        name=f"gmail web, reply, {talk.code}",
        raw=raw,
        axes={"client": "gmail", "language": talk.code, "kind": "reply"},
        author=talk.address,
        subject=talk.reply_prefix + talk.subject,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(first(talk.asked), wrote.partition("<")[0].strip()[:12]),
        decision="receive",
        known={"token": "valid", "token_ticket": 1},
    )


def plain_reply(talk: Talk) -> Sample:
    """Plain text mode: no HTML, the attribution wrapped."""
    wrote = WROTE[talk.code].format(desk=f"{talk.desk} of the Very Long Named House", address=DESK)
    body = f"{talk.answer}\n\n{wrapped(wrote)}\n>\n{quoted(talk.asked)}\n"
    return Sample(
        name=f"gmail plain text mode, reply, {talk.code}",
        raw=mail(head(talk, talk.reply_prefix + talk.subject), text(body, transfer="base64")),
        axes={"client": "gmail", "language": talk.code, "kind": "text only"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(last(talk.asked), "Named House"),
        decision="receive",
        known={"sent": {OUR_ID.strip("<>"): 1}},
    )


def forward(talk: Talk) -> Sample:
    line, from_, date, subject, to = FORWARDED[talk.code]
    block = (
        f"{line}\n{from_}: Otto Linden <otto@carrier.example>\n{date}: Mon, Nov 16, 2026 at 9:00 AM\n"
        f"{subject}: Parcel 99\n{to}: <{talk.address}>\n\n\n{talk.asked}\n"
    )
    html = (
        f'<div dir="ltr">{html_lines(talk.answer)}<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        f'class="gmail_attr">{escaped(block).replace(chr(10), "<br>")}</div></div></div>'
    )
    return Sample(
        name=f"gmail web, forward, {talk.code}",
        raw=mail(
            head(talk, talk.forward_prefix + talk.subject, answers=False),
            bundle(
                "alternative",
                "000000000000f00d0650",
                text(f"{talk.answer}\n\n{block}"),
                text(html, "html", transfer="quoted-printable"),
            ),
        ),
        axes={"client": "gmail", "language": talk.code, "kind": "forward"},
        author=talk.address,
        sees=(first(talk.answer), last(talk.asked)),
        decision="open",
    )


def app_reply(talk: Talk) -> Sample:
    """The phone application answers above, in HTML whose text part is quoted-printable."""
    wrote = WROTE[talk.code].format(desk=talk.desk, address=DESK)
    html = (
        f'<div dir="auto">{html_lines(talk.answer)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{escaped(wrote)}<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">{escaped(talk.asked)}"
        "</blockquote></div>"
    )  # fmt: skip
    plain = f"{talk.answer}\n\n{wrapped(wrote)}\n\n{quoted(talk.asked)}\n"
    return Sample(
        name=f"gmail phone, reply, {talk.code}",
        raw=mail(
            head(talk, talk.reply_prefix + talk.subject),
            bundle(
                "alternative",
                "0000000000009a8b7c0650",
                text(plain, transfer="quoted-printable"),
                text(html, "html", transfer="quoted-printable"),
            ),
        ),
        axes={"client": "gmail", "language": talk.code, "kind": "reply"},
        author=talk.address,
        sees=(last(talk.answer),),
        folds=(last(talk.asked),),
    )


def _others() -> Iterator[Sample]:
    en = TALKS["en"]
    yield Sample(
        name="gmail web, new mail with a picture in the text and a file",
        raw=mail(
            head(en, en.subject, answers=False),
            bundle(
                "mixed",
                "000000000000aa11",
                bundle(
                    "related",
                    "000000000000aa12",
                    bundle(
                        "alternative",
                        "000000000000aa13",
                        text("See the picture:\n[image: image.png]\n"),
                        text('<div dir="ltr">See the picture:<img src="cid:ii_m1x" alt="image.png" width="4"></div>', "html"),
                    ),
                    file_part("image.jpg", "image/jpeg", JPEG, disposition="inline",
                              more="\nX-Attachment-Id: ii_m1x\nContent-ID: <ii_m1x>"),
                ),
                file_part("invoice.pdf", "application/pdf", PDF, more="\nX-Attachment-Id: f_m1y\nContent-ID: <f_m1y>"),
            ),
        ),
        axes={"client": "gmail", "language": "en", "kind": "new"},
        sees=("See the picture:",),
        files=(("image.jpg", "image/jpeg"), ("invoice.pdf", "application/pdf")),
        decision="open",
    )  # fmt: skip
    yield Sample(
        name="gmail, empty body with a file only",
        raw=mail(
            head(en, "", answers=False),
            bundle(
                "mixed",
                "000000000000bb",
                bundle(
                    "alternative", "000000000000bc", text("\n"), text('<div dir="ltr"><br></div>\n', "html")
                ),
                file_part("scan.pdf", "application/pdf", PDF),
            ),
        ),
        axes={"client": "gmail", "language": "en", "kind": "empty with file"},
        subject="",
        files=(("scan.pdf", "application/pdf"),),
        decision="open",
    )  # fmt: skip
    html = (
        '<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 16, 2026 at 10:00 AM Desk '
        'Support &lt;support@desk.example&gt; wrote:<br></div><blockquote class="gmail_quote">Which address?</blockquote>'
        '<div>5 Mill Lane.</div><blockquote class="gmail_quote">When may we ring?</blockquote><div>After six.</div></div></div>'
    )
    yield Sample(
        name="gmail web, answers between the lines",
        raw=mail(
            head(en, "Re: " + en.subject),
            bundle(
                "alternative",
                "000000000000cc",
                text(
                    "On Mon, Nov 16, 2026 at 10:00 AM Desk Support <support@desk.example> wrote:\n\n> Which address?\n\n"
                    "5 Mill Lane.\n\n> When may we ring?\n\nAfter six.\n"
                ),
                text(html, "html"),
            ),
        ),
        axes={"client": "gmail", "language": "en", "kind": "inline"},
        sees=("Which address?", "5 Mill Lane.", "When may we ring?", "After six."),
    )
    yield Sample(
        name="gmail, signature in html",
        raw=mail(
            head(en, en.subject, answers=False),
            text(
                '<div dir="ltr">Where is it?<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br>'
                '<div dir="ltr" class="gmail_signature">Kim Larch<br>Larch &amp; Daughters</div></div>',
                "html",
            ),
        ),
        axes={"client": "gmail", "language": "en", "kind": "signature"},
        sees=("Where is it?",),
        signs=("Kim Larch", "Larch & Daughters"),
    )
    yield Sample(
        name="gmail, a reaction",
        raw=mail(
            head(en, "Re: " + en.subject),
            bundle(
                "alternative",
                "000000000000dd",
                text("👍\n\nKim Larch reacted via Gmail\n"),
                entity("Content-Type: text/vnd.google.email-reaction+json; charset=utf-8",
                       '{"emoji":"👍","version":1}'.encode()),
                text('<div><p style="font-size:50px">👍</p><p>Kim Larch reacted via Gmail</p></div>', "html"),
            ),
        ),
        axes={"client": "gmail", "language": "en", "kind": "reply"},
        sees=("👍",),
        files=(("attachment-1.bin", "text/vnd.google.email-reaction+json"),),
    )  # fmt: skip


SAMPLES = [
    *(reply(talk) for talk in TALKS.values()),
    *(app_reply(TALKS[code]) for code in ("zh", "ru", "cs")),
    *(plain_reply(TALKS[code]) for code in ("en", "de", "fr", "pl")),
    *(forward(TALKS[code]) for code in FORWARDED),
    *_others(),
]
