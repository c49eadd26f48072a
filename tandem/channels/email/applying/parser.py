"""The one parser process of this process, started with its first mail."""

from __future__ import annotations

from typing import Final

from tandem.channels.email.parsing import ParsedMail, ParserChild
from tandem.channels.email.parsing.dkim_signatures import Keys

#: Seconds for one mail: three attempts of a poisonous one are over within the minute that others may wait.
TIMEOUT: Final = 15.0

_child = ParserChild(timeout=TIMEOUT)


def parse_apart(raw: bytes, envelope_from: str | None, keys: Keys | None = None) -> ParsedMail:
    """`parsing.parse` where a mail can do no harm. Raises ParserDied."""
    return _child.parse(raw, envelope_from=envelope_from, keys=keys)


def close_parser() -> None:
    """End the process; the next mail starts another."""
    _child.close()
