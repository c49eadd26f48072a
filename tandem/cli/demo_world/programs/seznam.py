"""Seznam Email: Windows-1250, quoted-printable, the past under its Czech title."""

from __future__ import annotations

import html

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, Quoted, with_breaks

_TITLE = "---------- Původní e-mail ----------"


def _seznam(letter: Letter) -> bytes:
    """Seznam Email in the browser."""
    plain = letter.text
    marked_up = letter.html or with_breaks(letter.text, letter.files)
    if letter.quoted is not None:
        fields = _fields(letter.quoted)
        block = "\n".join(f"{name}: {value}" for name, value in fields)
        plain = f"{plain}\n\n{_TITLE}\n{block}\n{letter.quoted.marked}"
        written = "<br>\n".join(f"{name}: {html.escape(value)}" for name, value in fields)
        marked_up += (
            f"<br><br><aside>\n{_TITLE}<br>\n{written}<br>\n</aside><br>"
            f'<blockquote data-email="{html.escape(letter.quoted.author.address)}">{with_breaks(letter.quoted.text)}</blockquote>'
        )
    body = wire.with_files(
        letter,
        wire.text(plain + "\n", charset="windows-1250"),
        wire.text(f"<html><body>{marked_up}</body></html>\n", "html", charset="windows-1250"),
    )
    return wire.mail(letter, "windows-1250", [("X-Mailer", "szn-ebox-5.0")], body)


def _fields(quoted: Quoted) -> list[tuple[str, str]]:
    day = quoted.when
    return [
        ("Od", f"{quoted.author.name} <{quoted.author.address}>"),
        ("Komu", quoted.to.address),
        ("Datum", f"{day.day}. {day.month}. {day.year} {day.hour}:{day:%M:%S}"),
        ("Předmět", quoted.subject),
    ]


SEZNAM = Program(_seznam)
