"""What a mailbox's fields may hold."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.infra.markup import sanitise_authored
from tandem.infra.text import storable
from tandem.people.languages import stored_language
from tandem.tickets.editable import Unreadable

MAX_SIGNATURE: Final = 20_000
#: A reply address is the mailbox's local part, a plus and a token of 32 characters; 64 octets is what servers take.
MAX_LOCAL: Final = 31


def unfit(address: Address) -> Unreadable | None:
    """Why a mailbox cannot have this address; None when it can."""
    if "+" in address.local:
        return Unreadable("plus", _("A mailbox has no + in its address: Tandem puts the reply's token there."))
    if address.local.startswith('"') or not address.local.isascii():
        return Unreadable("unsupported", _("A mailbox needs a plain address: letters, digits, dots and dashes."))
    if len(address.local) > MAX_LOCAL:
        return Unreadable("too_long", _("The part before the @ has at most 31 characters."))
    return None


def spoken(value: str) -> str:
    """Django's name of a language that is spoken here, "" for that of the installation. Raises Unreadable."""
    found = stored_language(value)
    if found is None:
        raise Unreadable("unknown", _("This language is not spoken here."))
    return found


def reply_address(value: str) -> Address | str:
    """The address that customers answer to; "" for the mailbox's own. Raises Unreadable."""
    if not value.strip():
        return ""
    try:
        return make_address(value.strip())
    except InvalidAddress:
        raise Unreadable("invalid_address", _("This is no mail address.")) from None


def signature(value: str) -> str:
    """What stands under every answer from here, reduced to what a reply may hold. Raises Unreadable."""
    if len(value) > MAX_SIGNATURE:
        raise Unreadable("too_long", _("A signature has at most 20,000 characters."))
    return sanitise_authored(storable(value)).strip()
