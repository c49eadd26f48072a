"""What people read about the reasons that replies are held for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

#: Kind -> what it is called among the settings of a department.
NAMES: Final[Mapping[str, Words]] = {
    "placeholder": _("a placeholder that nothing has replaced"),
    "note": _("words of an internal note"),
    "mention": _("a colleague who is called"),
    "address": _("the address of another customer"),
    "ticket": _("the ticket of another customer"),
    "attachment": _("a promised file that is not attached"),
    "recipients": _("more than ten recipients"),
    "script": _("another script than the customer's"),
}
#: Kind -> what a refusal says of one reply.
SENTENCES: Final[Mapping[str, Words]] = {
    "placeholder": _("“%(text)s” is a placeholder that nothing has replaced."),
    "note": _("“%(text)s” is taken from an internal note."),
    "mention": _("“%(text)s” calls a colleague, and the customer would read it."),
    "address": _("“%(text)s” is the address of another customer."),
    "ticket": _("“%(text)s” is the ticket of another customer."),
    "attachment": _("“%(text)s” promises a file, and none is attached."),
    "recipients": _("It would go to more than ten people."),
    "script": _("The customer writes in another script than this reply."),
}
