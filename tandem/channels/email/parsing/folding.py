"""HTML split into what the sender wrote and what they quote, by the marks that mail programs leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import nh3

from tandem.channels.email.parsing.quoting import FORWARDED, attribution_length, is_header_block, quote_start
from tandem.infra.markup import html_to_text, sanitise
from tandem.infra.markup.canonical import TAG, VOID, attributes_of
from tandem.infra.markup.limits import cut, flattened, without_control_characters, without_crowded_tags
from tandem.infra.markup.policy import ATTRIBUTES, TAGS, TAGS_WITH_CONTENT

_MARKS = {"class", "id", "type", "data-marker", "style", "name"}
#: An element with one of these is a quotation, and what stands after it may be the sender's again.
_QUOTE_CLASSES = re.compile(
    r"(?:^|[\s_])(?:x_)*(?:gmail_quote(?:_container)?|yahoo_quoted|protonmail_quote|tutanota_quote|moz-cite-prefix|zmail_extra"
    r"|qmbox|ntes_quote|mail-quote-collapse|hey_quote|front-blockquote|freebirdFormviewerViewItemsQuote)(?:$|\s)"
)
_QUOTE_IDS = re.compile(r"(?:x_)*(?:isReplyContent|yahoo_quoted_[0-9]+|mail-editor-reference-message-container)\Z")
#: From an element with one of these on, all is quotation.
_REST_IDS = re.compile(
    r"(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|zwchr|ms-outlook-mobile-reference-message|reply-intro"
    r"|QQMailReplyQuote)\Z"
)
_OUTLOOK_LINE = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#[0-9a-f]{6}\s+1\.0pt", re.IGNORECASE)
#: Characters of HTML in which its first words are looked for.
_START = 3_000
_LINE_BREAKS = re.compile(r"</?(?:div|p|br|hr|blockquote|table|tr|td|ul|ol|li|h[1-6]|pre)(?: [^<>]*)?>|\Z")
_FORWARDED = re.compile(FORWARDED, re.IGNORECASE)


@dataclass(slots=True)
class _Range:
    start: int
    end: int
    takes_rest: bool


def fold_html(html: str) -> tuple[str, str]:
    """(what the sender wrote, what they quote), both sanitised; the second is empty when nothing is quoted.

    Never raises, and nothing gets lost: what is in neither mark stays visible, and when only a quotation would be
    left, all of it is visible.
    """
    marked = _MARKED.clean(_within_limits(html))
    ranges = _quotations(marked) or _introduced_in_words(marked)
    if not ranges:
        return sanitise(html), ""
    visible, quoted = _apart(marked, ranges)
    if quote_start(_lines_of(visible)).line == 0 and (said := _introduced_in_words(marked)):
        # Only a quotation would stay: the mark was round the sender's own words.
        visible, quoted = _apart(marked, said)
    visible = sanitise(visible)
    if not html_to_text(visible, sanitised=True).strip() and "<img" not in visible:
        return sanitise(html), ""
    return visible, sanitise(quoted)


def _within_limits(html: str) -> str:
    within, _ = cut(without_control_characters(html))
    return flattened(without_crowded_tags(within))[0]


def _quotations(marked: str) -> list[_Range]:
    """The outermost quotations that end the mail or stand alone in it."""
    found: list[_Range] = []
    depth = 0
    inside: tuple[int, int] | None = None
    for tag in TAG.finditer(marked):
        closing, name, written = tag.groups()
        if closing:
            depth -= 1
            if inside and depth == inside[1]:
                found.append(_Range(inside[0], tag.end(), False))
                inside = None
            continue
        kind = None if inside else _kind(name, attributes_of(written), marked, tag.end())
        if kind == "rest":
            found.append(_Range(_with_rule_above(marked, tag.start()), len(marked), True))
            break
        if kind == "quote":
            earliest = found[-1].end if found else 0
            inside = (max(earliest, _with_attribution_above(marked, tag.start())), depth)
        if name not in VOID:
            depth += 1
    return _only_the_last(marked, found)


def _introduced_in_words(marked: str) -> list[_Range]:
    """Where no program left a mark: an attribution or separator that stands in a line of its own, and all after it."""
    lines: list[str] = []
    starts: list[int] = []
    position = 0
    for tag in _LINE_BREAKS.finditer(marked):
        if text := " ".join(_text_of(marked[position : tag.start()]).split()):
            lines.append(text)
            starts.append(position)
        position = tag.end()
    found = quote_start(lines)
    if found.line >= len(lines) or not (found.takes_rest or found.introduction):
        return []
    return [_Range(_with_rule_above(marked, starts[found.line]), len(marked), True)]


def _kind(name: str, marks: dict[str, str], marked: str, position: int) -> str | None:
    class_, id_ = marks.get("class", ""), marks.get("id", "")
    if name == "includetail" or _QUOTE_IDS.match(id_) or marks.get("data-marker") == "__QUOTED_TEXT__":
        return "quote"
    if _REST_IDS.match(id_) or marks.get("data-marker") == "__DIVIDER__":
        return "rest"
    if _QUOTE_CLASSES.search(class_) or (name == "blockquote" and marks.get("type", "").lower() == "cite"):
        return None if _FORWARDED.search(_text_of(marked[position : position + 400])) else "quote"
    if name == "div" and _OUTLOOK_LINE.search(marks.get("style", "")):
        lines = [line for line in _text_of(marked[position : position + 3_000]).split("\n") if line.strip()]
        return "rest" if is_header_block(lines, 0) else None
    return None


def _only_the_last(marked: str, found: list[_Range]) -> list[_Range]:
    """Of several quotations with words between them only those at the end: comments need what they comment on."""
    if len(found) < 2:
        return found
    kept = [found[-1]]
    for earlier in reversed(found[:-1]):
        if _text_of(marked[earlier.end : kept[-1].start]).strip():
            break
        kept.append(earlier)
    tail = marked[kept[0].end :]
    return list(reversed(kept)) if len(kept) == len(found) or not _text_of(tail).strip() else []


def _apart(marked: str, ranges: list[_Range]) -> tuple[str, str]:
    """The two documents. Behind a range that takes the rest only end tags remain; the sanitiser pairs them."""
    visible: list[str] = []
    quoted: list[str] = []
    position = 0
    for one in ranges:
        visible.append(marked[position : one.start])
        quoted.append(marked[one.start : one.end])
        position = one.end
    visible.append(marked[position:])
    return "".join(visible), "".join(quoted)


def _with_attribution_above(marked: str, start: int) -> int:
    """The position of a loose "… wrote:" right before a quotation, when that is where it begins."""
    before = marked[max(0, start - 600) : start]
    cut_at = max(
        before.rfind("<div"), before.rfind("<p"), before.rfind("<br>"), before.rfind("</div>"), before.rfind("</p>")
    )
    for candidate in sorted({cut_at, before.rfind("<div", 0, max(cut_at, 0)), before.rfind("<p", 0, max(cut_at, 0))}):
        if candidate < 0:
            continue
        piece = before[candidate:]
        lines = [line for line in _text_of(piece).split("\n") if line.strip()]
        if 0 < len(lines) <= 3 and attribution_length(lines, 0) == len(lines) and _is_balanced(piece):
            return start - len(before) + candidate
    return start


def _with_rule_above(marked: str, start: int) -> int:
    """A line drawn right above the quoted header belongs to it."""
    before = marked[:start].rstrip()
    rule = before.rfind("<hr", max(0, len(before) - 300))
    return rule if rule >= 0 and before.find(">", rule) == len(before) - 1 else start


def _is_balanced(piece: str) -> bool:
    depth = 0
    for tag in TAG.finditer(piece):
        if tag.group(2) not in VOID:
            depth += -1 if tag.group(1) else 1
        if depth < 0:
            return False
    return depth == 0


def _lines_of(piece: str) -> list[str]:
    """The lines of the first stretch of HTML that hold words."""
    return [line.strip() for line in _text_of(piece[:_START]).split("\n") if line.strip()]


def _text_of(piece: str) -> str:
    """Roughly the text of a stretch of HTML; enough to look for words in it."""
    lines = re.sub(r"<(?:br|/p|/div)[^>]*>", "\n", piece)
    return unescape(re.sub(r"<[^>]*>?", "", lines)).replace("\u00a0", " ")


_MARKED = nh3.Cleaner(
    tags={*TAGS, "includetail"},
    clean_content_tags=set(TAGS_WITH_CONTENT),
    attributes={
        **{tag: set(names) | _MARKS for tag, names in ATTRIBUTES.items()},
        "*": set(ATTRIBUTES["*"]) | _MARKS,
    },
    strip_comments=True,
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="pass_through",
)
