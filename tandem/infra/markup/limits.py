"""How much HTML is looked at (sec:D-13): beyond these measures a document is cut, not refused."""

from __future__ import annotations

import re
from itertools import islice

#: Characters; some 250 pages of text. Parsing time grows with the square of the entities in one text node.
MAX_CHARACTERS = 1_000_000
MAX_TAGS = 30_000
#: Characters that are or become entities; ends of tags are among them.
MAX_ENTITIES = 80_000
#: Levels of nesting in what comes out.
MAX_DEPTH = 100
#: Levels before parsing; the HTML parser's time grows with the square of the depth.
_MAX_RAW_DEPTH = 250

_GROWING = re.compile("[&>\u00a0]")
_OPENING = re.compile("<")
#: A start tag with 200 attributes (WHATWG 13.2.5.32 and on); the parser compares each with all before it.
_CROWDED = re.compile(
    r"""<(?=[a-zA-Z][^\s/>]*+(?>[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+){200})"""
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Elements without content, and those whose end tag may be left out: they don't add up to depth by themselves.
_VOID = "area base br col embed hr img input link meta param source track wbr keygen frame"
_END_OPTIONAL = "p li dd dt tr td th thead tbody tfoot option optgroup colgroup html head body"
_NOT_NESTING = frozenset(f"{_VOID} {_END_OPTIONAL}".split())


def cut(html: str, share: float = 1.0) -> tuple[str, bool]:
    """`html` within `share` of the limits, and whether something was cut off."""
    whole = len(html)
    html = html[: int(MAX_CHARACTERS * share)]
    html = _until(html, _GROWING, int(MAX_ENTITIES * share))
    html = _until(html, _OPENING, int(MAX_TAGS * share))
    return html, len(html) < whole


def exceeds(html: str) -> bool:
    """Whether a finished document would be cut if it came in again."""
    return cut(html)[1]


def _until(html: str, mark: re.Pattern[str], number: int) -> str:
    """The text before the mark that would be one too many."""
    found = next(islice(mark.finditer(html), number, None), None)
    return html if found is None else html[: found.start()]


def without_control_characters(html: str) -> str:
    """C0 and C1 controls except tab and line ends, lone surrogates and noncharacters are replaced by U+FFFD."""
    return _CONTROL.sub("\ufffd", html)


def without_crowded_tags(html: str) -> str:
    """What looks like a start tag with hundreds of attributes becomes text, wherever it stands."""
    return _CROWDED.sub("&lt;", html)


def flattened(html: str) -> tuple[str, bool]:
    """Start tags deeper than 250 open elements are taken out; a cheap count, made before any tree is built."""
    if html.count("<") <= _MAX_RAW_DEPTH:
        return html, False
    depth = 0
    kept: list[str] = []
    position = 0
    for tag in _TAG.finditer(html):
        name = tag.group(2).lower()
        if name in _NOT_NESTING or tag.start() < position:
            continue
        if tag.group(1):
            depth = max(0, depth - 1)
        elif depth < _MAX_RAW_DEPTH:
            depth += 1
        else:
            kept.append(html[position : tag.start()])
            end = html.find(">", tag.end())
            position = len(html) if end < 0 else end + 1
    kept.append(html[position:])
    return "".join(kept), position > 0
