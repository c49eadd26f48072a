"""Thunderbird as people who like plain text set it up: ISO-8859-1, format=flowed, answers below or between what they answer."""

from __future__ import annotations

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, Quoted

_AGENT = ("User-Agent", "Mozilla Thunderbird")


def _thunderbird_de(letter: Letter) -> bytes:
    """Thunderbird in German. An inline answer's words hold the quoted lines themselves."""
    text = letter.text
    if letter.quoted is not None:
        line = _attribution(letter.quoted)
        if letter.quote_at == "inline":
            text = f"{line}\n{text}"
        elif letter.quote_at == "above":
            text = f"{line}\n{letter.quoted.marked}\n\n{text}"
        else:
            text = f"{text}\n\n{line}\n{letter.quoted.marked}"
    plain = wire.text(wire.flowed(text) + "\n", charset="iso-8859-1", encoding="8bit", parameters="; format=flowed")
    body = wire.multipart("mixed", f"------------{letter.boundary}", [plain, *map(wire.file, letter.files)])
    return wire.mail(letter, "iso-8859-1", [_AGENT, ("Content-Language", "de-DE")], body)


def _attribution(quoted: Quoted) -> str:
    return f"Am {quoted.when:%d.%m.%y} um {quoted.when:%H:%M} schrieb {quoted.author.name}:"


THUNDERBIRD_DE = Program(_thunderbird_de)
