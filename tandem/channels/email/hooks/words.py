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
}


def words_of_hook(code: str) -> str:
    """The sentence for a code; empty for none."""
    return str(WORDS[code]) if code in WORDS else ""
