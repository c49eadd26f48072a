"""QQ Mail: GB18030 in base64, plain and HTML, the past in a grey box under a dashed title."""

from __future__ import annotations

import html

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, Quoted, in_divs, with_breaks

_DAYS = "一二三四五六日"
_TITLE = "------------------&nbsp;原始邮件&nbsp;------------------"
_BOX = "font-size: 12px;background:#efefef;padding:8px;"


def _qq(letter: Letter) -> bytes:
    """QQ Mail in the browser."""
    plain = letter.text
    marked_up = letter.html or in_divs(letter.text, letter.files)
    if letter.quoted is not None:
        fields = _fields(letter.quoted)
        block = "\n".join(f'{name}: "{value}";' if name == "主题" else f"{name}: {value};" for name, value in fields)
        plain = f"{plain}\n\n\n\n\n------------------ 原始邮件 ------------------\n{block}\n\n{letter.quoted.text}"
        written = "".join(f"<div><b>{name}:</b>&nbsp;{html.escape(value)};</div>" for name, value in fields)
        marked_up += (
            "<div><br></div><div><br></div>"
            f'<div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">{_TITLE}</div>'
            f'<div style="{_BOX}">{written}</div><div><br></div>{with_breaks(letter.quoted.text)}'
        )
    body = wire.with_files(
        letter,
        wire.text(plain + "\n", charset="gb18030", encoding="base64"),
        wire.text(marked_up + "\n", "html", charset="gb18030", encoding="base64"),
    )
    return wire.mail(letter, "gb18030", [("X-Priority", "3"), ("X-Mailer", "QQMail 2.x")], body)


def _fields(quoted: Quoted) -> list[tuple[str, str]]:
    day = quoted.when
    half = "上午" if day.hour < 12 else "下午"
    clock = f"{half}{day.hour % 12 or 12}:{day:%M}"
    return [
        ("发件人", f'"{quoted.author.name}" <{quoted.author.address}>'),
        ("发送时间", f"{day.year}年{day.month}月{day.day}日(星期{_DAYS[day.weekday()]}) {clock}"),
        ("收件人", f'"{quoted.to.name}" <{quoted.to.address}>'),
        ("主题", quoted.subject),
    ]


QQ = Program(_qq, "回复：")
