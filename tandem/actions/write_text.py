"""Write a text with placeholders, as a public reply, as an internal note, or wherever the author writes anyway."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import Action, Intent, Situation
from tandem.actions.placeholders import BadTemplate, render, unknown
from tandem.infra.markup import html_to_text, sanitise_authored
from tandem.infra.text import storable
from tandem.kernel.changes import Json
from tandem.tickets.editable import WRONG_TYPE, Unreadable

MAX_CHARACTERS = 50_000


def _parse(value: Json) -> Json:
    if not isinstance(value, Mapping) or set(value) - {"visibility", "body_html"}:
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    visibility, html = value.get("visibility"), value.get("body_html")
    if visibility not in (None, "public", "internal"):
        raise Unreadable("unknown", _("A message is public or internal."), at="/visibility")
    if not isinstance(html, str):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True, at="/body_html")
    if len(html) > MAX_CHARACTERS:
        raise Unreadable("too_long", _("This text is too long."), at="/body_html")
    safe = sanitise_authored(storable(html))
    if visibility is None and not html_to_text(safe).strip():
        raise Unreadable("empty", _("Write something first."), at="/body_html")
    try:
        unknown(safe)
    except BadTemplate:
        detail = _("A placeholder in this text cannot be read: check its braces.")
        raise Unreadable("bad_template", detail, at="/body_html") from None
    return {"visibility": visibility, "body_html": safe}


def _intend(value: Json, situation: Situation, intent: Intent) -> None:
    intent.visibility = value["visibility"]
    try:
        html = sanitise_authored(render(value["body_html"], situation.texts))
    except BadTemplate:
        intent.skipped.append(_("Its text cannot be filled in any more: check its placeholders."))
        return
    intent.html = html if html_to_text(html).strip() else None


WRITE_TEXT = Action("write_text", _("Write a text"), "text", _parse, _intend)
