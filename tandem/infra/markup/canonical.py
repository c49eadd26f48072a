"""The sanitiser's own output, read and rewritten tag by tag.

The serialiser of the HTML5 parser (https://html.spec.whatwg.org/#serialising-html-fragments) writes `<` only where a
tag begins, puts every value in double quotes and encodes `"`, `&`, `<` and `>` in it; with no raw-text element on the
allow-list, this one pattern therefore reads such output exactly. It must never be used on anybody else's HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
VOID = frozenset({"br", "col", "hr", "img", "wbr"})


def attributes_of(written: str) -> dict[str, str]:
    """Name -> value, decoded, of the third group of TAG."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """An opening tag in the one way in which we write it: double quotes, attributes in their order."""
    return "<" + name + "".join(f' {key}="{written(value)}"' for key, value in attributes.items()) + ">"


def written(value: str) -> str:
    """An attribute value as the serialiser writes it."""
    return escape(value, quote=False).replace('"', "&quot;").replace("\u00a0", "&nbsp;")


def written_text(text: str) -> str:
    """Text as the serialiser writes it."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")


def rewrite_images(html: str, change: Callable[[dict[str, str]], dict[str, str] | None]) -> str:
    """Each `img` with other attributes; None takes it out."""

    def replace(tag: re.Match[str]) -> str:
        if tag.group(2) != "img" or tag.group(1):
            return tag.group()
        attributes = change(attributes_of(tag.group(3)))
        return "" if attributes is None else start_tag("img", attributes)

    return TAG.sub(replace, html)


def rewrite_links(
    html: str, change: Callable[[dict[str, str]], dict[str, str]], behind: Callable[[str, str], str], *, inside: bool
) -> str:
    """Each `a` with other attributes, and with what `behind` makes of its address and its words (both as they are read) put at
    the end of its words, `inside` the link or after it."""
    pieces: list[str] = []
    open_links: list[tuple[str, int]] = []
    position = 0
    for tag in TAG.finditer(html):
        if tag.group(2) != "a":
            continue
        pieces.append(html[position : tag.start()])
        position = tag.end()
        if not tag.group(1):
            attributes = attributes_of(tag.group(3))
            pieces.append(start_tag("a", change(attributes)))
            open_links.append((attributes.get("href", ""), len(pieces)))
            continue
        if not open_links:
            pieces.append(tag.group())
            continue
        href, start = open_links.pop()
        more = behind(href, unescape(TAG.sub("", "".join(pieces[start:]))).strip())
        pieces += [more, tag.group()] if inside else [tag.group(), more]
    pieces.append(html[position:])
    return "".join(pieces)


def limit_depth(html: str, depth: int) -> str:
    """The same text with the tags of elements below `depth` taken out."""
    open_now = 0

    def replace(tag: re.Match[str]) -> str:
        nonlocal open_now
        if tag.group(2) in VOID:
            return tag.group()
        if tag.group(1):
            open_now -= 1
            return tag.group() if open_now < depth else ""
        open_now += 1
        return tag.group() if open_now <= depth else ""

    return TAG.sub(replace, html)
