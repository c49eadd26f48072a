"""A program that sends advertisements: HTML only, with a picture elsewhere that would tell whether somebody looked."""

from __future__ import annotations

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program, in_divs


def _shop_mailer(letter: Letter) -> bytes:
    """One mail of many."""
    marked_up = f"<html><body>{letter.html or in_divs(letter.text)}</body></html>\n"
    return wire.mail(
        letter, "utf-8", [("X-Mailer", "BulkPro 4.2")], wire.text(marked_up, "html", encoding="quoted-printable")
    )


SHOP_MAILER = Program(_shop_mailer)
