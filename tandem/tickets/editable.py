"""The fields of a ticket that people edit: how each is read from JSON, stored, and shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.infra.clock import from_datetime
from tandem.infra.text import has_controls, one_line
from tandem.infra.words import Words
from tandem.kernel.changes import Json
from tandem.kernel.errors import Problem
from tandem.tickets.vocabulary import PRIORITIES, TYPES

MAX_TAGS = 100
MAX_COPIES = 50
_EARLIEST: Final = from_datetime(datetime(1900, 1, 1, tzinfo=UTC))
_TOO_LATE: Final = from_datetime(datetime(9001, 1, 1, tzinfo=UTC))


class Unreadable(ValueError):
    """A value of the wrong shape (`malformed`) or one that breaks a rule."""

    def __init__(self, code: str, detail: Words, *, malformed: bool = False, at: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.malformed = malformed
        self.at = at

    def problem(self, pointer: str) -> Problem:
        """This refusal, located."""
        return Problem(pointer + self.at, self.code, self.detail)


WRONG_TYPE = _("This value is of the wrong type.")


@dataclass(frozen=True, slots=True)
class EditableField:
    """`parse` takes JSON to the stored form; `show` takes it back. `is_set` fields merge member by member."""

    parse: Callable[[Json], Json]
    show: Callable[[Json], Json] = lambda value: value
    is_set: bool = False


def _wrong_type(at: str = "") -> Unreadable:
    return Unreadable("wrong_type", WRONG_TYPE, malformed=True, at=at)


def subject(value: Json) -> str:
    """A subject is one line of 1 to 500 characters."""
    if not isinstance(value, str):
        raise _wrong_type()
    # A tab is what somebody pasted; line separators and direction overrides are for header fields of others (sec:L-03).
    if has_controls(value.replace("\t", " ")):
        raise Unreadable("control_character", _("A subject is a single line."), malformed=True)
    line = one_line(value, 100_000)
    if not line:
        raise Unreadable("empty", _("A ticket needs a subject."))
    if len(line) > 500:
        raise Unreadable("too_long", _("A subject has at most 500 characters."))
    return line


def priority(value: Json) -> int:
    """One of the ordered names, stored as its position."""
    if not isinstance(value, str):
        raise _wrong_type()
    if value not in PRIORITIES:
        raise Unreadable("unknown", _("There is no such priority."))
    return PRIORITIES.index(value)


def _type(value: Json) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong_type()
    if value is not None and value not in TYPES:
        raise Unreadable("unknown", _("There is no such type."))
    return value


def _slug(value: Json) -> str:
    if not isinstance(value, str):
        raise _wrong_type()
    return value


def identifier(value: Json) -> int | None:
    """An id as JSON gives it: a string of digits, or null."""
    if value is None:
        return None
    if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > 19:
        raise _wrong_type()
    number = int(value)
    if number >= 1 << 63:
        raise _wrong_type()
    return number


def _required_identifier(value: Json) -> int:
    number = identifier(value)
    if number is None:
        raise Unreadable("missing", _("This cannot be empty."))
    return number


def moment(value: Json) -> int | None:
    """A date and time with a zone (ISO 8601) in milliseconds, or null; within the years that conditions compare."""
    if value is None:
        return None
    try:
        milliseconds = from_datetime(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        raise Unreadable("wrong_type", _("This is not a date and time with a zone."), malformed=True) from None
    if not _EARLIEST <= milliseconds < _TOO_LATE:
        raise Unreadable("out_of_range", _("A date lies between the years 1900 and 9000."))
    return milliseconds


def tag(value: Json, at: str = "") -> str:
    """One tag: a lower-case word of at most 60 characters; spaces within become hyphens. What cannot be part of a tag is
    refused, never cut out in silence."""
    if not isinstance(value, str):
        raise _wrong_type(at)
    if has_controls(value):
        raise Unreadable("control_character", _("A tag is a single line."), malformed=True, at=at)
    plain = one_line(value, 100_000).lower().replace(" ", "-")
    if not plain or len(plain) > 60 or "," in plain:
        raise Unreadable("bad_tag", _("A tag has 1 to 60 characters and no commas."), at=at)
    return plain


def tags(value: Json) -> list[str]:
    """Tags, each once, whatever its case."""
    if not isinstance(value, list) or len(value) > MAX_TAGS:
        raise _wrong_type()
    found: list[str] = []
    for index, given in enumerate(value):
        plain = tag(given, f"/{index}")
        if plain in found:
            raise Unreadable("duplicate", _("The same tag twice."), at=f"/{index}")
        found.append(plain)
    return found


def people(value: Json) -> list[Address]:
    """A list of `{email, name?}`; one mailbox in each, never two in one field (a comma does not pass)."""
    if not isinstance(value, list) or len(value) > MAX_COPIES:
        raise _wrong_type()
    found = []
    for index, person in enumerate(value):
        if not isinstance(person, Mapping):
            raise _wrong_type(f"/{index}")
        found.append(address(person.get("email"), person.get("name", ""), at=f"/{index}"))
    return found


def address(email: Json, name: Json = "", *, at: str = "") -> Address:
    """One person's address; refuses control characters in the name rather than cleaning them away (L-03)."""
    from tandem.infra.text import has_controls

    if not isinstance(email, str) or not isinstance(name, str | None):
        raise _wrong_type(f"{at}/email")
    if name and has_controls(name):
        raise Unreadable("control_character", _("A name is a single line."), malformed=True, at=f"{at}/name")
    if has_controls(email):
        raise Unreadable("control_character", _("This is not a mail address."), malformed=True, at=f"{at}/email")
    if name and len(name) > 200:
        raise Unreadable("too_long", _("A name has at most 200 characters."), at=f"{at}/name")
    try:
        return make_address(email.strip(), name or "")
    except InvalidAddress:
        raise Unreadable("bad_address", _("This is not a mail address."), at=f"{at}/email") from None


def followers(value: Json) -> list[int]:
    """A list of ids of colleagues, each once."""
    if not isinstance(value, list) or len(value) > MAX_COPIES:
        raise _wrong_type()
    found = []
    for index, person in enumerate(value):
        try:
            found.append(_required_identifier(person))
        except Unreadable as error:
            raise Unreadable(error.code, error.detail, malformed=error.malformed, at=f"/{index}") from None
    return list(dict.fromkeys(found))


def requester(value: Json) -> int | Address:
    """Somebody by id, or by `{email, name?}`: a customer who is not known yet."""
    if isinstance(value, Mapping):
        return address(value.get("email"), value.get("name", ""))
    return _required_identifier(value)


def _show_requester(value: Any) -> str:
    return value.address if isinstance(value, Address) else str(value)


def _show_id(value: Any) -> str | None:
    return None if value is None else str(value)


#: Field -> how to read and show it. Statuses are slugs outside and ids inside; the command translates.
EDITABLE: Final[dict[str, EditableField]] = {
    "subject": EditableField(subject),
    "status": EditableField(_slug),
    "priority": EditableField(priority, show=lambda value: PRIORITIES[value]),
    "type": EditableField(_type),
    "owner": EditableField(identifier, show=_show_id),
    "team": EditableField(identifier, show=_show_id),
    "department": EditableField(_required_identifier, show=_show_id),
    "requester": EditableField(requester, show=_show_requester),
    "due_at": EditableField(moment, show=lambda value: value),
    "tags": EditableField(tags, is_set=True),
    "cc": EditableField(people, is_set=True),
    "followers": EditableField(followers, show=lambda value: [str(person) for person in value], is_set=True),
}
