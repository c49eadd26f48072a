"""`tandem mail trim`: a plain-text reply, split into what is new, what is quoted and how it is signed."""

from __future__ import annotations

from typing import Any

from tandem.channels.email.parsing.charsets import clean_text, decode
from tandem.channels.email.parsing.trimming import trim
from tandem.cli.items import answer_items


def run(arguments: list[str]) -> int:
    """Text (UTF-8) on stdin, `{"visible", "quoted", "signature"}` on stdout; with `--jsonl` one of each a line."""
    return answer_items(arguments, "mail trim", _answer)


def _answer(item: bytes) -> dict[str, Any]:
    split = trim(clean_text(decode(item, "utf-8")[0]))
    return {"visible": split.visible, "quoted": split.quoted, "signature": split.signature}
