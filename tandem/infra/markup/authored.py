"""What agents write in the editor: a short allow-list, and pictures only from our own attachments."""

from __future__ import annotations

import re

import nh3

from tandem.infra.markup.canonical import rewrite_images
from tandem.infra.markup.links import clean_cid, clean_link, is_cid
from tandem.infra.markup.mentions import MENTIONED, only_mentions
from tandem.infra.markup.policy import TAGS_WITH_CONTENT
from tandem.infra.markup.sanitise import measure, until_stable

#: Where our own API serves an attachment; the id is a decimal number of 64 bits.
OWN_ATTACHMENT = re.compile(r"/api/v1/attachments/([0-9]{1,20})(?:/[a-z]+)?\Z")

_NAMES = "p br strong b em i u s del a ul ol li blockquote pre code hr h1 h2 h3 h4 img table thead tbody tr th td"
_TAGS = frozenset(_NAMES.split())
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def sanitise_authored(html: str, *, mentions: bool = False) -> str:
    """The editor's HTML reduced to what a reply may hold, or with `mentions` a note. Never raises; idempotent.

    Bold, italics, underlining, lists, links, quotes, code, headings, tables; pictures by `cid:…` or by the address of
    an attachment (`/api/v1/attachments/ID`), never from elsewhere: what an agent sends must not track a customer.
    """
    return until_stable(html, _with_mentions if mentions else _reduced).html


def _reduced(html: str) -> str:
    return rewrite_images(_CLEANER.clean(html), lambda attributes: attributes if "src" in attributes else None)


def _with_mentions(html: str) -> str:
    return only_mentions(
        rewrite_images(_NOTE_CLEANER.clean(html), lambda attributes: attributes if "src" in attributes else None)
    )


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return clean_link(value)
    if name == "src":
        if is_cid(value):
            cid = clean_cid(value)
            return f"cid:{cid}" if cid else None
        return value if OWN_ATTACHMENT.match(value) else None
    if name == "data-mention":
        return value if MENTIONED.match(value) else None
    if name in {"width", "height", "start", "colspan", "rowspan"}:
        return measure(value, 3_000)
    return value if len(value) <= 2_000 else None


def _cleaner(tags: frozenset[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(TAGS_WITH_CONTENT),
        attributes=attributes,
        attribute_filter=_filter,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="pass_through",
    )


_CLEANER = _cleaner(_TAGS, _ATTRIBUTES)
_NOTE_CLEANER = _cleaner(_TAGS | {"span"}, _ATTRIBUTES | {"span": {"data-mention"}})
