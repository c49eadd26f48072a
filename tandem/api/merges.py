"""Edits of people and groups: plain fields, and beside them the `base` that their author saw, if they say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from tandem.api.inputs import located
from tandem.api.schemas import Input
from tandem.infra.addresses import Address
from tandem.infra.text import has_controls, one_line, storable
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.merging import Edit
from tandem.people.editing import UNSEEN
from tandem.tickets.editable import Unreadable, address

#: Name in the request -> (stored field, how its value is read).
Fields: TypeAlias = Mapping[str, tuple[str, Callable[[Any], Any]]]


def as_given(value: Any) -> Any:
    """A value whose type is all that matters."""
    return value


def members(value: list[int]) -> list[int]:
    """Ids without repetitions."""
    return list(dict.fromkeys(value))


def mail_address(value: str) -> Address:
    """One mail address, refused at the place of its own field."""
    try:
        return address(value)
    except Unreadable as error:
        raise Unreadable(error.code, error.detail, malformed=error.malformed) from None


def line(limit: int) -> Callable[[str], str]:
    """A reader of names: one line without control characters, of at most `limit` characters."""

    def read(value: str) -> str:
        if has_controls(value):
            raise Unreadable("control_character", _("A name is a single line."), malformed=True)
        if len(value) > limit:
            raise Unreadable("too_long", _("This name is too long."))
        return one_line(value, limit)

    return read


def text(limit: int) -> Callable[[str], str]:
    """A reader of texts of several lines, of at most `limit` characters."""

    def read(value: str) -> str:
        if len(value) > limit:
            raise Unreadable("too_long", _("This text is too long."))
        return storable(value).strip()

    return read


def edits_of(data: Input, base: Input | None, fields: Fields) -> dict[str, Edit]:
    """What was asked for, in stored form. A field that was left out, or is null, is not edited. Raises Invalid, Malformed."""
    edits: dict[str, Edit] = {}
    with located() as read:
        for name, (stored, parse) in fields.items():
            if getattr(data, name) is None:
                continue
            mine = read(f"/{name}", parse, getattr(data, name))
            seen = getattr(base, name) if base is not None and name in base.model_fields_set else None
            edits[stored] = Edit(UNSEEN if seen is None else read(f"/base/{name}", parse, seen), mine)
    if not edits:
        raise Invalid([Problem("", "empty", _("Say what to change."))])
    return edits
