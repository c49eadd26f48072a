"""What each right is called on screen: in the table of rights, and where a token is narrowed to some."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

#: The first word of a right -> the part of the table where it stands.
AREA_NAMES: Final[dict[str, Words]] = {
    "tickets": _("Tickets"),
    "me": _("Own settings"),
    "people": _("People"),
    "customers": _("People"),
    "mailboxes": _("Mailboxes"),
    "quarantine": _("Mailboxes"),
    "macros": _("Tickets"),
    "tags": _("Tickets"),
    "audit": _("Administration"),
    "collision": _("Administration"),
}

RIGHT_NAMES: Final[dict[str, Words]] = {
    "tickets.read": _("Read tickets of one's departments"),
    "tickets.read_all": _("Read tickets of all departments"),
    "tickets.open": _("Open tickets"),
    "tickets.reply": _("Answer customers"),
    "tickets.note": _("Write internal notes"),
    "tickets.edit": _("Change the properties of tickets"),
    "tickets.spam": _("Mark spam and block senders"),
    "tickets.trash": _("Move tickets to the trash and restore them"),
    "tickets.edit_notes": _("Edit internal notes of others"),
    "tags.manage": _("Replace tags in every ticket"),
    "tickets.empty_trash": _("Delete tickets for good"),
    "macros.share": _("Make macros for others"),
    "me.edit": _("Change one's own settings and API tokens"),
    "people.read": _("See colleagues, customers and groups"),
    "people.manage": _("Manage people, groups and the security of sign-in"),
    "customers.edit": _("Edit customers and organisations"),
    "customers.merge": _("Merge customers"),
    "customers.export": _("Export all that is kept of a customer"),
    "customers.erase": _("Erase customers"),
    "mailboxes.manage": _("Manage mailboxes"),
    "quarantine.read": _("Read and release quarantined mail"),
    "audit.read": _("Read the audit log"),
    "collision.manage": _("Decide how collisions are avoided"),
    "collision.numbers": _("See how often colleagues meet in a ticket, and what comes of it"),
}
