"""Apple Mail on a phone or a Mac: plain and HTML in UTF-8, the past in a `blockquote type="cite"`."""

from __future__ import annotations

import html

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, with_breaks

_HEAD = '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'


def _apple_mail(letter: Letter) -> bytes:
    """Mail on an iPhone, in English."""
    plain = letter.text
    marked_up = letter.html or with_breaks(letter.text, letter.files)
    if letter.quoted is not None:
        day, author = letter.quoted.when, letter.quoted.author
        line = f"On {day.day} {day:%b %Y}, at {day:%H:%M}, {author.name} <{author.address}> wrote:"
        plain = f"{plain}\n\n{line}\n\n{letter.quoted.marked}"
        marked_up += (
            f'<div dir="ltr"><br><blockquote type="cite">{html.escape(line)}<br><br></blockquote></div>'
            f'<blockquote type="cite"><div dir="ltr">{with_breaks(letter.quoted.text)}</div></blockquote>'
        )
    body = wire.with_files(letter, wire.text(plain + "\n"), wire.text(f"{_HEAD}{marked_up}</body></html>\n", "html"))
    return wire.mail(letter, "utf-8", [("X-Mailer", "iPhone Mail (23B85)")], body)


APPLE_MAIL = Program(_apple_mail)
