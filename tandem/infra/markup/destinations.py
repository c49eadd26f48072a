"""Where links lead, said beside those whose words name another place (sec:D-08)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from tandem.infra.domains import organisation_of
from tandem.infra.markup.canonical import rewrite_links, written_text

#: Words that are an address, a host or a mail address, with nothing around them.
_PLACE: Final = re.compile(
    r"(?:https?://)?(?:[^\s/@<>]+@)?((?:[\w-]+\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]+))\.?(?::\d+)?(?:[/?#]\S*)?", re.I
)
_LONGEST: Final = 500


def show_destinations(html: str) -> str:
    """The output of `sanitise` in which a pointer over a link shows its address, and a link whose words are an address of
    somebody else's has the true host behind it. For showing only; never stored."""
    return rewrite_links(html, _with_title, _true_host, inside=True)


def _with_title(attributes: dict[str, str]) -> dict[str, str]:
    return attributes | {"title": attributes["href"]} if attributes.get("href") else attributes


def _true_host(href: str, words: str) -> str:
    host = _host(href)
    # Compared by whose they are: a shop's pictures and its counter may lie on hosts of their own.
    named = _PLACE.fullmatch(words[:_LONGEST])
    if not host or named is None or organisation_of(_ascii(named.group(1))) == organisation_of(host):
        return ""
    return f' <strong class="true-host" dir="ltr">({written_text(host)})</strong>'


def _host(href: str) -> str:
    """The host of a web address as the name system knows it; empty for other addresses."""
    if not href.lower().startswith(("http://", "https://")):
        return ""
    try:
        return _ascii(urlsplit(href).hostname or "")
    except ValueError:
        return ""


def _ascii(host: str) -> str:
    """Letters that look like others show what they are (IDNA's A-label)."""
    try:
        return host.rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return host.rstrip(".").lower()
