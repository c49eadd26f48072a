"""The body of a message, made before any lock: text for reading and searching, inert HTML for showing, parts for folding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.conditions.text import normalise_text
from tandem.infra.markup import html_to_text, sanitise_authored
from tandem.infra.markup.mentions import mentioned_in
from tandem.infra.text import storable
from tandem.kernel.errors import Invalid, Problem

MAX_CHARACTERS = 1_000_000
SNIPPET = 200
#: So many characters of each message can be asked for by conditions: whole mails are found by the search.
COMPARABLE = 4_000
MAX_MENTIONS = 50


@dataclass(frozen=True, slots=True)
class Body:
    """`text` is what a person reads; `parts` splits it into visible, quoted, signature, and holds the ids of those whom a note
    mentions; `html` is sanitised, or None."""

    text: str
    html: str | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def visible(self) -> str:
        """What the author wrote now, without the quoted past and the signature."""
        visible: str = self.parts.get("visible") or self.text
        return visible

    @property
    def mentions(self) -> Sequence[int]:
        """The ids of those whom a note mentions."""
        return [int(person) for person in self.parts.get("mentions", ())]

    @property
    def comparable(self) -> str:
        """The beginning of what the author wrote, in the normal form of conditions."""
        return comparable(self.visible)

    @property
    def snippet(self) -> str:
        """One line for the list."""
        line = " ".join(self.visible.split())
        return line if len(line) <= SNIPPET else line[: SNIPPET - 1] + "…"


def comparable(visible: str) -> str:
    """The first `COMPARABLE` characters of a text in the normal form of conditions."""
    return normalise_text(visible[:COMPARABLE])[:COMPARABLE]


def note_body(
    *, text: str | None = None, html: str | None = None, mentions: Sequence[int] = (), pointer: str = "/body"
) -> Body:
    """The body of a note: like `authored_body`, with those whom it mentions, in its text or beside it."""
    body = _written(text, html, pointer, mentions=True)
    named = list(dict.fromkeys([*mentioned_in(body.html or ""), *mentions]))
    if len(named) > MAX_MENTIONS:
        raise Invalid([Problem(pointer, "too_many", _("A note mentions at most fifty people."))])
    return replace(body, parts={"mentions": [str(person) for person in named]}) if named else body


def authored_body(*, text: str | None = None, html: str | None = None, pointer: str = "/body") -> Body:
    """The body of something written here, in the composer or by a program. Raises Invalid when it says nothing or is too long."""
    return _written(text, html, pointer, mentions=False)


def _written(text: str | None, html: str | None, pointer: str, *, mentions: bool) -> Body:
    for given in (text, html):
        if given is not None and len(given) > MAX_CHARACTERS:
            raise Invalid([Problem(pointer, "too_long", _("This is longer than a million characters."))])
    if html is not None:
        safe = sanitise_authored(storable(html), mentions=mentions)
        body = Body(text=html_to_text(safe).strip(), html=safe)
        if not body.text and "<img" in safe:
            return body
    else:
        body = Body(text=storable(text or "").strip())
    if not body.text:
        raise Invalid([Problem(pointer, "empty", _("Write something first."))])
    return body
