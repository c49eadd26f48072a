"""Why a mail lies in quarantine, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

EXPLANATIONS: Final[dict[str, Words]] = {
    "agent_automatic": _("It answers a notification to a colleague, and a machine wrote it."),
    "agent_inactive": _("It answers a notification to a colleague who does not work here any more."),
    "agent_nothing_to_answer": _("It answers a notification to a colleague that asks for no answer."),
    "agent_refused": _("It answers a notification to a colleague who may not answer on this ticket now."),
    "agent_spoof": _("It answers a notification to a colleague, but there is no proof that it is from them."),
    "ask_returned": _("It reports, or answers by itself, a mail that asked a sender to confirm their address."),
    "bounce_unproven": _(
        "It reports a mail of ours as undelivered, but did not come back to the address that the mail was sent from."
    ),
    "bounce_unmatched": _("It reports a mail that could not be delivered, and names none of ours."),
    "empty": _("It holds nothing at all."),
    "failed": _("It could be read but not filed, three times in a row. The trace says what went wrong."),
    "loop": _(
        "It says that it comes from one of our own addresses. Filing it could make two machines answer each other."
    ),
    "no_author": _("It does not say in a readable way who wrote it."),
    "kept_as_draft": _("A colleague's answer that was not sent: it waits as their draft on the ticket."),
    "not_delivered": _(
        "The mail server lists this mail but did not hand it over. It lies on the server still; look at it there."
    ),
    "poison": _("Reading it failed three times in a row. The mails behind it were not held up."),
    "raw_missing": _("Its stored bytes are missing."),
    "report": _("It is a receipt or a report of a machine, and belongs to no ticket."),
    "too_large": _(
        "It is larger than this installation takes. Only its header was fetched; the mail lies on the server still."
    ),
    "same_mail": _("The ticket holds this very mail already; it came by two of our addresses."),
}


def explanation(reason: str) -> str:
    """The sentence for a reason, empty when there is none."""
    return str(EXPLANATIONS.get(reason, ""))
