"""The body of a message, made before any lock: text for reading and searching, inert HTML for showing, parts for folding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tandem.conditions.text import normalise_text
from tandem.infra.markup import html_to_text, sanitise_authored
from tandem.infra.text import storable
from tandem.kernel.errors import Invalid, Problem

MAX_CHARACTERS = 1_000_000
SNIPPET = 200
#: So many characters of each message can be asked for by conditions: whole mails are found by the search.
COMPARABLE = 4_000


@dataclass(frozen=True, slots=True)
class Body:
    """`text` is what a person reads; `parts` splits it into visible, quoted, signature; `html` is sanitised, or None."""

    text: str
    html: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def visible(self) -> str:
        """What the author wrote now, without the quoted past and the signature."""
        return self.parts.get("visible") or self.text

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


def authored_body(*, text: str | None = None, html: str | None = None, pointer: str = "/body") -> Body:
    """The body of something written here, in the composer or by a program. Raises Invalid when it says nothing or is too long."""
    for given in (text, html):
        if given is not None and len(given) > MAX_CHARACTERS:
            raise Invalid([Problem(pointer, "too_long", _("This is longer than a million characters."))])
    if html is not None:
        safe = sanitise_authored(storable(html))
        body = Body(text=html_to_text(safe).strip(), html=safe)
        if not body.text and "<img" in safe:
            return body
    else:
        body = Body(text=storable(text or "").strip())
    if not body.text:
        raise Invalid([Problem(pointer, "empty", _("Write something first."))])
    return body
