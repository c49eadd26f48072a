"""A condition as frozen data, and its JSON form: the rule groups of react-querybuilder.

A group without rules says everything under "and" and nothing under "or", as `all()` and `any()` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from tandem.conditions.problems import ConditionRefused, Problem
from tandem.infra.text import storable

VERSION = 1
MAX_DEPTH = 8
MAX_RULES = 100

Scalar = str | int | float | bool | None
Value = Scalar | tuple[Scalar, ...]

# The builder numbers its rows and marks plain values; neither changes the meaning, so they are dropped.
# Any other unknown key might change it (`muted`), and is refused.
_GROUP_KEYS = frozenset({"combinator", "not", "rules", "id"})
_RULE_KEYS = frozenset({"field", "operator", "value", "valueSource", "id"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One test: `operator` compares the field with `value`, which is kept as written in JSON (lists as tuples)."""

    field: str
    operator: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class Group:
    """All ("and") or at least one ("or") of `rules`; `negated` turns the result round."""

    rules: tuple[Node, ...] = ()
    combinator: Literal["and", "or"] = "and"
    negated: bool = False


Node = Rule | Group

EVERYTHING = Group((), "and")
NOTHING = Group((), "or")


def rule(field: str, operator: str, value: Value | list[Any] | frozenset[Any] = None) -> Rule:
    """A rule written in code; a list or set becomes a tuple."""
    return Rule(field, operator, tuple(value) if isinstance(value, list | frozenset) else value)


def all_of(*nodes: Node) -> Group:
    """True when every node is; without nodes always true."""
    return Group(nodes, "and")


def any_of(*nodes: Node) -> Group:
    """True when at least one node is; without nodes never true."""
    return Group(nodes, "or")


def not_(node: Node) -> Group:
    """True exactly when the node is false: there is no third value."""
    return Group((node,), "and", negated=True)


def in_two_blocks(every: tuple[Node, ...], some: tuple[Node, ...]) -> Group:
    """ "All of these" and "any of these" as on a form: an unused block is left out instead of matching nothing."""
    return all_of(*every, any_of(*some)) if some else all_of(*every)


def fields_read(node: Node) -> frozenset[str]:
    """The keys of all fields that the condition looks at: what a snapshot must load, and by what rules are indexed."""
    if isinstance(node, Rule):
        return frozenset((node.field,))
    return frozenset().union(*(fields_read(child) for child in node.rules))


def to_json(node: Node) -> dict[str, Any]:
    """The stored form; `from_json(to_json(group)) == group`. The outermost group carries the language version."""
    written = _write(node if isinstance(node, Group) else all_of(node))
    return {"version": VERSION, **written}


def _write(node: Node) -> dict[str, Any]:
    if isinstance(node, Group):
        return {"combinator": node.combinator, "not": node.negated, "rules": [_write(child) for child in node.rules]}
    value = list(node.value) if isinstance(node.value, tuple) else node.value
    return {"field": node.field, "operator": node.operator, "value": value}


def from_json(raw: object) -> Group:
    """Read a stored or submitted condition. Raises ConditionRefused with the first place that is malformed or too large."""
    if isinstance(raw, dict):
        raw = dict(raw)
        if raw.pop("version", VERSION) != VERSION:
            _refuse("/version", "version")
    return _Reader().group(raw, "", 1)


def _refuse(pointer: str, code: str) -> NoReturn:
    raise ConditionRefused([Problem(pointer, code)])


class _Reader:
    """Counts while reading, so that a hostile document is refused before it is walked."""

    def __init__(self) -> None:
        self._left = {"rules": MAX_RULES, "groups": MAX_RULES}

    def _count(self, kind: str, pointer: str) -> None:
        self._left[kind] -= 1
        if self._left[kind] < 0:
            _refuse(pointer, "too_many_rules")

    def group(self, raw: Any, pointer: str, depth: int) -> Group:
        if depth > MAX_DEPTH:
            _refuse(pointer, "too_deep")
        self._count("groups", pointer)
        if not isinstance(raw, dict) or not raw.keys() <= _GROUP_KEYS:
            _refuse(pointer, "malformed")
        combinator, negated, rules = raw.get("combinator"), raw.get("not", False), raw.get("rules")
        for key, fits in (
            ("combinator", combinator in ("and", "or") if isinstance(combinator, str) else False),
            ("not", isinstance(negated, bool)),
            ("rules", isinstance(rules, list)),
        ):
            if not fits:
                _refuse(f"{pointer}/{key}", "malformed")
        children = (self._node(child, f"{pointer}/rules/{n}", depth) for n, child in enumerate(raw["rules"]))
        return Group(tuple(children), raw["combinator"], negated)

    def _node(self, raw: Any, pointer: str, depth: int) -> Node:
        if isinstance(raw, dict) and "rules" in raw:
            return self.group(raw, pointer, depth + 1)
        self._count("rules", pointer)
        if not isinstance(raw, dict) or not raw.keys() <= _RULE_KEYS or raw.get("valueSource", "value") != "value":
            _refuse(pointer, "malformed")
        for key in ("field", "operator"):
            if not isinstance(raw.get(key), str):
                _refuse(f"{pointer}/{key}", "malformed")
        return Rule(raw["field"], raw["operator"], _value(raw.get("value"), f"{pointer}/value"))


def _plain(raw: object) -> bool:
    """A scalar that every database can store: no NUL, no half of a surrogate pair."""
    return storable(raw) == raw if isinstance(raw, str) else raw is None or isinstance(raw, int | float)


def _value(raw: Any, pointer: str) -> Value:
    if isinstance(raw, list):
        if len(raw) > MAX_RULES:
            _refuse(pointer, "value_too_long")
        if all(map(_plain, raw)):
            return tuple(raw)
    elif _plain(raw):
        return raw  # type: ignore[no-any-return]  # as `_plain` has seen
    _refuse(pointer, "value_type")
