"""What a field's values are: how a clause value is parsed, how a stored value is brought to the same form.

Both sides compare *normalised* values: None for "not set", else a str, int, bool or frozenset of these. A clause value is bound
once, when the condition is compiled, and resolved per run, since "current agent" depends on the context.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from tandem.conditions.context import Context
from tandem.conditions.days import Span, parse_date
from tandem.conditions.nodes import Value
from tandem.conditions.problems import BadValue
from tandem.conditions.text import normalise_text
from tandem.infra.text import storable

Operand = frozenset[Any] | Span | str | None
Bound = Callable[[Context], Operand]


class Constant:
    """A bound clause value that is the same in every context: what is compiled need not ask for it again."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self, context: Context) -> Any:
        return self.value


# One less than 64 bits at both ends: "less than" subtracts one.
_LIMIT = 2**63 - 2
_MAX_TEXT = 500
_MAX_MOMENT_MS = 221_845_392_000_000  # the year 9000
_MAX_AMOUNT_MS = 100 * 366 * 86_400_000
_UNITS_MS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_AMOUNT = re.compile(r"([0-9]{1,12})(ms|s|m|h|d)")


class ValueType:
    """A type of field. `ordered` says whether less and greater have a meaning."""

    name: str
    ordered = False
    #: Lookups that tell a set value from an unset one, besides IS NOT NULL.
    present: Mapping[str, Any] = MappingProxyType({})

    def parse(self, raw: object) -> Any:
        """The normalised value that a clause value in JSON stands for; raises BadValue."""
        raise NotImplementedError

    def normalise(self, stored: Any) -> Hashable | None:
        """A value read from a record in the form in which it is compared; None is "not set"."""
        return stored  # type: ignore[no-any-return]  # readers are checked by the parity of each catalogue

    def bind(self, raw: object) -> Callable[[Context], frozenset[Any]]:
        """The set of stored values that equal the clause value, None among them when it says "not set"."""
        return Constant(frozenset((self.parse(raw),)))

    def span(self, comparison: str, raw: object) -> Operand:
        """The values `less`, `at_most`, `greater` or `at_least` compared with `raw`; for ordered types."""
        value = self.parse(raw)
        spans = {"less": (None, value - 1), "at_most": (None, value), "greater": (value + 1, None)}
        return Span(*spans.get(comparison, (value, None)))


class Text(ValueType):
    """Free text. The SQL side must read a column that holds `normalise_text(text)`; empty is "not set"."""

    name = "text"
    present = MappingProxyType({"gt": ""})

    def parse(self, raw: object) -> str:
        if not isinstance(raw, str):
            raise BadValue("value_type")
        text = normalise_text(raw)
        if not text:
            raise BadValue("value_empty")
        if max(len(text), len(raw)) > _MAX_TEXT:
            raise BadValue("value_too_long")
        return text

    def normalise(self, stored: str | None) -> str | None:
        return (normalise_text(stored) or None) if stored else None


class AddressText(Text):
    """A mail address or its domain in the form by which people are looked up: only the case of one and the same letter is
    levelled, since look-alikes are not the same address. The SQL side reads a column of that form."""

    def parse(self, raw: object) -> str:
        Text().parse(raw)
        return "".join(storable(str(raw)).lower().split())

    def normalise(self, stored: str | None) -> str | None:
        return stored or None


class Passages(ValueType):
    """Several texts of one record, such as its messages: it contains a piece when one of them does.

    Both sides look at whole texts in the normal form. It has no line breaks, so texts that are joined by one are still
    apart: no piece reaches from one into the next.
    """

    name = "passages"
    present = MappingProxyType({"gt": ""})

    def parse(self, raw: object) -> str:
        return Text().parse(raw)

    def normalise(self, stored: Iterable[str | None] | None) -> str | None:
        return "\n".join(filter(None, (normalise_text(text) for text in stored or () if text))) or None


class Choice(ValueType):
    """One of a list of slugs, `ordered` from low to high if less and greater make sense. `codes` maps slugs to what is
    stored (a small integer, say) where that differs. Without `options` any slug is accepted."""

    name = "choice"

    def __init__(
        self, options: Iterable[str] = (), *, ordered: bool = False, codes: dict[str, int] | None = None
    ) -> None:
        self.options = tuple(options)
        self.ordered = ordered
        self.codes = codes
        self.present = MappingProxyType({} if codes else {"gt": ""})
        if ordered and not self.options:
            raise ValueError("an ordered choice needs its options")

    def parse(self, raw: object) -> str | int:
        if not isinstance(raw, str):
            raise BadValue("value_type")
        if self.options and raw not in self.options:
            raise BadValue("value_unknown")
        if not raw:
            raise BadValue("value_empty")
        if len(raw) > _MAX_TEXT or not raw.isprintable():
            raise BadValue("value_type")
        return self.codes[raw] if self.codes else raw

    def normalise(self, stored: str | int | None) -> str | int | None:
        return None if stored == "" else stored

    def span(self, comparison: str, raw: object) -> Operand:
        self.parse(raw)
        place = self.options.index(str(raw))
        chosen = {"less": self.options[:place], "at_most": self.options[: place + 1]}
        rest = self.options[place + 1 :] if comparison == "greater" else self.options[place:]
        return frozenset(self.parse(option) for option in chosen.get(comparison, rest))


class Reference(ValueType):
    """The id of another record (in JSON a string or number) or null. `specials` are words that the context resolves."""

    WORDS: dict[str, Callable[[Context], frozenset[int | None]]] = {
        "nobody": Constant(frozenset((None,))),
        "current_agent": lambda context: frozenset() if context.person_id is None else frozenset((context.person_id,)),
        "my_teams": lambda context: context.team_ids,
        "my_departments": lambda context: context.department_ids,
    }

    def __init__(self, name: str = "reference", specials: tuple[str, ...] = ("nobody",)) -> None:
        self.name = name
        self.specials = specials

    def parse(self, raw: object) -> int | None:
        if raw is None:
            return None
        if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 20:
            raw = int(raw)
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise BadValue("value_type")
        if not 0 < raw <= _LIMIT:
            raise BadValue("value_range")
        return raw

    def bind(self, raw: object) -> Callable[[Context], frozenset[Any]]:
        return self.WORDS[raw] if isinstance(raw, str) and raw in self.specials else super().bind(raw)


PERSON = Reference("person", ("current_agent", "nobody"))
TEAM = Reference("team", ("my_teams", "nobody"))
DEPARTMENT = Reference("department", ("my_departments", "nobody"))


class SetOf(ValueType):
    """Several values of one type: tags, followers, a multiple choice. The empty set is "not set"."""

    name = "set"

    def __init__(self, item: ValueType) -> None:
        self.item = item
        self.present = item.present

    def bind(self, raw: object) -> Callable[[Context], frozenset[Any]]:
        if raw is None or raw == "nobody":
            raise BadValue("value_empty")  # a set never holds "not set"; that is what is_not_set asks
        return self.item.bind(raw)

    def normalise(self, stored: Iterable[Any] | None) -> frozenset[Any] | None:
        values = frozenset(self.item.normalise(value) for value in stored or ()) - {None}
        return values or None


class Number(ValueType):
    """A whole number; with `scale` a decimal kept as an integer of so many decimal places (12.34 is stored as 1234)."""

    name = "number"
    ordered = True

    def __init__(self, scale: int = 0) -> None:
        self.scale = scale

    def parse(self, raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise BadValue("value_type")
        if (isinstance(raw, int) and abs(raw) > _LIMIT) or (isinstance(raw, str) and len(raw) > 40):
            raise BadValue("value_range")  # before it is written out: thousands of digits take long
        try:
            scaled = Decimal(str(raw)).scaleb(self.scale)
        except InvalidOperation:
            raise BadValue("value_type") from None
        if not scaled.is_finite() or abs(scaled) > _LIMIT or scaled != scaled.to_integral_value():
            raise BadValue("value_range")
        return int(scaled)


class Duration(ValueType):
    """A length of time, stored in milliseconds, written with a unit: 500ms, 90s, 20m, 4h, 2d."""

    name = "duration"
    ordered = True

    def parse(self, raw: object) -> int:
        found = _AMOUNT.fullmatch(raw) if isinstance(raw, str) else None
        if found is None:
            raise BadValue("value_type")
        amount = int(found[1]) * _UNITS_MS[found[2]]
        if amount > _MAX_AMOUNT_MS:
            raise BadValue("value_range")
        return amount


class Moment(ValueType):
    """A point in time, stored in milliseconds since the epoch. Written as such, as ISO 8601 with an offset, or as a
    date, which is that whole day in the context's zone."""

    name = "moment"

    def parse(self, raw: object) -> int | date:
        if isinstance(raw, str) and len(raw) == 10:
            return parse_date(raw)
        if isinstance(raw, str):
            try:
                moment = datetime.fromisoformat(raw)
            except ValueError:
                raise BadValue("value_type") from None
            if moment.tzinfo is None:
                raise BadValue("value_type")
            raw = round(moment.timestamp() * 1000)
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise BadValue("value_type")
        if not 0 <= raw <= _MAX_MOMENT_MS:
            raise BadValue("value_range")
        return raw

    def zone(self, context: Context) -> tzinfo:
        """Where the days of this field begin."""
        return context.zone


class Day(ValueType):
    """A date without a time of day, stored as the milliseconds of its midnight in UTC wherever the reader is."""

    name = "day"

    def parse(self, raw: object) -> date:
        if not isinstance(raw, str):
            raise BadValue("value_type")
        return parse_date(raw)

    def zone(self, context: Context) -> tzinfo:
        return UTC


class Boolean(ValueType):
    """Yes, no, or not set, which is neither."""

    name = "boolean"

    def parse(self, raw: object) -> bool:
        if not isinstance(raw, bool):
            raise BadValue("value_type")
        return raw


def parse_amount(raw: Value) -> int:
    """Milliseconds of a length of time in a clause: a number of hours, or a text with a unit as in Duration."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if not 0 <= raw <= _MAX_AMOUNT_MS / 3_600_000:  # also refuses NaN
            raise BadValue("value_range")
        return round(raw * 3_600_000)
    return Duration().parse(raw)
