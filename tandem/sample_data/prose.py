"""Words of colleagues as the editor would have stored them: paragraphs, numbered and dotted lists."""

from __future__ import annotations

import html
import re

_NUMBERED = re.compile(r"\d+\. ")


def as_html(text: str) -> str:
    """Paragraphs are apart by an empty line; a block whose lines begin with `1. ` or `- ` is a list."""
    return "".join(_block(block.split("\n")) for block in text.strip().split("\n\n"))


def _block(lines: list[str]) -> str:
    escaped = [html.escape(line, quote=False) for line in lines]
    if all(_NUMBERED.match(line) for line in escaped):
        items = [_NUMBERED.sub("", line, count=1) for line in escaped]
        return f"<ol>{''.join(f'<li><p>{item}</p></li>' for item in items)}</ol>"
    if all(line.startswith("- ") for line in escaped):
        return f"<ul>{''.join(f'<li><p>{line[2:]}</p></li>' for line in escaped)}</ul>"
    return f"<p>{'<br>'.join(escaped)}</p>"
