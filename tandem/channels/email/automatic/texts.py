"""What admins write as an acknowledgement, by language: read and reduced when it is saved, filled in when it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.actions.placeholders import PLACEHOLDERS, BadTemplate, names_in, render
from tandem.infra.markup import html_to_text, sanitise_authored
from tandem.infra.text import has_controls, one_line, storable
from tandem.people.languages import stored_language
from tandem.tickets.editable import WRONG_TYPE, Unreadable

MAX_SUBJECT: Final = 200
MAX_BODY: Final = 20_000
#: What an acknowledgement may name. Who gets one is proven to have written, so their own subject and name are theirs to read.
ALLOWED: Final = (
    *("ticket.number", "ticket.subject"),
    *("requester.name", "requester.first_name", "department.name", "today"),
)
_BRACES: Final = gettext_lazy("A placeholder in this text cannot be read: check its braces.")


@dataclass(frozen=True, slots=True)
class Written:
    """A text with its placeholders filled in. `html` is sanitised."""

    language: str
    subject: str
    html: str


def placeholders() -> list[dict[str, str]]:
    """The names that stand for something, with what for."""
    return [{"name": name, "label": str(PLACEHOLDERS[name])} for name in ALLOWED]


def suggestion(language: str) -> dict[str, str]:
    """What stands in the form before anybody has written: a whole text, in this language."""
    with translation.override(language):
        lines = (
            _("Hello {{ requester.first_name }},"),
            _(
                "thank you for your message. It has reached us as ticket #{{ ticket.number }}, and somebody will answer you."
            ),
            _("If you want to add something, answer this mail."),
        )
        subject = _("We have received your message [#{{ ticket.number }}]")
    return {"subject": subject, "body_html": "".join(f"<p>{line}</p>" for line in lines)}


def stored(value: Any) -> dict[str, dict[str, str]]:
    """Texts by language as they are kept, from what a form or a program says, which call languages as browsers do. A language
    without a text is left out. Raises Unreadable."""
    if not isinstance(value, Mapping):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    kept = {}
    for language, text in value.items():
        name = stored_language(language)
        if not name:
            raise Unreadable("unknown", _("This language is not spoken here."), at=f"/{language[:20]}")
        if not isinstance(text, Mapping) or set(text) != {"subject", "body_html"}:
            raise Unreadable("wrong_type", WRONG_TYPE, malformed=True, at=f"/{language}")
        if (read := _text(text, f"/{language}")) is not None:
            kept[name] = read
    return kept


def _text(text: Mapping[str, Any], at: str) -> dict[str, str] | None:
    subject, body = text["subject"], text["body_html"]
    if not isinstance(subject, str) or not isinstance(body, str):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True, at=at)
    if len(subject) > MAX_SUBJECT or has_controls(subject):
        raise Unreadable("too_long", _("A subject is one line of at most 200 characters."), at=f"{at}/subject")
    if len(body) > MAX_BODY:
        raise Unreadable("too_long", _("This text is too long."), at=f"{at}/body_html")
    subject, body = one_line(subject, MAX_SUBJECT), sanitise_authored(storable(body)).strip()
    empty = not html_to_text(body).strip()
    if empty and not subject:
        return None
    if empty:
        raise Unreadable("empty", _("Write something first."), at=f"{at}/body_html")
    if not subject:
        raise Unreadable("empty", _("A mail needs a subject."), at=f"{at}/subject")
    _check_names(escape(subject, quote=False), f"{at}/subject")
    _check_names(body, f"{at}/body_html")
    return {"subject": subject, "body_html": body}


def _check_names(html: str, at: str) -> None:
    try:
        strange = [name for name in names_in(html) if name not in ALLOWED]
    except BadTemplate:
        raise Unreadable("bad_template", _BRACES, at=at) from None
    if strange:
        detail = _("An acknowledgement does not know %(name)s.") % {"name": strange[0]}
        raise Unreadable("unknown_placeholder", detail, at=at)


def chosen(texts: Mapping[str, Any], languages: Iterable[str]) -> str | None:
    """The language of the text to send: the first of these that there is one in, else any; None without texts."""
    return next((language for language in (*languages, *texts) if language in texts), None)


def written(text: Mapping[str, str], language: str, values: Mapping[str, str]) -> Written:
    """The text filled in; names that have no value here are empty. Raises BadTemplate."""
    known = dict.fromkeys(PLACEHOLDERS, "") | {name: one_line(value, 1_000) for name, value in values.items()}
    # A subject is no markup: it goes through as text and comes out as text.
    subject = unescape(render(escape(text["subject"], quote=False), known))
    return Written(language, one_line(subject, 500), sanitise_authored(render(text["body_html"], known)))
