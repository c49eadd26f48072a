"""The fields of a mailbox that admins set: how each is read from JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.infra.markup import sanitise_authored
from tandem.infra.text import has_controls, storable
from tandem.kernel.changes import Json
from tandem.tickets.editable import WRONG_TYPE, Unreadable, identifier
from tandem.tickets.editable import address as any_address

MAX_SIGNATURE = 20_000
#: A reply address is the mailbox's local part, a plus and the token; together they have at most 64 octets.
MAX_LOCAL = 30


def address(value: Json) -> Address:
    """The mailbox's address. A plus is kept for reply addresses."""
    found = any_address(value)
    if "+" in found.local:
        raise Unreadable("plus", _("A mailbox has no + in its address: Tandem puts the reply's token there."))
    if len(found.local.encode()) > MAX_LOCAL:
        raise Unreadable("too_long", _("The part before the @ has at most 30 characters."))
    if found.local.startswith('"') or not found.local.isascii():
        raise Unreadable("unsupported", _("A mailbox needs a plain address: letters, digits, dots and dashes."))
    return found


def from_name(value: Json) -> str:
    """The name that customers see beside the address; may be empty."""
    if not isinstance(value, str):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    if has_controls(value):
        raise Unreadable("control_character", _("A name is a single line."), malformed=True)
    if len(value.strip()) > 200:
        raise Unreadable("too_long", _("A name has at most 200 characters."))
    return value.strip()


def signature(value: Json) -> str:
    """What stands under every answer from here, reduced to what a reply may hold."""
    if not isinstance(value, str):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    if len(value) > MAX_SIGNATURE:
        raise Unreadable("too_long", _("A signature has at most 20,000 characters."))
    return sanitise_authored(storable(value)).strip()


def flag(value: Json) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    return value


def department(value: Json) -> int:
    """The id of the department in which tickets begin."""
    number = identifier(value)
    if number is None:
        raise Unreadable("missing", _("This cannot be empty."))
    return number


PARSE: Final[Mapping[str, Callable[[Json], Json]]] = {
    "address": address,
    "from_name": from_name,
    "department": department,
    "signature_html": signature,
    "active": flag,
    "subject_token": flag,
}
