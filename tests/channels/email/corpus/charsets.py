"""Letters as they really come: under wrong names, under none, in halves, and in raw header fields (sec:C-03, C-04)."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.channels.email.corpus.sample import Sample
from tests.channels.email.corpus.talk import DESK
from tests.channels.email.corpus.writing import b_word, entity, mail

RU = "Здравствуйте, мой заказ до сих пор не пришёл, помогите пожалуйста."
CS = "Dobrý den, objednávka stále nepřišla, prosím pomozte mi. Žluťoučký kůň úpěl ďábelské ódy."
ZH = "您好，我的订单还没有到，请帮我查一下物流，谢谢。"
TW = "您好，我的訂單還沒有到，請幫我查一下物流，謝謝。"
JA = "お世話になっております。注文がまだ届いていません。"
KO = "안녕하세요. 주문한 물건이 아직 오지 않았습니다. 확인 부탁드립니다."
DE = "Grüße aus Köln: Das Päckchen für Frau Öztürk kostet 5 € – „sofort“."


def lies(name: str, octets: bytes, label: str, *sees: str, problems: tuple[str, ...] = ()) -> Sample:
    """A body in some charset under a label; an empty one is none at all."""
    type_ = f"text/plain; charset={label}" if label else "text/plain"
    return Sample(
        name=f"charset: {name}",
        raw=mail(f"From: kim@customer.example\nTo: {DESK}\nSubject: x\nMessage-ID: <c@customer.example>",
                 entity(f"Content-Type: {type_}\nContent-Transfer-Encoding: 8bit", octets)),
        axes={"client": "any", "broken": "charset"},
        sees=sees,
        problems=problems,
    )  # fmt: skip


_PROBLEM = ("charset",)


def _bodies() -> Iterator[Sample]:
    yield lies("gb2312 that holds signs of gbk", "朱镕基路5號，订单".encode("gbk"), "gb2312", "朱镕基路5號，订单")
    yield lies("gbk that holds signs of gb18030", "𠮷野家 \u3447 订单".encode("gb18030"), "gbk", "𠮷野家 \u3447 订单")
    yield lies("hz", ZH.encode("hz"), "hz-gb-2312", ZH)
    yield lies("big5 with signs of hong kong", "係咁先，啲貨呢".encode("big5hkscs"), "big5", "係咁先，啲貨呢")
    yield lies("big5 under gb2312", TW.encode("big5") * 3, "gb2312", "訂單還沒有到", problems=_PROBLEM)
    yield lies("utf-8 under gb2312", (ZH * 3).encode(), "gb2312", ZH)
    yield lies("gb18030 under utf-8", (ZH * 3).encode("gb18030"), "utf-8", ZH, problems=_PROBLEM)
    yield lies(
        "shift_jis with the makers' signs", "①㈱髙橋～ 届きません".encode("cp932"), "shift_jis", "①㈱髙橋～ 届きません"
    )
    yield lies(
        "shift_jis that ends in half a sign", JA.encode("cp932") * 3 + b"\x93", "shift_jis", JA, problems=_PROBLEM
    )
    yield lies("iso-2022-jp that ends in its escape", b"\x1b$B$*@$OC$K$J$C$F", "iso-2022-jp", "お世話になって")
    yield lies(
        "iso-2022-jp with half a sign", b"\x1b$B$*@$OC$K$J$C$F$", "iso-2022-jp", "お世話になって", problems=_PROBLEM
    )
    yield lies("iso-2022-jp with katakana of half width", b"\x1b(I6@6\x1b(B ok", "iso-2022-jp", "ok")
    yield lies("iso-2022-jp under none", JA.encode("iso-2022-jp"), "", JA)
    yield lies("euc-jp", JA.encode("euc-jp"), "euc-jp", JA)
    yield lies("euc-kr with signs of its successor", "똠방각하 샾".encode("cp949"), "euc-kr", "똠방각하 샾")
    yield lies("iso-2022-kr", KO.encode("iso2022_kr"), "iso-2022-kr", KO)
    yield lies("koi8-r under its name", RU.encode("koi8-r"), "koi8-r", RU)
    yield lies("windows-1251 under none", RU.encode("cp1251"), "", RU, problems=_PROBLEM)
    yield lies("koi8-r under none", RU.encode("koi8-r"), "", RU, problems=_PROBLEM)
    yield lies("koi8-r under windows-1251", (RU * 3).encode("koi8-r"), "windows-1251", RU, problems=_PROBLEM)
    yield lies("windows-1251 under koi8-r", (RU * 3).encode("cp1251"), "koi8-r", RU, problems=_PROBLEM)
    yield lies("windows-1251 under latin-1", (RU * 3).encode("cp1251"), "iso-8859-1", RU, problems=_PROBLEM)
    yield lies("koi8-u", "Доброго дня, їжак і ґанок".encode("koi8-u"), "koi8-u", "їжак і ґанок")
    yield lies("cp866", RU.encode("cp866"), "ibm866", RU)
    yield lies("iso-8859-5", RU.encode("iso-8859-5"), "iso-8859-5", RU)
    yield lies("windows-1250", CS.encode("cp1250"), "windows-1250", CS)
    yield lies("iso-8859-2", CS.encode("iso-8859-2"), "iso-8859-2", CS)
    yield lies("windows-1250 under iso-8859-2", CS.encode("cp1250"), "iso-8859-2", CS)
    yield lies("windows-1250 under none", CS.encode("cp1250"), "", "objednávka", problems=_PROBLEM)
    yield lies("latin-1 that holds signs of windows", DE.encode("cp1252"), "iso-8859-1", DE)
    yield lies("latin-9", "5 € für Œuvre".encode("iso-8859-15"), "iso-8859-15", "5 € für Œuvre")
    yield lies("macintosh", "Grüße „sofort“".encode("mac_roman"), "macintosh", "Grüße „sofort“")
    yield lies(
        "windows-1254 of turkey", "İstanbul'dan şikâyet, ğ".encode("cp1254"), "iso-8859-9", "İstanbul'dan şikâyet, ğ"
    )
    yield lies("utf-8 under latin-1", CS.encode(), "iso-8859-1", CS)
    yield lies("utf-8 under us-ascii", CS.encode(), "us-ascii", CS)
    yield lies("utf-8 under none", CS.encode(), "", CS)
    yield lies("utf-8 with a mark", b"\xef\xbb\xbf" + CS.encode(), "utf-8", CS)
    yield lies("utf-8 cut in a sign", (RU * 3).encode()[:-2], "utf-8", "Здравствуйте", problems=_PROBLEM)
    yield lies("utf-8 with one octet of latin-1", (CS * 3).encode() + b" \xe9", "utf-8", CS, problems=_PROBLEM)
    yield lies("utf-16 with a mark", CS.encode("utf-16"), "utf-16", CS)
    yield lies("utf-16 under none", CS.encode("utf-16"), "", CS)
    yield lies(
        "overlong utf-8", b"a \xc0\xaf\xe0\x80\xaf b and more words", "utf-8", "and more words", problems=_PROBLEM
    )
    yield lies("a lone surrogate", b"lone \xed\xa0\x80 one", "utf-8", "lone", problems=_PROBLEM)
    yield lies("NUL", b"a\0b and more", "utf-8", "a\ufffdb and more", problems=("control_characters",))
    yield lies("escapes of terminals", b"a \x1b[31mred\x1b[0m", "us-ascii", "red", problems=("control_characters",))
    yield lies("noncharacters", "x \ufffe y".encode(), "utf-8", "x \ufffd y", problems=("control_characters",))
    yield lies("utf-7 stays as it is", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "utf-7", "+ADw-script+AD4-")
    yield lies("the other name of utf-7", b"+ADw-b+AD4- x", "unicode-1-1-utf-7", "+ADw-b+AD4- x")
    yield lies("a name that is none", b"plain words", "x-unknown", "plain words")
    yield lies("a name that is none, over utf-8", CS.encode(), "x-unknown", CS, problems=_PROBLEM)
    yield lies("python's own transformations", b"cyncbg jbeqf", "rot13", "cyncbg jbeqf")
    yield lies("a name of a megabyte", b"plain words", "x" * 200_000, "plain words")
    yield lies("two names", b"plain words", "utf-8; charset=utf-7", "plain words")


def _headers() -> Iterator[Sample]:
    for name, subject, seen in (
        (
            "koi8-r in raw octets",
            "Вопрос по заказу номер пять, срочно".encode("koi8-r"),
            "Вопрос по заказу номер пять, срочно",
        ),
        (
            "windows-1251 in raw octets",
            "Вопрос по заказу номер пять, срочно".encode("cp1251"),
            "Вопрос по заказу номер пять, срочно",
        ),
        (
            "gb18030 in raw octets",
            "关于订单四七一一的问题，请帮忙查一下物流情况".encode("gb18030"),
            "关于订单四七一一的问题，请帮忙查一下物流情况",
        ),
        ("utf-8 in raw octets", "Objednávka nepřišla".encode(), "Objednávka nepřišla"),
        (
            "two words cut in a sign",
            b"=?utf-8?B?"
            + base64.b64encode("你好吗".encode()[:4])
            + b"?= =?utf-8?B?"
            + base64.b64encode("你好吗".encode()[4:])
            + b"?=",
            "你好吗",
        ),
        (
            "iso-2022-jp, each word closed",
            f"{b_word('注文', 'iso-2022-jp')}\r\n {b_word('4711', 'iso-2022-jp')}".encode(),
            "注文4711",
        ),
        ("gb2312 with signs of gbk", b_word("镕基路", "gbk", "gb2312").encode(), "镕基路"),
        ("a language behind the charset", b"=?utf-8*cs?Q?nep=C5=99i=C5=A1la?=", "nepřišla"),
        ("blanks within a word", b"=?utf-8?Q?two words here?=", "two words here"),
        ("a word in quotes", b'"=?utf-8?Q?nep=C5=99i=C5=A1la?="', '"nepřišla"'),
        ("a word without an end", b"=?utf-8?Q?never ends", "=?utf-8?Q?never ends"),
        ("no padding", b"=?utf-8?B?YWI?=", "ab"),
        ("an unknown charset", b"=?x-none?Q?a=20b?=", "a b"),
        ("utf-7 in a word", b"=?utf-7?Q?+ADw-b+AD4-?=", "+ADw-b+AD4-"),
    ):
        raw = (
            b"From: kim@customer.example\r\nTo: "
            + DESK.encode()
            + b"\r\nMessage-ID: <h@customer.example>\r\nSubject: "
            + subject
        )
        yield Sample(name=f"subject: {name}", raw=raw + b"\r\n\r\nwords\r\n", axes={"client": "any", "broken": "header charset"},
                     subject=seen, sees=("words",))  # fmt: skip


SAMPLES = [*_bodies(), *_headers()]
