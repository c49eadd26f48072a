"""From what a request says to what a command takes, with every refusal located."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from tandem.api.schemas import Input, PersonInput
from tandem.conditions.check import Use, check
from tandem.conditions.nodes import Node, all_of, any_of, rule
from tandem.infra.addresses import Address
from tandem.infra.ids import new_id
from tandem.kernel.commands import Once
from tandem.kernel.errors import Invalid, Malformed, NotFound, Problem
from tandem.kernel.merging import Edit
from tandem.people.actors import StaffActor
from tandem.saved_views.queries import own_view
from tandem.tickets import listing, queries
from tandem.tickets.asking import asked
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.editable import EDITABLE, Unreadable, address
from tandem.tickets.preset_views import BY_KEY

Given = TypeVar("Given")
Read = TypeVar("Read")


class EditPair(Input):
    """`base` is what the author saw, `mine` what they want."""

    base: Any = None
    mine: Any = None


@contextmanager
def located() -> Iterator[Callable[[str, Callable[[Any], Read], Any], Read]]:
    """Collect what cannot be read of several fields and refuse them together: 400 if any is malformed, else 422."""
    problems: list[Problem] = []
    malformed = False

    def read(pointer: str, parse: Callable[[Any], Read], value: Any) -> Read:
        nonlocal malformed
        try:
            return parse(value)
        except Unreadable as error:
            problems.append(error.problem(pointer))
            malformed = malformed or error.malformed
            return None  # type: ignore[return-value]

    yield read
    if problems:
        raise (Malformed if malformed else Invalid)(problems)


def person(value: PersonInput) -> Address:
    """An address with its name."""
    return address(value.email, value.name)


def people(values: Sequence[PersonInput]) -> list[Address]:
    """Several addresses."""
    return [address(value.email, value.name, at=f"/{index}") for index, value in enumerate(values)]


def edits(changes: Mapping[str, EditPair]) -> dict[str, Edit]:
    """Field edits in stored form. An unknown or read-only field is refused, never dropped (sec:Z-03)."""
    if not changes:
        raise Invalid([Problem("/changes", "empty", _("Say what to change."))])
    unknown = [name for name in changes if name not in EDITABLE]
    if unknown:
        detail = _("There is no such field, or it cannot be edited.")
        raise Malformed([Problem(f"/changes/{name}", "unknown", detail) for name in unknown])
    found: dict[str, Edit] = {}
    with located() as read:
        for name, pair in changes.items():
            parse = EDITABLE[name].parse
            base = read(f"/changes/{name}/base", parse, pair.base)
            found[name] = Edit(base, read(f"/changes/{name}/mine", parse, pair.mine))
    return found


def idempotency(request: HttpRequest, actor: StaffActor, data: BaseModel, scope: str = "open") -> Sequence[Once]:
    """The name that the caller gave to this request, with what it means. `seen` and `acknowledge` do not count."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return ()
    if len(key) > 200 or not key.isprintable():
        raise Malformed(
            [Problem("", "idempotency.malformed", _("An Idempotency-Key has 1 to 200 printable characters."))]
        )
    body = data.model_dump(mode="json", exclude={"seen", "acknowledge"})
    return (Once.of(actor.key, key, [scope, body]),)


def channel_of(request: HttpRequest) -> str:
    """How a ticket came in: by a program with a token, or through the workspace."""
    return "api" if "Authorization" in request.headers else "agent"


def at_most(values: Sequence[Any], limit: int, pointer: str) -> None:
    """Raises Invalid for a list that is longer than it may be."""
    if len(values) > limit:
        raise Invalid([Problem(pointer, "too_many", _("This list is too long."))])


def replaced(edit: Edit, mine: Any) -> Edit:
    """The same edit, to another value."""
    return Edit(edit.base, mine)


#: A condition in an address: more is a document, and saved as a view.
MAX_CONDITION: Final = 8_000


def opened_view(actor: StaffActor, key: str) -> tuple[Node, str]:
    """The condition of a view, preset or one's own, and the order in which it is first shown. Without a view, as in a search:
    everywhere but in the trash and the spam folder."""
    if not (key.isascii() and key.isdigit()):
        return listing.view_condition(key or "all"), BY_KEY[key].sort if key else "-updated"
    try:
        view = own_view(actor, int(key[:20]))
    except NotFound:
        raise Malformed([Problem("/view", "unknown", _("There is no such view."))]) from None
    return view.condition, view.sort


def _ad_hoc(written: str) -> list[Node]:
    """The condition in an address, if there is one."""
    if not written:
        return []
    if len(written) > MAX_CONDITION:
        raise Malformed(
            [Problem("/condition", "too_long", _("This condition is too long for an address. Save it as a view."))]
        )
    try:
        raw = orjson.loads(written)
    except orjson.JSONDecodeError:
        raw = None
    try:
        return [asked(raw)]
    except Invalid as refusal:
        raise Malformed(refusal.problems) from None


#: Filter of the list -> (field of the catalogue, operator).
_FILTERS = {
    "status": ("status", "is_any_of"),
    "group": ("group", "is_any_of"),
    "owner": ("owner", "is_any_of"),
    "team": ("team", "is_any_of"),
    "department": ("department", "is_any_of"),
    "priority": ("priority", "is_any_of"),
    "type": ("type", "is_any_of"),
    "channel": ("channel", "is_any_of"),
    "tag": ("tags", "includes_any"),
    "requester": ("requester", "is_any_of"),
}
_DUE = {"overdue": ("hours_since_more_than", "0h"), "today": ("on_day", "today"), "tomorrow": ("on_day", "tomorrow")}


def list_condition(view: Node, wanted: Any) -> Node:
    """The condition behind a list request: its view, every filter and the condition that it brings, typed against the
    catalogue. Whose tickets it is asked of is the actor's rights' business, before anything is counted."""
    parts: list[Node] = [view, *_ad_hoc(wanted.condition)]
    for name, (field, operator) in _FILTERS.items():
        values = [value.strip() for value in getattr(wanted, name).split(",") if value.strip()]
        if values:
            parts.append(_filter(field, operator, [_word(value) for value in values]))
    if wanted.due:
        operator, value = _DUE.get(wanted.due, ("on_day", wanted.due))
        parts.append(rule("due", operator, value))
    if wanted.received_days is not None:
        parts.append(rule("created", "within_last_days", wanted.received_days))
    condition = all_of(*parts)
    problems = check(condition, CATALOGUE, Use.SQL)
    if problems:
        raise Malformed([Problem("/filter", problem.code, _("This filter cannot be read.")) for problem in problems])
    return condition


def named_tickets(actor: StaffActor, wanted: Any) -> list[int] | None:
    """The ids of the tickets that a list request names, None if it names none. Raises Malformed, Invalid."""
    found: dict[str, list[int]] = {}
    for name in ("ids", "numbers"):
        values = [value.strip() for value in getattr(wanted, name).split(",") if value.strip()]
        if any(not (value.isascii() and value.isdigit() and int(value) < 1 << 63) for value in values):
            raise Malformed([Problem(f"/{name}", "wrong_type", _("This is a list of numbers, separated by commas."))])
        if len(values) > listing.MAX_LIMIT:
            raise Invalid([Problem(f"/{name}", "too_many", _("At most 100 tickets in one call."))])
        found[name] = [int(value) for value in values]
    if not found["ids"] and not found["numbers"]:
        return None
    return [*found["ids"], *queries.ids_of_numbers(actor, found["numbers"]).values()]


def _word(value: str) -> str:
    return {"me": "current_agent", "none": "nobody"}.get(value, value)


def _filter(field: str, operator: str, values: list[str]) -> Node:
    words = [
        value for value in values if value in {"current_agent", "nobody"} and field in {"owner", "team", "requester"}
    ]
    plain = [value for value in values if value not in words]
    nodes: list[Node] = [rule(field, "is", word) for word in words]
    if plain:
        nodes.append(rule(field, operator, plain))
    return any_of(*nodes)


def fresh_client_id() -> str:
    """A name for a composition whose author gave none, or that begins anew."""
    return f"made-here-{new_id():x}"
