"""Gmail in the browser: UTF-8, quoted-printable, the answer above, the past in a `gmail_quote` in the language of the user."""

from __future__ import annotations

import html
from collections.abc import Callable

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, Quoted, in_divs, with_breaks

_STYLE = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
_CS_DAYS = ("po", "út", "st", "čt", "pá", "so", "ne")
_JA_DAYS = "月火水木金土日"
_ZH_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def _gmail_en(letter: Letter) -> bytes:
    """Gmail in English."""
    return _gmail(letter, _attribution_en)


def _gmail_cs(letter: Letter) -> bytes:
    """Gmail in Czech."""
    return _gmail(letter, _attribution_cs)


def _gmail_zh(letter: Letter) -> bytes:
    """Gmail in simplified Chinese."""
    return _gmail(letter, _attribution_zh)


def _gmail_ja(letter: Letter) -> bytes:
    """Gmail in Japanese."""
    return _gmail(letter, _attribution_ja)


def _gmail_away(letter: Letter) -> bytes:
    """What Gmail answers for somebody on holiday (RFC 3834; the second field is its own)."""
    fields = [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"), ("Precedence", "bulk")]
    return wire.mail(letter, "utf-8", fields, wire.text(letter.text + "\n"))


def _attribution_ja(quoted: Quoted) -> str:
    day = quoted.when
    written = f"{day.year}年{day.month}月{day.day}日({_JA_DAYS[day.weekday()]}) {day:%H:%M}"
    return f"{written} {quoted.author.name} <{quoted.author.address}>:"


def _attribution_en(quoted: Quoted) -> str:
    day = quoted.when
    clock = f"{day.hour % 12 or 12}:{day:%M} {'AM' if day.hour < 12 else 'PM'}"
    return f"On {day:%a, %b} {day.day}, {day.year} at {clock} {quoted.author.name} <{quoted.author.address}> wrote:"


def _attribution_cs(quoted: Quoted) -> str:
    day = quoted.when
    written = f"{_CS_DAYS[day.weekday()]} {day.day}. {day.month}. {day.year} v {day.hour}:{day:%M}"
    return f"{written} odesílatel {quoted.author.name} <{quoted.author.address}> napsal:"


def _attribution_zh(quoted: Quoted) -> str:
    day = quoted.when
    written = f"于{day.year}年{day.month}月{day.day}日{_ZH_DAYS[day.weekday()]} {day:%H:%M}写道："
    return f"{quoted.author.name} <{quoted.author.address}> {written}"


def _gmail(letter: Letter, attribution: Callable[[Quoted], str]) -> bytes:
    plain = letter.text
    marked_up = f'<div dir="ltr">{letter.html or in_divs(letter.text, letter.files)}</div>'
    if letter.quoted is not None:
        line = attribution(letter.quoted)
        plain = f"{plain}\n\n{line}\n\n{letter.quoted.marked}"
        marked_up += (
            '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
            f'{html.escape(line)}<br></div><blockquote class="gmail_quote" style="{_STYLE}">'
            f"{with_breaks(letter.quoted.text)}</blockquote></div>"
        )
    body = wire.with_files(letter, wire.text(plain + "\n"), wire.text(marked_up + "\n", "html"))
    return wire.mail(letter, "utf-8", [], body)


GMAIL_EN = Program(_gmail_en)
GMAIL_AWAY = Program(_gmail_away)
GMAIL_CS = Program(_gmail_cs)
GMAIL_JA = Program(_gmail_ja)
GMAIL_ZH = Program(_gmail_zh)
