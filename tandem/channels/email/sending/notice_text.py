"""What stands in a mail to a colleague: the news, what was last written on the ticket, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from tandem.channels.email.composing import NotificationToken, quoted_text, reply_marker
from tandem.infra.words import Words
from tandem.tickets.models import Message

#: Messages that are shown, the newest of them first, and characters of each.
SHOWN: Final = 3
LONGEST: Final = 4_000


def notice_text(words: Mapping[str, Any], token: NotificationToken, language: str) -> str:
    """The whole text. What is below the marker is cut from an answer, so nothing internal ever goes on to a customer."""
    if "line" not in words:
        # Planned before an upgrade, when the whole text was.
        return str(words["text"])
    with translation.override(language or "en"):
        said = [_shown(message) for message in _last(token)] if token.answers else []
        parts = [*_way_to_answer(token.answers), words["line"], *said, words["link"], *_no_way(token.answers)]
        return "\n\n".join([*parts, words["choice"]]) + "\n"


def _way_to_answer(answers: str) -> list[str]:
    if not answers:
        return []
    where: Mapping[str, Words] = {
        "reply": _("Answer above this line, and it goes to the customer"),
        "note": _("Answer above this line, and it becomes an internal note"),
    }
    return [reply_marker(str(where[answers]))]


def _no_way(answers: str) -> list[str]:
    return [] if answers else [_("Answer in the workspace: a reply to this mail reaches nobody.")]


def _last(token: NotificationToken) -> list[Message]:
    """What was written up to what the reader is told of. Who answers a customer sees what was said to and by them; who answers a
    note, the notes as well."""
    rows = Message.objects.filter(shown_in_id=token.ticket_id, seq__lte=token.seen, undone_at__isnull=True)
    if token.answers == "reply":
        rows = rows.filter(visibility="public", unverified=False)
    return list(rows.select_related("author").order_by("-seq")[:SHOWN])


def _shown(message: Message) -> str:
    author = message.author
    name = (author.name or author.email) if author is not None else _("Unknown sender")
    text = str(message.parts.get("visible") or message.text).strip()
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} …"
    who = _("%(name)s (internal note):") if message.visibility == "internal" else _("%(name)s:")
    return quoted_text(who % {"name": name}, text)
