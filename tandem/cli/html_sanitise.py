"""`tandem html sanitise`: HTML in the inert form that Tandem shows."""

from __future__ import annotations

from typing import Any

from tandem.cli.items import answer_items
from tandem.infra.markup.sanitise import sanitise


def run(arguments: list[str]) -> int:
    """HTML (UTF-8) on stdin, `{"html"}` on stdout; with `--jsonl` one of each a line."""
    return answer_items(arguments, "html sanitise", _answer)


def _answer(item: bytes) -> dict[str, Any]:
    return {"html": sanitise(item.decode("utf-8", "replace"))}
