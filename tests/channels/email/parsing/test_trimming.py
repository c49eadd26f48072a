"""A reply in three parts: nothing is lost, little is wrong, and hostile text takes linear time (sec:C-18)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.channels.email.parsing import trim

TAILS = {
    "gmail en": "On Mon, Mar 4, 2024 at 10:00 AM Support <s@x.org> wrote:\n\n> old\n> older",
    "gmail en wrapped": "On Mon, Mar 4, 2024 at 10:00 AM A Very Long Name Indeed <\nsupport@example.org> wrote:\n\n> old\n> older",
    "gmail zh": "Support <s@x.org> 于2024年3月5日周二 10:00写道：\n\n> 旧\n> 旧",
    "gmail zh other": "在 2024年3月5日周二 10:00，Support <s@x.org>写道：\n> 旧\n> 旧",
    "gmail zh-tw": "Support <s@x.org> 於 2024年3月5日 週二 上午10:00寫道：\n\n> 舊\n> 舊",
    "gmail ru": "вт, 5 мар. 2024 г. в 10:00, Support <s@x.org>:\n\n> старое\n> x",
    "gmail cs": "út 5. 3. 2024 v 10:00 odesílatel Podpora <s@x.org> napsal:\n\n> staré\n> x",
    "gmail de": "Am Di., 5. März 2024 um 10:00 Uhr schrieb Support <s@x.org>:\n\n> alt\n> x",
    "gmail fr": "Le mar. 5 mars 2024 à 10:00, Support <s@x.org> a écrit :\n\n> vieux\n> x",
    "gmail es": "El mar, 5 mar 2024 a las 10:00, Support (<s@x.org>) escribió:\n\n> viejo\n> x",
    "gmail ja": "2024年3月5日(火) 10:00 Support <s@x.org>:\n\n> 古い\n> x",
    "gmail ko": "2024년 3월 5일 (화) 오전 10:00, Support <s@x.org>님이 작성:\n\n> x\n> y",
    "thunderbird en": "On 05.03.2024 10:00, Support wrote:\n> old\n> x",
    "thunderbird cs": "Dne 5. 3. 2024 v 10:00 Podpora napsal(a):\n> staré\n> x",
    "thunderbird ru": "05.03.2024 10:00, Support пишет:\n> старое\n> x",
    "apple cs": "5. 3. 2024 v 10:00, Podpora <s@x.org>:\n\n> staré\n> x",
    "apple de": "Am 05.03.2024 um 10:00 schrieb Support <s@x.org>:\n\n> alt\n> x",
    "163": '在 2024-03-05 10:00:00，"Support" <s@x.org> 写道：\n\n旧的内容\n第二行',
    "163 en": 'At 2024-03-05 10:00:00, "Support" <s@x.org> wrote:\n\nold\nmore',
    "qq": '------------------ 原始邮件 ------------------\n发件人: "Support" <s@x.org>;\n发送时间: 2024年3月5日\n\n旧',
    "qq with blanks": "------------------\u00a0原始邮件\u00a0------------------\n发件人: x\n旧",
    "foxmail": "发件人： Support\n发送时间： 2024-03-05 10:00\n收件人： Ann\n主题： x\n旧",
    "outlook en": "From: Support <s@x.org>\nSent: Monday, March 4, 2024 10:00 AM\nTo: Ann\nSubject: x\n\nold",
    "outlook en ruled": "________________________________\nFrom: Support <s@x.org>\nSent: Monday\nTo: Ann\nSubject: x\n\nold",
    "outlook old": "-----Original Message-----\nFrom: Support\nSent: Monday\nTo: Ann\n\nold",
    "outlook bold": "*From:* Support <s@x.org>\n*Sent:* Monday\n*To:* Ann\n*Subject:* x\n\nold",
    "outlook de": "Von: Support <s@x.org>\nGesendet: Montag\nAn: Ann\nBetreff: x\n\nalt",
    "outlook de old": "-----Ursprüngliche Nachricht-----\nVon: Support\nalt",
    "outlook cs": "Od: Podpora <s@x.org>\nOdesláno: pondělí\nKomu: Ann\nPředmět: x\n\nstaré",
    "outlook ru": "От: Support <s@x.org>\nОтправлено: понедельник\nКому: Ann\nТема: x\n\nстарое",
    "outlook ru old": "-----Исходное сообщение-----\nОт: Support\nстарое",
    "outlook zh": "发件人: Support <s@x.org>\n发送时间: 2024年3月5日\n收件人: Ann\n主题: x\n\n旧",
    "outlook zh-tw": "寄件者: Support <s@x.org>\n寄件日期: 2024年3月5日\n收件者: Ann\n主旨: x\n\n舊",
    "marks alone": "> old\n> older\n>> oldest",
    "our marker": "##- Please write above this line -##\nwhatever",
    "our marker quoted": "> ##- 请在此行上方回复 -##\n> 旧",
    "our marker under an attribution": "On Mon, Mar 4, 2024 at 10:00 AM S <s@x.org> wrote:\n\n##- Pište nad tento řádek -##\nold",
}
ANSWERS = ["Thank you!\n\nIt works now.", "好的，谢谢。", "Спасибо, всё работает.", "Děkuji: funguje to.", "1\n2\n3"]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("name", TAILS)
def test_answer_on_top(name: str, answer: str) -> None:
    split = trim(f"{answer}\n\n{TAILS[name]}\n")
    assert split.visible == answer
    assert split.quoted == TAILS[name]
    assert split.signature == ""


@pytest.mark.parametrize("name", [name for name in TAILS if "\n>" in TAILS[name] or name == "marks alone"])
def test_answer_below(name: str) -> None:
    if "marker" in name:
        return
    split = trim(f"{TAILS[name]}\n\nMy answer\nin two lines\n")
    assert split.visible == "My answer\nin two lines"
    assert split.quoted == TAILS[name]


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn\nAcme",
        "--\nAnn",
        "Sent from my iPhone",
        "Sent from my Galaxy",
        "Get Outlook for iOS",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "发自我的 iPhone",
        "发自我的小米手机",
        "Отправлено с iPhone",
        "Odesláno z iPhonu",
        "Odesláno z mého telefonu",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "iPhoneから送信",
    ],
)
def test_signatures(signature: str) -> None:
    assert trim(f"Hello\n\n{signature}\n").signature == signature
    split = trim(f"Hello\n\n{signature}\n\nOn Mon, Mar 4, 2024 at 10:00 AM S <s@x.org> wrote:\n> old\n> x\n")
    assert (split.visible, split.signature) == ("Hello", signature)


@pytest.mark.parametrize(
    "text",
    [
        "From: here you can see it.\nThe second line.",
        "On Monday your colleague wrote:\nplease restart, and I did",
        "He wrote 5 lines:\nno more",
        "Steps:\n1. a\n2. b",
        "a\n-----\nb\n" * 30,
        "C:\\> dir\nfiles",
        "> is a sign\nthat I use",
        "Note: sent from the office\nmore text\nand more\nand more\nstill",
        "Hello\n---------- Forwarded message ---------\nFrom: a\nDate: b\nTo: c\nSubject: d\n\nthe matter",
        "Begin forwarded message:\n\nFrom: a\nDate: b\nTo: c\nSubject: d\n\nthe matter",
        "> all\n> quoted",
        "-- \nonly a signature",
        "",
        "\n\n",
    ],
)
def test_own_words_stay(text: str) -> None:
    split = trim(text)
    assert split.visible == text.strip("\n")
    assert split.quoted == ""


@pytest.mark.parametrize(
    "words", ["Forwarded messages get lost here.", "Messaggio inoltratore rotto.", "Пересылаемое сообщениеце"]
)
def test_words_about_forwarding_are_no_forward(words: str) -> None:
    split = trim(f"{words}\n\nOn Mon, Mar 4, 2024 at 10:00 AM S <s@x.org> wrote:\n> old\n> x\n")
    assert split.visible == words
    assert "> old" in split.quoted


@pytest.mark.parametrize("name", ["gmail en", "thunderbird ru", "apple de", "marks alone"])
def test_a_signature_below_the_quotation(name: str) -> None:
    split = trim(f"Hello\n\n{TAILS[name]}\n\n-- \nAnn\nAcme\n")
    assert (split.visible, split.quoted, split.signature) == ("Hello", TAILS[name], "-- \nAnn\nAcme")


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                [
                    "> a",
                    ">",
                    "",
                    "-- ",
                    "On 1.1.2024 10:00, a@b wrote:",
                    "From: x",
                    "To: y",
                    "Subject: z",
                    "-----Original Message-----",
                    "##- x -##",
                    "Sent from my phone",
                ]
            ),
        ),
        max_size=30,
    )
)
def test_nothing_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    split = trim(text)
    wanted = sorted(line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line)
    found = sorted(line for part in (split.visible, split.quoted, split.signature) for line in part.split("\n") if line)
    assert found == wanted


HOSTILE = {
    "marks": ">" * 1_000_000,
    "marked lines": "> \n" * 333_333,
    "bare marks": ">\n" * 500_000,
    "bq": "bq" * 500_000,
    "blanks": " " * 1_000_000,
    "empty lines": "\n" * 1_000_000,
    "attributions": "On 1 wrote\n" * 90_000,
    "header lines": "From: x\n" * 120_000,
    "header pairs": "From: x\n\nTo: y\n" * 60_000,
    "rules": "-----\n" * 160_000,
    "long rules": ("_" * 190 + "\n") * 5_000,
    "colons": ":\n" * 500_000,
    "changing": ">\nb\n" * 250_000,
    "signatures": "Sent from\n" * 100_000,
    "dates": "2024年1月1日 " * 80_000,
    "open addresses": "1.1.2024 <a@\n" * 70_000,
    "nearly a separator": (" " * 20 + "-" * 60 + " " * 20 + "x\n") * 9_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_takes_a_second(name: str) -> None:
    start = time.process_time()
    trim(HOSTILE[name])
    assert time.process_time() - start < 1.5
