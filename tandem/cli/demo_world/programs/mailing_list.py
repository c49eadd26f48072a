"""A mailing list: what a member wrote, passed on with the list's own fields (RFC 2369, RFC 2919) and footer."""

from __future__ import annotations

from tandem.cli.demo_world import wire
from tandem.cli.demo_world.letters import Letter, Program

_LIST = "bike-trade.lists.example"
_FOOTER = f"\n_______________________________________________\nbike-trade mailing list\nTo leave it: leave@{_LIST}\n"


def _mailing_list(letter: Letter) -> bytes:
    """One mail to all members."""
    fields = [
        ("List-Id", f"Bicycle trade <{_LIST}>"),
        ("List-Unsubscribe", f"<mailto:leave@{_LIST}>"),
        ("Precedence", "list"),
    ]
    return wire.mail(letter, "utf-8", fields, wire.text(letter.text + _FOOTER))


MAILING_LIST = Program(_mailing_list, "[bike-trade] ")
