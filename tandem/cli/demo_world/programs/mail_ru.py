"""Mail.ru with an old profile: KOI8-R in base64, the past in a blue-lined quotation attributed with weekday and zone."""

from __future__ import annotations

import html

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, Quoted, with_breaks

_DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")
_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_STYLE = "border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;"


def _mail_ru(letter: Letter) -> bytes:
    """Mail.ru in the browser."""
    plain = letter.text
    marked_up = letter.html or with_breaks(letter.text, letter.files)
    if letter.quoted is not None:
        line = _attribution(letter.quoted)
        plain = f"{plain}\n\n\n>{line}\n>\n{letter.quoted.marked}"
        marked_up += (
            f'<br><br><blockquote type="cite" style="{_STYLE}">\n{html.escape(line)}<br>\n&nbsp;\n'
            f'<div><div class="js-helper">{with_breaks(letter.quoted.text)}</div></div></blockquote>'
        )
    body = wire.with_files(
        letter,
        wire.text(plain + "\n", charset="koi8-r", encoding="base64"),
        wire.text(f"\n<HTML><BODY>{marked_up}</BODY></HTML>\n", "html", charset="koi8-r", encoding="base64"),
    )
    return wire.mail(letter, "koi8-r", [("X-Mailer", "Mail.Ru Mailer 1.0"), ("X-Priority", "3 (Normal)")], body)


def _attribution(quoted: Quoted) -> str:
    day = quoted.when
    zone = f"{day:%z}"
    written = (
        f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}, {day:%H:%M} {zone[:3]}:{zone[3:]}"
    )
    return f"{written} от {quoted.author.name} <{quoted.author.address}>:"


MAIL_RU = Program(_mail_ru)
