"""What the three commands without a database share: one item on stdin, or one base64 item a line with `--jsonl`."""

from __future__ import annotations

import base64
import binascii
import sys
from collections.abc import Callable
from typing import Any

import msgspec

Answer = Callable[[bytes], dict[str, Any]]


def answer_items(arguments: list[str], usage: str, answer: Answer) -> int:
    """Write `answer(item)` as one JSON document to stdout, or one a line in the order of the lines.

    An empty line is an empty item. A line that is no base64 gets `{"error": …}` in its place: one bad line must not
    cost the answers of the others. 0, or 2 for arguments that mean nothing.
    """
    if arguments == ["--jsonl"]:
        for line in sys.stdin.buffer:
            _write(_answer_line(line.strip(), answer))
        return 0
    if arguments:
        sys.stderr.write(f"usage: tandem {usage} [--jsonl]\n")
        return 2
    _write(answer(sys.stdin.buffer.read()))
    return 0


def _answer_line(line: bytes, answer: Answer) -> dict[str, Any]:
    try:
        item = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return {"error": "the line is not base64"}
    return answer(item)


def _write(document: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
    sys.stdout.buffer.flush()
