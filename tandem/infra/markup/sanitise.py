"""Mail HTML made inert (sec:D-01 to D-08, D-13): an allow-list over a real HTML5 parser, repeated until it is stable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import nh3

from tandem.infra.markup import limits
from tandem.infra.markup.canonical import limit_depth, rewrite_images
from tandem.infra.markup.links import clean_cid, clean_link, clean_remote_image, is_cid
from tandem.infra.markup.policy import ATTRIBUTES, TAGS, TAGS_WITH_CONTENT
from tandem.infra.markup.styles import clean_style

_MAX_ROUNDS = 4
_MEASURES = {
    **dict.fromkeys(("width", "height"), 3_000),
    **dict.fromkeys(("border", "cellpadding", "cellspacing"), 100),
    **dict.fromkeys(("colspan", "span"), 100),
    "rowspan": 1_000,
}


@dataclass(frozen=True, slots=True)
class Sanitised:
    """`html` is inert; `was_cut` says that the document was longer or deeper than the limits."""

    html: str
    was_cut: bool


def sanitise(html: str) -> str:
    """HTML in which nothing loads by itself and nothing acts. Never raises; `sanitise(sanitise(x)) == sanitise(x)`.

    No active element, handler, dangerous scheme, id, name or class survives. A picture elsewhere becomes
    `<img data-remote-src="https://…">`, an inline one `<img data-cid="…">`, both without `src`; `show_images` turns
    them back. Links lead to http, https, mailto or tel and open apart, without opener and referrer.
    """
    return sanitise_reporting(html).html


def sanitise_reporting(html: str) -> Sanitised:
    """`sanitise`, telling whether something had to be cut off."""
    return until_stable(html, _inert)


def until_stable(html: str, make_inert: Callable[[str], str]) -> Sanitised:
    """`make_inert` within the limits, repeated until its output no longer changes when it is read again.

    HTML that changes on a second reading is how sanitisers are beaten (mutation XSS): what does not come to rest is
    shown as plain text.
    """
    share = 1.0
    for _ in range(6):
        within, was_cut = limits.cut(limits.without_control_characters(html), share)
        within, was_flattened = limits.flattened(limits.without_crowded_tags(within))
        result = _settle(within, lambda part: limits.without_control_characters(make_inert(part)))
        if result is not None:
            return Sanitised(result, was_cut or was_flattened)
        share /= 2
    return Sanitised("", True)


def _settle(html: str, make_inert: Callable[[str], str]) -> str | None:
    """The stable form, or None when it grew past the limits."""
    before = make_inert(html)
    for _ in range(_MAX_ROUNDS):
        if limits.exceeds(before):
            return None
        after = make_inert(before)
        if after == before:
            return after
        before = after
    return nh3.clean(html, tags=set(), clean_content_tags=set(TAGS_WITH_CONTENT))


def _inert(html: str) -> str:
    return limit_depth(rewrite_images(_CLEANER.clean(html), _placeholder), limits.MAX_DEPTH)


def _placeholder(attributes: dict[str, str]) -> dict[str, str]:
    """Where a picture would load from is kept beside it; what was kept before stays."""
    source = attributes.pop("src", "")
    if is_cid(source):
        if cid := clean_cid(source):
            attributes["data-cid"] = cid
    elif remote := clean_remote_image(source):
        attributes["data-remote-src"] = remote
    return dict(sorted(attributes.items()))


def _filter(tag: str, name: str, value: str) -> str | None:
    """The value an attribute may keep, None to drop it. Called from Rust: must not raise."""
    if name == "style":
        return clean_style(value)
    if tag == "a" and name == "href":
        return clean_link(value)
    if tag == "img" and name in {"src", "data-remote-src", "data-cid"}:
        return _image_source(name, value)
    if name in _MEASURES:
        return measure(value, _MEASURES[name])
    return value if len(value) <= 2_000 else None


def _image_source(name: str, value: str) -> str | None:
    if name == "data-cid":
        return clean_cid(value)
    if name == "data-remote-src" or not is_cid(value):
        return clean_remote_image(value)
    return value


def measure(value: str, most: int) -> str | None:
    """A whole number, per cent allowed, no larger than `most`; browsers read the leading digits and so does this."""
    digits = ""
    for character in value.strip():
        if character not in "0123456789":
            break
        digits += character
    if not digits or len(digits) > 6:
        return None
    number = str(min(int(digits), most))
    return number + "%" if value.strip()[len(digits) :].startswith("%") else number


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(TAGS_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_filter,
    strip_comments=True,
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    # Schemes and relative addresses are judged by `links`, which sees placeholders too.
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="pass_through",
)
