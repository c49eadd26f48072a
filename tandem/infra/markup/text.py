"""Between HTML and plain text, both ways."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from tandem.infra.markup.canonical import TAG, rewrite_links, written, written_text
from tandem.infra.markup.limits import without_control_characters
from tandem.infra.markup.sanitise import sanitise

#: Characters of sanitised HTML that are laid out; beyond them tags are only taken out (layout costs ten times more).
_LAID_OUT = 300_000
#: Links beyond this number stay plain text; a page with more is no letter.
_MAX_LINKS = 2_000

_CELLS = re.compile(r"<(/?)(table|tbody|thead|tfoot|tr|td|th|caption|colgroup|col)(?: [^>]*)?>")
#: Lists within lists move right; past this they'd blow a small mail up to megabytes of blanks.
_INDENT = " " * 12
_DEEP = re.compile(r"^ {12,}")
_MANY_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_MAX_RUN = 2_000
_CJK_PUNCTUATION = "\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018\u2019\u201c\u201d\u2026"
_RUN = re.compile(rf"(?:https?://|www\.)[^\s{_CJK_PUNCTUATION}]+|(?:(?!https?://|www\.)[^\s{_CJK_PUNCTUATION}])+")


def html_to_text(html: str, *, links: bool = False, sanitised: bool = False) -> str:
    """What a reader of the HTML sees, as text. Never raises.

    `links` writes the address after a link's words where they differ. `sanitised` says that `html` comes from
    `sanitise` and need not go through it again. Cells of tables follow each other with a space: mail uses tables for
    layout, and padded columns would let a small mail become a huge text.
    """
    # Both packages take a moment to load, and programs that only read headers need neither.
    from inscriptis import get_text
    from inscriptis.css_profiles import STRICT_CSS_PROFILE
    from inscriptis.model.config import ParserConfig

    inert = html if sanitised else sanitise(html)
    if links:
        inert = _with_addresses(inert)
    flowing = _CELLS.sub(_flow, inert)
    cut = flowing.find("<", _LAID_OUT) if len(flowing) > _LAID_OUT else -1
    head, tail = (flowing, "") if cut < 0 else (flowing[:cut], flowing[cut:])
    text = (
        get_text(head, ParserConfig(css=STRICT_CSS_PROFILE, display_images=False, display_links=False))
        if head.strip()
        else ""
    )
    if tail:
        text += "\n" + _plain(tail)
    lines = (_DEEP.sub(_INDENT, line.replace("\u00a0", " ").rstrip()) for line in text.split("\n"))
    return _MANY_BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")


def _flow(tag: re.Match[str]) -> str:
    closing, name = tag.groups()
    if name in {"td", "th"}:
        return " " if closing else ""
    if name in {"table", "tr", "caption"}:
        return "</div>" if closing else "<div>"
    return ""


def _plain(html: str) -> str:
    from html import unescape

    return unescape(TAG.sub(lambda tag: "" if tag.group(2) in {"b", "i", "a", "span", "font"} else "\n", html))


def _with_addresses(html: str) -> str:
    """Each link's address in angle brackets after its words, unless the words are the address."""

    def behind(href: str, words: str) -> str:
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        return f" {written_text('<' + bare + '>')}" if href and words not in {href, bare} else ""

    return rewrite_links(html, lambda attributes: attributes, behind, inside=False)


def text_to_html(text: str) -> str:
    """Paragraphs and line breaks as written, links made clickable, everything else escaped. Never raises."""
    clean = without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = re.split(r"\n[ \t]*\n\s*", clean.strip("\n"))
    budget = _MAX_LINKS
    made: list[str] = []
    for paragraph in paragraphs:
        if paragraph.strip():
            html, used = _linked(paragraph, budget)
            budget -= used
            made.append(f"<p>{html.replace(chr(10), '<br>')}</p>")
    return "\n".join(made)


def _linked(text: str, budget: int) -> tuple[str, int]:
    if budget <= 0 or not ("://" in text or "www." in text or "@" in text):
        return written_text(text), 0
    pieces: list[str] = []
    position = 0
    used = 0
    for start, end, url in _found_links(text):
        if used >= budget:
            break
        pieces.append(written_text(text[position:start]))
        pieces.append(
            f'<a href="{written(url)}" target="_blank" rel="noopener noreferrer nofollow">'
            f"{written_text(text[start:end])}</a>"
        )
        position, used = end, used + 1
    return "".join(pieces) + written_text(text[position:]), used


def _found_links(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, address) of links: web addresses with a scheme or `www.`, and mail addresses.

    The finder reads one run of characters without blanks and CJK punctuation at a time: it would take that punctuation
    for part of an address, would not see one that follows a Chinese word, and takes quadratic time on long runs.
    """
    for run in _RUN.finditer(text):
        word = run.group()
        if len(word) > _MAX_RUN or not ("://" in word or "www." in word or "@" in word):
            continue
        for match in _linkifier().match(word) or ():
            bare = match.schema == ""
            if match.schema in {"http:", "https:", "mailto:"} or (bare and word.startswith("www.", match.index)):
                yield run.start() + match.index, run.start() + match.last_index, match.url


@functools.cache
def _linkifier() -> Any:
    from linkify_it import LinkifyIt

    return LinkifyIt()
