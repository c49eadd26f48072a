"""What can be done to many tickets at once: one line an action. A new one needs a reader of its value and a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from tandem.tickets.commands.move_ticket import AS_IT_IS, MoveTicket
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.editable import EDITABLE, WRONG_TYPE, Unreadable

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


_PLACE: Final = ("department_id", "team_id", "owner_id")


def _place(value: Json) -> Json:
    """Where to move: `{department_id, team_id?, owner_id?}`; of the last two, what is left out stays if it can."""
    if not isinstance(value, Mapping):
        raise Unreadable("wrong_type", WRONG_TYPE, malformed=True)
    for name in value:
        if name not in _PLACE:
            detail = _("There is no such field, or it cannot be edited.")
            raise Unreadable("unknown", detail, malformed=True, at=f"/{name}")
    found: dict[str, Json] = {}
    for name in _PLACE:
        if name in value or name == "department_id":
            parse = EDITABLE[name.removesuffix("_id")].parse
            try:
                found[name] = parse(value.get(name))
            except Unreadable as error:
                raise Unreadable(error.code, error.detail, malformed=error.malformed, at=f"/{name}") from None
    return found


def _move(ticket: int, value: Json, names: Sequence[Once]) -> Command[Any]:
    team, owner = (value.get(name, AS_IT_IS) for name in _PLACE[1:])
    return MoveTicket(ticket, value["department_id"], team, owner, at="/value", names=names)


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
    "move": BulkAction(_move, _place),
    "spam": _plain(MarkSpam),
    "not_spam": _plain(UnmarkSpam),
    "trash": _plain(TrashTicket),
    "restore": _plain(RestoreTicket),
    "delete": _plain(DeleteTicket),
}
