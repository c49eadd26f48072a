"""Outlook: HTML first, `RE:`, and the past under a line and a block of header fields (`divRplyFwdMsg`); and its automatic reply."""

from __future__ import annotations

import html

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, Quoted, in_divs, with_breaks

_FONT = "font-family: Aptos, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0)"
_HEAD = (
    '<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">\n'
    '<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>\n</head>\n<body dir="ltr">\n'
)
_MAILER = ("X-Mailer", "Microsoft Outlook 16.0")


def _outlook(letter: Letter) -> bytes:
    """A mail written by a person; western European, as older installations send it."""
    plain = letter.text
    marked_up = f"{_HEAD}{letter.html or in_divs(letter.text, letter.files, _FONT)}\n"
    if letter.quoted is not None:
        fields = _fields(letter.quoted)
        block = "\n".join(f"{name}: {value}" for name, value in fields)
        plain = f"{plain}\n\n________________________________\n{block}\n\n{letter.quoted.text}"
        written = "<br>\n".join(f"<b>{name}:</b> {html.escape(value)}" for name, value in fields)
        marked_up += (
            '<div id="appendonsend"></div>\n'
            '<hr style="display:inline-block;width:98%" tabindex="-1">\n<div id="divRplyFwdMsg" dir="ltr">'
            f'<font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{written}</font>\n<div>&nbsp;</div>\n'
            f"</div>\n<div>{with_breaks(letter.quoted.text)}</div>\n"
        )
    return wire.mail(letter, "iso-8859-1", [_MAILER], _body(letter, plain, f"{marked_up}</body>\n</html>"))


def _outlook_away(letter: Letter) -> bytes:
    """What the server says for somebody who is away (RFC 3834; the second field is Exchange's own)."""
    fields = [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "auto_reply")]
    marked_up = f"{_HEAD}{in_divs(letter.text, (), _FONT)}\n</body>\n</html>"
    return wire.mail(letter, "iso-8859-1", fields, _body(letter, letter.text, marked_up))


def _body(letter: Letter, plain: str, marked_up: str) -> bytes:
    return wire.with_files(
        letter,
        wire.text(plain + "\n", charset="iso-8859-1"),
        wire.text(marked_up + "\n", "html", charset="iso-8859-1"),
    )


def _fields(quoted: Quoted) -> list[tuple[str, str]]:
    day = quoted.when
    clock = f"{day.hour % 12 or 12}:{day:%M} {'AM' if day.hour < 12 else 'PM'}"
    return [
        ("From", f"{quoted.author.name} <{quoted.author.address}>"),
        ("Sent", f"{day:%A, %B} {day.day}, {day.year} {clock}"),
        ("To", f"{quoted.to.name} <{quoted.to.address}>"),
        ("Subject", quoted.subject),
    ]


OUTLOOK = Program(_outlook, "RE: ")
OUTLOOK_AWAY = Program(_outlook_away, "Automatic reply: ", null_sender=True)
