"""Yandex Mail with formatting switched off: plain text in UTF-8 and base64; some write under what they answer."""

from __future__ import annotations

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program


def _yandex(letter: Letter) -> bytes:
    """Yandex Mail in the browser."""
    text = letter.text
    if letter.quoted is not None:
        day, author = letter.quoted.when, letter.quoted.author
        past = f'{day:%d.%m.%Y, %H:%M}, "{author.name}" <{author.address}>:\n\n{letter.quoted.marked}'
        text = f"{past}\n\n{text}" if letter.quote_at == "above" else f"{text}\n\n{past}"
    parts = [wire.text(text + "\n", encoding="base64"), *map(wire.file, letter.files)]
    body = wire.multipart("mixed", f"----==--{letter.boundary}", parts)
    return wire.mail(letter, "utf-8", [("X-Mailer", "Yamail [ http://mail.example ] 5.0")], body)


YANDEX = Program(_yandex)
