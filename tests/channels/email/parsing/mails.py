"""Synthetic mails in the manner of many programs and languages, each with what must be seen in it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sample:
    """`expected` names attributes of ParsedMail; `has` are pieces of `visible_text`, `has_not` of it too."""

    name: str
    raw: bytes
    expected: dict[str, Any] = field(default_factory=dict)
    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
    author: str | None = "ann@example.org"
    kind: str = "ordinary"
    problems: tuple[str, ...] = ()


def mail(*header: str, body: bytes | str = b"", charset: str = "utf-8") -> bytes:
    """A mail with a usable From and Message-ID in front of the given fields."""
    given = [line.partition(":")[0].lower() for line in header]
    start = [] if "from" in given else ["From: Ann <ann@example.org>"]
    start += [] if "message-id" in given else ["Message-ID: <m1@example.org>"]
    content = body if isinstance(body, bytes) else body.encode(charset)
    return "\r\n".join([*start, *header]).encode() + b"\r\n\r\n" + content


def word(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def alternative(text: str, html: str, *header: str, charset: str = "utf-8") -> bytes:
    body = (
        f"--alt\r\nContent-Type: text/plain; charset={charset}\r\n\r\n{text}\r\n"
        f"--alt\r\nContent-Type: text/html; charset={charset}\r\n\r\n{html}\r\n--alt--\r\n"
    )
    return mail('Content-Type: multipart/alternative; boundary="alt"', *header, body=body, charset=charset)


ENGLISH = [
    Sample(
        "plain with a quotation on top answer",
        mail(
            "To: support@localhost",
            "Subject: Re: Order 5",
            "In-Reply-To: <a@x.org>",
            "References: <z@x.org> <a@x.org>",
            body="Thank you, it works.\r\n\r\nOn Mon, 4 Mar 2024 at 10:00, Support <support@localhost>\r\nwrote:\r\n\r\n"
            "> Try again\r\n> please\r\n",
        ),
        {"in_reply_to": "<a@x.org>", "references": ["<z@x.org>", "<a@x.org>"], "visible_text": "Thank you, it works."},
    ),
    Sample(
        "gmail html",
        alternative(
            "Yes please\r\n\r\nOn Mon, Mar 4, 2024 at 10:00 AM Support <s@x.org> wrote:\r\n> hi",
            '<div dir="ltr">Yes please</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 4, 2024'
            ' at 10:00 AM Support &lt;s@x.org&gt; wrote:<br></div><blockquote class="gmail_quote">hi</blockquote></div>',
        ),
        {"visible_text": "Yes please"},
    ),
    Sample(
        "outlook desktop html",
        alternative(
            "Done.\r\n\r\nFrom: Support <s@x.org>\r\nSent: Monday, March 4, 2024 10:00 AM\r\nTo: Ann\r\nSubject: hi\r\n\r\nold",
            '<div class="WordSection1"><p class="MsoNormal">Done.</p><div><div style=\'border:none;border-top:solid #E1E1E1 1.0pt;'
            "padding:3.0pt 0in 0in 0in'><p><b>From:</b> Support &lt;s@x.org&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br>"
            "<b>Subject:</b> hi</p></div></div><p>old</p></div>",
        ),
        {"visible_text": "Done."},
    ),
    Sample(
        "outlook web html",
        mail(
            "Content-Type: text/html; charset=utf-8",
            body='<div>New</div><hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> x<br><b>Sent:</b> y</div><div>old</div>',
        ),
        {"visible_text": "New"},
        has_not=("old",),
    ),
    Sample(
        "thunderbird below the quotation",
        alternative(
            "On 04.03.2024 10:00, Support wrote:\r\n> hi\r\n> there\r\n\r\nMy answer\r\n",
            '<div class="moz-cite-prefix">On 04.03.2024 10:00, Support wrote:<br></div><blockquote type="cite"'
            ' cite="mid:x">hi there</blockquote><p>My answer</p>',
        ),
        {"visible_text": "My answer"},
    ),
    Sample(
        "apple mail between the lines",
        mail(
            body="Hello,\r\n\r\n> first?\r\n> really?\r\n\r\nYes.\r\n\r\n> second?\r\n> hm\r\n\r\nNo.\r\n\r\n> third\r\n> end\r\n"
        ),
        has=("first?", "Yes.", "No."),
        has_not=("third",),
    ),
    Sample(
        "phone signature",
        mail(body="ok\r\n\r\nSent from my iPhone\r\n"),
        {"visible_text": "ok", "signature": "Sent from my iPhone"},
    ),
    Sample(
        "signature after the separator",
        mail(body="ok\r\n\r\n-- \r\nAnn Smith\r\nAcme\r\n"),
        {"visible_text": "ok", "signature": "-- \nAnn Smith\nAcme"},
    ),
    Sample(
        "a forward stays whole",
        mail(
            body="---------- Forwarded message ---------\r\nFrom: Bob <b@x.org>\r\nDate: Mon\r\nSubject: s\r\nTo: a\r\n\r\n"
            "the matter\r\n"
        ),
        has=("the matter",),
    ),
    Sample(
        "html only",
        mail("Content-Type: text/html", body="<p>Hi <b>there</b></p><script>x</script>"),
        {"text": "Hi there"},
    ),
    Sample("mbox line and empty lines before", b"\r\nFrom x@y Mon Jan 1\r\n" + mail(body="x"), {"text": "x"}),
    Sample(
        "bare line feeds", mail("Subject: a", body="x\ny").replace(b"\r\n", b"\n"), {"subject": "a", "text": "x\ny"}
    ),
    Sample(
        "bare carriage returns",
        mail("Subject: a", body="x\ny").replace(b"\r\n", b"\r").replace(b"\n", b"\r"),
        {"subject": "a"},
    ),
]

CHINESE = [
    Sample(
        "gb18030 under the name gb2312",
        mail(
            f"From: {word('王小明', 'gb18030')} <ann@example.org>",
            f"Subject: {word('网络不通，请帮忙镕', 'gb18030').replace('gb18030', 'gb2312')}",
            "Content-Type: text/plain; charset=gb2312",
            body="您好，镕基路的网络不通。\r\n",
            charset="gb18030",
        ),
        {"subject": "网络不通，请帮忙镕", "text": "您好，镕基路的网络不通。\n"},
    ),
    Sample(
        "163 answer",
        mail(
            "Content-Type: text/plain; charset=GBK",
            body='好的，谢谢\r\n\r\n在 2024-03-05 10:00:00，"客服" <support@localhost> 写道：\r\n\r\n请重启\r\n',
            charset="gbk",
        ),
        {"visible_text": "好的，谢谢"},
    ),
    Sample(
        "qq answer",
        alternative(
            "收到\r\n\r\n------------------ 原始邮件 ------------------\r\n发件人: x\r\n",
            "<div>收到</div><div><includetail><div>------------------&nbsp;原始邮件&nbsp;------------------</div>旧</includetail></div>",
            charset="gb18030",
        ),
        {"visible_text": "收到"},
    ),
    Sample(
        "gmail in chinese",
        mail(
            "Content-Type: text/plain; charset=utf-8",
            body="可以了\r\n\r\nSupport <s@x.org> 于2024年3月5日周二 10:00写道：\r\n\r\n> 旧\r\n> 信\r\n",
        ),
        {"visible_text": "可以了"},
    ),
    Sample(
        "phone signature in chinese",
        mail(body="好\r\n\r\n发自我的 iPhone\r\n"),
        {"visible_text": "好", "signature": "发自我的 iPhone"},
    ),
    Sample(
        "no charset named",
        mail(body="您好，我的订单还没有到，请帮我查一下，谢谢。".encode("gb18030")),
        {"text": "您好，我的订单还没有到，请帮我查一下，谢谢。"},
        problems=("charset",),
    ),
    Sample("big5", mail("Content-Type: text/plain; charset=big5", body="您好嗎", charset="big5"), {"text": "您好嗎"}),
    Sample(
        "split in the middle of a character",
        mail("Subject: =?utf-8?B?5L2g5aU=?= =?utf-8?B?veWQlw==?="),
        {"subject": "你好吗"},
    ),
]

RUSSIAN = [
    Sample(
        "koi8-r",
        mail(
            f"Subject: {word('Заказ не пришёл', 'koi8-r')}",
            "Content-Type: text/plain; charset=koi8-r",
            body="Где мой заказ?",
            charset="koi8-r",
        ),
        {"subject": "Заказ не пришёл", "text": "Где мой заказ?"},
    ),
    Sample(
        "utf-8 unnamed, with one octet that is not",
        mail(body=("Здравствуйте, мой заказ до сих пор не пришёл, помогите. " * 20).encode() + b"\xff"),
        has=("Здравствуйте, мой заказ до сих пор не пришёл, помогите.",),
        problems=("charset",),
    ),
    Sample(
        "utf-8 with a picture in two surrogates",
        mail(
            "Content-Type: text/plain; charset=utf-8",
            body="Příliš žluťoučký kůň ".encode() + b"\xed\xa0\xbd\xed\xb8\x80",
        ),
        {"text": "Příliš žluťoučký kůň 😀"},
        problems=("charset",),
    ),
    Sample(
        "a picture in two surrogates, unnamed",
        mail(body="Здравствуйте ".encode() + b"\xed\xa0\xbd\xed\xb8\x80"),
        {"text": "Здравствуйте 😀"},
        problems=("charset",),
    ),
    Sample(
        "windows-1251 unnamed",
        mail(body="Здравствуйте, мой заказ до сих пор не пришёл, помогите.".encode("cp1251")),
        {"text": "Здравствуйте, мой заказ до сих пор не пришёл, помогите."},
        problems=("charset",),
    ),
    Sample(
        "raw koi8-r in the subject",
        b"From: ann@example.org\r\nMessage-ID: <m1@x>\r\nSubject: "
        + "Вопрос по заказу номер пять, срочно".encode("koi8-r")
        + b"\r\n\r\n",
        {"subject": "Вопрос по заказу номер пять, срочно"},
    ),
    Sample(
        "yandex answer",
        mail(body='Спасибо!\r\n\r\n05.03.2024, 10:00, "Поддержка" <s@x.org>:\r\n> старое\r\n> письмо\r\n'),
        {"visible_text": "Спасибо!"},
    ),
    Sample(
        "mail.ru answer",
        mail(body="Да\r\n\r\nВторник, 5 марта 2024, 10:00 +03:00 от Support <s@x.org> написал:\r\n\r\nстарое\r\n"),
        {"visible_text": "Да"},
    ),
    Sample(
        "outlook in russian",
        mail(
            body="Готово\r\n\r\nОт: Поддержка <s@x.org>\r\nОтправлено: 5 марта\r\nКому: Анна\r\nТема: x\r\n\r\nстарое\r\n"
        ),
        {"visible_text": "Готово"},
    ),
]

CZECH = [
    Sample(
        "gmail in czech",
        mail(
            body="Děkuji\r\n\r\nút 5. 3. 2024 v 10:00 odesílatel Podpora <s@x.org> napsal:\r\n\r\n> staré\r\n> dopis\r\n"
        ),
        {"visible_text": "Děkuji"},
    ),
    Sample(
        "iso-8859-2",
        mail("Content-Type: text/plain; charset=iso-8859-2", body="Žluťoučký kůň", charset="iso-8859-2"),
        {"text": "Žluťoučký kůň"},
    ),
    Sample(
        "outlook in czech",
        mail(
            body="Hotovo\r\n\r\nOd: Podpora <s@x.org>\r\nOdesláno: pondělí\r\nKomu: Anna\r\nPředmět: x\r\n\r\nstaré\r\n"
        ),
        {"visible_text": "Hotovo"},
    ),
    Sample(
        "phone signature in czech", mail(body="ano\r\n\r\nOdesláno z iPhonu\r\n"), {"signature": "Odesláno z iPhonu"}
    ),
]

OTHERS = [
    Sample(
        "german outlook",
        mail(body="Danke\r\n\r\nVon: Support <s@x.org>\r\nGesendet: Montag\r\nAn: Anna\r\nBetreff: x\r\n\r\nalt\r\n"),
        {"visible_text": "Danke"},
    ),
    Sample(
        "german attribution",
        mail(body="Danke\r\n\r\nAm 05.03.2024 um 10:00 schrieb Support:\r\n> alt\r\n> mehr\r\n"),
        {"visible_text": "Danke"},
    ),
    Sample(
        "latin-1 with a euro sign",
        mail("Content-Type: text/plain; charset=iso-8859-1", body=b"5 \x80 f\xfcr \x84alles\x93"),
        {"text": "5 € für „alles“"},
    ),
    Sample(
        "iso-2022-jp",
        mail(
            f"Subject: {word('注文について', 'iso-2022-jp')}",
            "Content-Type: text/plain; charset=iso-2022-jp",
            body="こんにちは。①番の商品です。".encode("iso2022_jp_ext", "replace"),
        ),
        {"subject": "注文について"},
        has=("こんにちは。",),
    ),
    Sample(
        "shift_jis with the maker's signs",
        mail("Content-Type: text/plain; charset=shift_jis", body="①～②", charset="cp932"),
        {"text": "①～②"},
    ),
    Sample(
        "iso-2022-jp unnamed",
        mail(body="お世話になっております。".encode("iso-2022-jp")),
        {"text": "お世話になっております。"},
    ),
    Sample(
        "korean",
        mail("Content-Type: text/plain; charset=ks_c_5601-1987", body="안녕하세요 똠", charset="cp949"),
        {"text": "안녕하세요 똠"},
    ),
    Sample(
        "utf-8 under another name",
        mail("Content-Type: text/plain; charset=iso-8859-1", body="žluť – čau".encode()),
        {"text": "žluť – čau"},
    ),
    Sample(
        "flowed",
        mail(
            "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes",
            body="one \r\ntwo \r\nthree\r\n> q \r\n> r\r\n-- \r\nme\r\n",
        ),
        {"text": "onetwothree\n> qr\n-- \nme\n"},
    ),
    Sample(
        "flowed with blanks kept",
        mail("Content-Type: text/plain; format=flowed", body="one \r\ntwo\r\n from\r\n"),
        {"text": "one two\nfrom\n"},
    ),
    Sample(
        "quoted-printable and base64 bodies",
        mail(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=C4=9B=\r\nb\r\n"
            "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nxI0=\r\n--b--\r\n",
        ),
        {"text": "aěb\nč"},
    ),
]

ALL = [*ENGLISH, *CHINESE, *RUSSIAN, *CZECH, *OTHERS]
