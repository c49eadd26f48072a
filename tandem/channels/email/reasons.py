"""Why a mail lies in quarantine, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

EXPLANATIONS: Final[dict[str, Words]] = {
    "agent_reply_unsupported": _(
        "It answers a notification to a colleague. Answer in the workspace: by mail it cannot be proved who wrote."
    ),
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
    "poison": _("Reading it failed three times in a row. The mails behind it were not held up."),
    "raw_missing": _("Its stored bytes are missing."),
    "same_mail": _("The ticket holds this very mail already; it came by two of our addresses."),
}


def explanation(reason: str) -> str:
    """The sentence for a reason, empty when there is none."""
    return str(EXPLANATIONS.get(reason, ""))
