"""What can be done to many tickets at once: one line an action. A new one needs a reader of its value and a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Json
from tandem.kernel.commands import Command, Once
from tandem.kernel.merging import Edit
from tandem.people.editing import UNSEEN
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.mark_spam import MarkSpam, UnmarkSpam
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.editable import EDITABLE, Unreadable

#: (ticket, value, names of the request) -> the command for this one ticket.
Make = Callable[[int, Any, Sequence[Once]], Command[Any]]


@dataclass(frozen=True, slots=True)
class BulkAction:
    """`read` takes the value out of JSON (raises Unreadable), `make` the command out of the value."""

    make: Make
    read: Callable[[Json], Json]


def _no_value(value: Json) -> None:
    if value is not None:
        raise Unreadable("unknown", _("This action takes no value."), malformed=True)


def _tags(value: Json) -> Json:
    found = EDITABLE["tags"].parse(value)
    if not found:
        raise Unreadable("empty", _("Name at least one tag."))
    return found


def _field(name: str) -> BulkAction:
    """Set a field, whatever it is now: nobody has looked at each of them."""

    def make(ticket: int, value: Json, names: Sequence[Once]) -> Command[Any]:
        return EditTicket(ticket, {name: Edit(UNSEEN, value)}, names)

    return BulkAction(make, EDITABLE[name].parse)


def _add_tags(ticket: int, value: Json, names: Sequence[Once]) -> Command[Any]:
    return EditTicket(ticket, {"tags": Edit([], value)}, names)


def _remove_tags(ticket: int, value: Json, names: Sequence[Once]) -> Command[Any]:
    return EditTicket(ticket, {"tags": Edit(value, [])}, names)


def _plain(command: Callable[..., Command[Any]]) -> BulkAction:
    def make(ticket: int, _value: Json, names: Sequence[Once]) -> Command[Any]:
        return command(ticket, names=names)

    return BulkAction(make, _no_value)


ACTIONS: Final[dict[str, BulkAction]] = {
    "owner": _field("owner"),
    "status": _field("status"),
    "priority": _field("priority"),
    "add_tags": BulkAction(_add_tags, _tags),
    "remove_tags": BulkAction(_remove_tags, _tags),
    "spam": _plain(MarkSpam),
    "not_spam": _plain(UnmarkSpam),
    "trash": _plain(TrashTicket),
    "restore": _plain(RestoreTicket),
    "delete": _plain(DeleteTicket),
}
