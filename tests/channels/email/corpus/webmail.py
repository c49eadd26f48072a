"""Web pages and companies' programs: Yahoo, Mail.ru, Yandex, Seznam, GMX, Roundcube, Zimbra, Notes, GroupWise, phones."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS, Talk, escaped, first, html_lines, last
from tests.channels.email.corpus.writing import (
    JPEG,
    PDF,
    b_word,
    bundle,
    entity,
    file_part,
    header_word,
    mail,
    quoted,
    text,
)


def head(talk: Talk, program: str, *, subject: str = "", charset: str = "utf-8", answers: bool = True) -> str:
    threading = f"In-Reply-To: {OUR_ID}\nReferences: {OUR_ID}\n" if answers else ""
    subject = subject or f"Re: {talk.subject}"
    written = subject if subject.isascii() else b_word(subject, charset)
    return (
        f"From: {header_word(talk.name)} <{talk.address}>\nTo: {DESK}\n{threading}Subject: {written}\nMIME-Version: 1.0\n"
        f"{program}\nDate: Mon, 16 Nov 2026 11:40:00 +0100\nMessage-Id: <1763289600.{talk.code}@customer.example>"
    )


def _in_html(
    client: str, program: str, code: str, middle: str, *, kind: str = "reply", **checks: tuple[str, ...]
) -> Sample:
    """A reply in HTML: the answer, then `middle`, in which `{asked}` is what the desk wrote."""
    talk = TALKS[code]
    html = html_lines(talk.answer) + middle.replace("{asked}", html_lines(talk.asked)).replace(
        "{desk}", escaped(talk.desk)
    )
    return Sample(
        name=f"{client}, {kind}, {code}",
        raw=mail(head(talk, program), text(html, "html", transfer="quoted-printable")),
        axes={"client": client, "language": code, "kind": kind},
        author=talk.address,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(last(talk.asked),),
        **checks,  # type: ignore[arg-type]
    )  # fmt: skip


def _in_text(
    client: str, program: str, code: str, middle: str, *, sign: str = "> ", charset: str = "utf-8",
    kind: str = "text only", **checks: tuple[str, ...],
) -> Sample:  # fmt: skip
    talk = TALKS[code]
    body = f"{talk.answer}\n\n{middle.replace('{desk}', talk.desk)}\n{quoted(talk.asked, sign)}\n"
    return Sample(
        name=f"{client}, {kind}, {code}, {charset}",
        raw=mail(head(talk, program, charset=charset), text(body, charset=charset, transfer="quoted-printable")),
        axes={"client": client, "language": code, "kind": kind},
        author=talk.address,
        sees=(first(talk.answer), last(talk.answer)),
        folds=(last(talk.asked),),
        **checks,  # type: ignore[arg-type]
    )


YAHOO = (
    '<div id="ydp71quoted" class="yahoo_quoted"><div style="font-family:sans-serif;font-size:13px;color:#26282a;"><div>{line}'
    "</div><div><br></div><div>{asked}</div></div></div>"
)
LINK = f'&lt;<a href="mailto:{DESK}">{DESK}</a>&gt;'


def _western() -> Iterator[Sample]:
    for code, line in (
        ("en", f"On Monday, November 16, 2026 at 10:00:00 AM GMT+1, {{desk}} {LINK} wrote:"),
        ("de", f"Am Montag, 16. November 2026 um 10:00:00 MEZ hat {{desk}} {LINK} Folgendes geschrieben:"),
        ("fr", f"Le lundi 16 novembre 2026 à 10:00:00 UTC+1, {{desk}} {LINK} a écrit :"),
        ("es", f"El lunes, 16 de noviembre de 2026, 10:00:00 CET, {{desk}} {LINK} escribió:"),
    ):
        yield _in_html("yahoo", "X-Mailer: WebService/1.1.22806 YMailNorrin", code, YAHOO.replace("{line}", line))
    yield _in_html(
        "proton", "X-Pm-Message-ID: 0a1b", "en",
        '<div class="protonmail_signature_block"><div>Sent with Proton Mail.</div></div><div class="protonmail_quote">On Monday, '
        f'November 16th, 2026 at 10:00, {{desk}} {LINK} wrote:<br><blockquote class="protonmail_quote" type="cite">{{asked}}'
        "</blockquote></div>",
    )  # fmt: skip
    yield _in_html(
        "gmx", "X-Mailer: GMX Webmail", "de",
        '<div class="signature">&nbsp;</div><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px;">'
        "<div><b>Gesendet:</b>&nbsp;Montag, 16. November 2026 um 10:00 Uhr<br><b>Von:</b>&nbsp;{desk} &lt;support@desk.example"
        "&gt;<br><b>An:</b>&nbsp;petra@customer.example<br><b>Betreff:</b>&nbsp;Bestellung</div><div>{asked}</div></div>",
    )  # fmt: skip
    yield _in_html(
        "zimbra", "X-Mailer: Zimbra 10.1", "fr",
        '<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:'
        '2px solid #1010FF"><b>De: </b>"Service client" &lt;support@desk.example&gt;<br><b>À: </b>"Camille"<br><b>Envoyé: </b>'
        'Lundi 16 Novembre 2026<br><b>Objet: </b>x<br></blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote>{asked}'
        "</blockquote></div>",
    )  # fmt: skip
    for code, line in (
        (
            "en",
            '----- Original Message -----\nFrom: "{desk}" <support@desk.example>\nTo: "kim"\nSent: Monday\nSubject: x\n',
        ),
        ("pl", '----- Oryginalna wiadomość -----\nOd: "{desk}" <support@desk.example>\nDo: "ewa"\nTemat: x\n'),
    ):
        yield _in_text("zimbra", "X-Mailer: Zimbra 10.1", code, line, sign="")
    for code, line in (
        ("en", "On 2026-11-16 10:00, {desk} wrote:"),
        ("cs", "Dne 2026-11-16 10:00, {desk} napsal:"),
        ("de", "Am 2026-11-16 10:00, schrieb {desk}:"),
        ("ru", "{desk} писал 2026-11-16 10:00:"),
        ("pl", "W dniu 2026-11-16 10:00, {desk} napisał(a):"),
    ):
        yield _in_text("roundcube", "User-Agent: Roundcube Webmail/1.6.9", code, line)
    yield _in_html(
        "roundcube", "User-Agent: Roundcube Webmail/1.6.9", "fr",
        '<p id="reply-intro">Le 2026-11-16 10:00, {desk} a écrit&nbsp;:</p><blockquote type="cite" style="padding: 0 0.4em; '
        'border-left: #1010ff 2px solid; margin: 0"><div>{asked}</div></blockquote>',
    )  # fmt: skip
    yield _in_text(
        "horde", "User-Agent: Horde Application Framework 5", "en", "Quoting {desk} <support@desk.example>:\n"
    )
    yield _in_html(
        "sogo", "User-Agent: SOGoMail 5.11", "de",
        '<br>Am Montag, 16. November 2026 10:00 CET, schrieb {desk} &lt;support@desk.example&gt;:<br>&nbsp;<blockquote '
        'type="cite">{asked}</blockquote>',
    )  # fmt: skip
    yield _in_html(
        "open-xchange", "X-Mailer: Open-Xchange Mailer v8", "de",
        '<blockquote type="cite"><div>{desk} &lt;support@desk.example&gt; hat am 16.11.2026 10:00 CET geschrieben:</div><div>'
        "{asked}</div></blockquote>",
    )  # fmt: skip
    yield _in_text(
        "notes", "X-Mailer: HCL Notes Release 12.0.2", "de",
        "\n\n\nVon:\t{desk} <support@desk.example>\nAn:\tpetra@customer.example\nDatum:\t16.11.2026 10:00\nBetreff:\tBestellung\n",
        sign="", charset="iso-8859-15",
    )  # fmt: skip
    yield _in_html(
        "notes", "X-Mailer: Lotus Notes Release 9.0", "en",
        '<br><br><font size=1 color=#5f5f5f face="sans-serif">From:&nbsp;&nbsp;</font><font size=1>{desk} &lt;support@desk.example'
        "&gt;</font><br><font size=1>To:&nbsp;&nbsp;kim@customer.example</font><br><font size=1>Date:&nbsp;&nbsp;11/16/2026 10:00 "
        "AM</font><br><font size=1>Subject:&nbsp;&nbsp;Order</font><br><hr noshade><br>{asked}",
    )  # fmt: skip
    yield _in_text(
        "groupwise", "X-Mailer: Novell GroupWise Internet Agent 18.4", "en",
        ">>> {desk} <support@desk.example> 11/16/2026 10:00 AM >>>", sign="",
    )  # fmt: skip
    yield _in_text(
        "groupwise", "X-Mailer: Novell GroupWise Internet Agent 18.4", "de",
        ">>> {desk} <support@desk.example> 16.11.2026 10:00 >>>", sign="",
    )  # fmt: skip
    for code, sent, line in (
        (
            "en",
            "Sent from my Galaxy",
            "-------- Original message --------\nFrom: {desk} <support@desk.example>\nDate: 11/16/26  "
            "10:00 AM  (GMT+01:00)\nTo: kim@customer.example\nSubject: Order\n",
        ),
        (
            "cs",
            "Odesláno z mého zařízení Galaxy",
            "-------- Původní zpráva --------\nOd: {desk} <support@desk.example>\nDatum: "
            "16.11.26  10:00\nKomu: jana@customer.example\nPředmět: x\n",
        ),
        (
            "ko",
            "나의 Galaxy에서 보냄",
            "-------- 원본 메시지 --------\n보낸 사람: {desk} <support@desk.example>\n날짜: 26/11/16\n받은 사람: x\n",
        ),
        (
            "de",
            "Von meinem Galaxy gesendet",
            "-------- Ursprüngliche Nachricht --------\nVon: {desk} <support@desk.example>\nDatum:"
            " 16.11.26\nAn: petra@customer.example\nBetreff: x\n",
        ),
    ):
        yield _in_text(
            "samsung", "X-Mailer: Samsung Email", code, f"{sent}\n\n{line}", sign="", kind="signature", signs=(sent,)
        )
    yield _in_html(
        "samsung", "X-Mailer: Samsung Email", "fr",
        '<div id="composer_signature"><div style="font-size:12px;color:#575757" dir="auto">Envoyé depuis mon appareil Galaxy</div>'
        "</div><div><br></div><div style=\"font-size:100%;color:#000000\"><div>-------- Message d'origine --------</div><div>De : "
        "{desk} &lt;support@desk.example&gt;</div><div>Date : 16/11/2026 10:00</div><div>À : camille</div><div>Objet : x</div></div>"
        "{asked}", kind="signature", signs=("Envoyé depuis mon appareil Galaxy",),
    )  # fmt: skip


def _eastern() -> Iterator[Sample]:
    yield _in_html(
        "mail.ru", "X-Mailer: Mail.Ru Mailer 1.0", "ru",
        '<div data-signature-widget="container"><div>--<br>Анна Сосновская<br>Отправлено из Почты Mail.ru</div></div><blockquote '
        'style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">Понедельник, 16 ноября 2026, 10:00 +03:00 от {desk} '
        '&lt;support@desk.example&gt;:<br>&nbsp;<div id="">{asked}</div></blockquote>',
    )  # fmt: skip
    yield _in_text(
        "mail.ru", "X-Mailer: Mail.Ru Mailer 1.0", "ru",
        "--\nАнна Сосновская\n\n>Понедельник, 16 ноября 2026, 10:00 +03:00 от {desk} <support@desk.example>:\n>", sign=">",
    )  # fmt: skip
    yield _in_text(
        "mail.ru phone", "X-Mailer: com.my.mail", "ru",
        "Отправлено из мобильной Почты Mail\n\nпонедельник, 16 ноября 2026 г., 10:00 +0300 от support@desk.example  "
        "<support@desk.example>:\n", kind="signature", signs=("Отправлено из мобильной Почты",),
    )  # fmt: skip
    yield _in_html(
        "yandex", "X-Mailer: Yamail [ http://yandex.example ] 5.0", "ru",
        '<div>&nbsp;</div><div>--&nbsp;</div><div>С уважением, Анна</div><div>&nbsp;</div><div>16.11.2026, 10:00, "{desk}" &lt;'
        'support@desk.example&gt;:</div><blockquote><div>{asked}</div></blockquote>',
    )  # fmt: skip
    yield _in_text(
        "yandex", "X-Mailer: Yamail 5.0", "ru", '16.11.2026, 10:00, "{desk}" <support@desk.example>:', charset="koi8-r"
    )
    yield _in_text(
        "yandex phone", "X-Mailer: Yamail Mobile", "ru",
        "-- \nОтправлено из мобильного приложения Яндекс Почты\n\n16.11.2026, 10:00, {desk} <support@desk.example>:", kind="signature",
        signs=("Отправлено из мобильного приложения",),
    )  # fmt: skip
    ru = TALKS["ru"]
    for client, block in (
        (
            "mail.ru",
            "-------- Пересылаемое сообщение --------\nОт кого: Отто <otto@carrier.example>\nКому: anna@customer.example\n"
            "Дата: Понедельник, 16 ноября 2026\nТема: Посылка\n",
        ),
        ("yandex", '-------- Пересылаемое сообщение --------\n16.11.2026, 09:00, "Отто" <otto@carrier.example>:\n'),
    ):
        yield Sample(
            name=f"{client}, forward",
            raw=mail(head(ru, "X-Mailer: x", subject="Fwd: Посылка", answers=False), text(f"Смотрите.\n\n{block}\nПосылка в машине.\n")),
            axes={"client": client, "language": "ru", "kind": "forward"}, author=ru.address, sees=("Смотрите.", "Посылка в машине."),
        )  # fmt: skip
    yield _in_text(
        "rambler", "X-Mailer: Rambler WebMail", "ru", "16.11.2026 10:00, {desk} <support@desk.example> написал(а):",
        charset="windows-1251",
    )  # fmt: skip
    cs = TALKS["cs"]
    yield _in_html(
        "seznam", "X-Mailer: szn-ebox-5.0.2", "cs",
        '<div data-email-signature="1"></div><aside>---------- Původní e-mail ----------<br>Od: {desk} &lt;support@desk.example&gt;'
        "<br>Komu: jana@customer.example<br>Datum: 16. 11. 2026 10:00:00<br>Předmět: x <br></aside><br><blockquote data-email="
        '"support@desk.example">{asked}</blockquote>',
    )  # fmt: skip
    yield _in_text(
        "seznam", "X-Mailer: szn-mime-2.1.1", "cs",
        "---------- Původní e-mail ----------\nOd: {desk} <support@desk.example>\nKomu: jana@customer.example\nDatum: 16. 11. 2026 "
        "10:00:00\nPředmět: x\n", sign="",
    )  # fmt: skip
    yield _in_text(
        "seznam phone", "X-Mailer: szn-mobile", "cs",
        "Odesláno z mobilní aplikace Seznam Email\n\n---------- Původní e-mail ----------\nOd: {desk} <support@desk.example>\nDatum: "
        "16. 11. 2026\nPředmět: x\n", sign="", kind="signature", signs=("Odesláno z mobilní aplikace",),
    )  # fmt: skip
    yield Sample(
        name="seznam, forward",
        raw=mail(head(cs, "X-Mailer: szn-ebox-5.0.2", subject="Fwd: Balík", answers=False),
                 text("Podívejte se.\n\n---------- Přeposlaná zpráva ----------\nOd: Otto <otto@carrier.example>\nKomu: jana\n"
                      "Datum: 16. 11. 2026\nPředmět: Balík\n\nBalík je v autě.\n")),
        axes={"client": "seznam", "language": "cs", "kind": "forward"}, author=cs.address, sees=("Podívejte se.", "Balík je v autě."),
    )  # fmt: skip
    yield _in_text("centrum", "X-Mailer: Centrum Email 5.3", "cs",
                   "______________________________________________________________\n> Od: {desk} <support@desk.example>\n> Komu: jana\n>"
                   " Datum: 16.11.2026 10:00\n> Předmět: x\n>", charset="windows-1250")  # fmt: skip
    ja, ko = TALKS["ja"], TALKS["ko"]
    yield Sample(
        name="japanese phone, short and without the past",
        raw=mail(
            f"From: {ja.address}\nTo: {DESK}\nSubject: {b_word('Re:注文', 'iso-2022-jp')}\nMessage-ID: <d0c@customer.example>\nX-Mailer:"
            " docomo", text("水車通り5番へお願いします。\n", charset="iso-2022-jp", transfer="7bit")),
        axes={"client": "japanese phone", "language": "ja", "kind": "reply without quote"}, author=ja.address, subject="Re:注文",
        sees=("水車通り5番へお願いします。",),
    )  # fmt: skip
    yield Sample(
        name="japanese phone, pictures of its own in html",
        raw=mail(
            f"From: {ja.address}\nTo: {DESK}\nSubject: =?Shift_JIS?B?{'jXuKRA=='}?=\nMessage-ID: <kdd@customer.example>",
            bundle("mixed", "kddi", bundle("related", "kddi2", bundle(
                "alternative", "kddi3", text("届きません①\n", charset="cp932", label="Shift_JIS", transfer="base64"),
                text('<html><body><div>届きません①<img src="cid:01@261116"></div></body></html>', "html", charset="cp932",
                     label="Shift_JIS", transfer="base64")),
                file_part("face.gif", "image/gif", b"GIF89a\1\0\1\0\0\0\0;", disposition="inline", more="\nContent-ID: <01@261116>"))),
        ),
        axes={"client": "japanese phone", "language": "ja", "kind": "new"}, author=ja.address, sees=("届きません①",),
        files=(("face.gif", "image/gif"),),
    )  # fmt: skip
    yield _in_text("becky", "X-Mailer: Becky! ver. 2.82", "ja",
                   "On Mon, 16 Nov 2026 10:00:00 +0900\n{desk} <support@desk.example> wrote:\n", charset="iso-2022-jp")  # fmt: skip
    yield _in_text("yahoo japan", "X-Mailer: YahooMailWebService", "ja",
                   "----- Original Message -----\nFrom: {desk} <support@desk.example>\nTo: aoi@customer.example\nDate: 2026/11/16, Mon\n"
                   "Subject: x\n", charset="iso-2022-jp")  # fmt: skip
    yield _in_html(
        "naver", "X-Mailer: Naver Mail", "ko",
        '<p><br></p><div class="mail-quote"><p>-----Original Message-----<br><b>From:</b> {desk} &lt;support@desk.example&gt;<br><b>To:'
        "</b> seoyeon@customer.example;<br><b>Cc:</b> <br><b>Sent:</b> 2026-11-16 (월) 10:00:00 (GMT+09:00)<br><b>Subject:</b> x</p>"
        "{asked}</div>",
    )  # fmt: skip
    yield _in_text("daum", "X-Mailer: Daum Web Mailer", "ko",
                   "--------- 원본 메일 ---------\n보낸사람 : {desk} <support@desk.example>\n받는사람 : seoyeon\n날짜 : 2026년 11월 16일\n",
                   sign="", charset="euc-kr")  # fmt: skip
    yield Sample(
        name="korean program, subject in two octets and a file name in raw ones",
        raw=mail(
            f"From: {b_word('느티 서연', 'euc-kr')} <{ko.address}>\nTo: {DESK}\nSubject: {b_word('주문 문의 드립니다', 'euc-kr', 'ks_c_5601-1987')}\n"
            "Message-ID: <k1@customer.example>",
            bundle("mixed", "=_K", text("첨부합니다.\n", charset="euc-kr"), b'Content-Type: image/jpeg; name="'
                   + "영수증과 배송 사진.jpg".encode("euc-kr") + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQSkZJRgABAQ==\r\n')),
        axes={"client": "naver", "language": "ko", "kind": "new"}, author=ko.address, subject="주문 문의 드립니다",
        sees=("첨부합니다.",), files=(("영수증과 배송 사진.jpg", "image/jpeg"),),
    )  # fmt: skip
    yield Sample(
        name="a scanner, no text at all",
        raw=mail(f"From: scanner@customer.example\nTo: {DESK}\nSubject: Scan\nMessage-ID: <s@customer.example>",
                 entity('Content-Type: application/pdf; name="SCAN0001.PDF"\nContent-Transfer-Encoding: base64', b"JVBERi0xLjQKJSVFT0Y=")),
        axes={"client": "scanner", "kind": "empty with file"}, author="scanner@customer.example",
        files=(("SCAN0001.PDF", "application/pdf"),),
    )  # fmt: skip
    yield Sample(
        name="a message of a phone network, picture and text",
        raw=mail(f"From: 15550100@mms.customer.example\nTo: {DESK}\nMessage-ID: <mms1@customer.example>\nX-Mms-Message-Type: 0x80",
                 bundle("related", "mms", entity("Content-Type: application/smil", b"<smil><body/></smil>"),
                        text("broken, see picture\n"), file_part("photo.jpg", "image/jpeg", JPEG), file_part("x.pdf", "application/pdf", PDF),
                        more='; type="application/smil"')),
        axes={"client": "mms", "language": "en", "kind": "new"}, author="15550100@mms.customer.example",
        sees=("broken, see picture",),
        files=(("attachment-1.bin", "application/smil"), ("photo.jpg", "image/jpeg"), ("x.pdf", "application/pdf")),
    )  # fmt: skip


SAMPLES = [*_western(), *_eastern()]
