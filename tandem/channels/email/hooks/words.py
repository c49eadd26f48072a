"""What is wrong with a provider's webhook, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

WORDS: Final[dict[str, Words]] = {
    "unreadable": _(
        "The provider posted something that is not a mail. Check that its webhook for incoming mail goes to the first address and "
        "sends the whole mail (raw MIME), and that delivery events go to the second."
    ),
    "fault": _(
        "Tandem could not keep a mail, for example because it is too large. The log says why; the provider tries again."
    ),
    "refused": _(
        "Every call of the last quarter of an hour or longer was refused, since it does not prove itself by the secret. If mail is "
        "missing, set the secret anew here and at the provider. If none is, it was a stranger, and nothing need be done."
    ),
    "sealed": _(
        "The secret of this webhook cannot be opened, since the key of this installation has changed: nothing is taken. Set it "
        "anew here and at the provider."
    ),
}


def words_of_hook(code: str) -> str:
    """The sentence for a code; empty for none."""
    return str(WORDS[code]) if code in WORDS else ""
