"""Answers that colleagues send by mail and that did not leave: why, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

#: The kind of the event.
HELD: Final = "mailed_answer.held"
#: The answer cannot be told from what it quotes.
UNCLEAR: Final = "answer.unclear"
REASONS: Final[dict[str, Words]] = {
    "ticket.moved_on": _("Somebody wrote on this ticket after the mail that was answered."),
    "ticket.noted": _("A colleague noted something after the mail that was answered."),
    "ticket.changed": _("A colleague changed the ticket after the mail that was answered."),
    UNCLEAR: _("The answer could not be told from what it quotes. Write above the line in the mail."),
}
_OTHERWISE: Final = _("The ticket does not take this answer as it stands.")


def reason(code: str) -> str:
    """The sentence for a code."""
    return str(REASONS.get(code, _OTHERWISE))
