"""The table of operators: complete by construction, and the same as in the handbook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tandem.conditions import operands
from tandem.conditions.operators import OPERATORS, Operator, operators_for
from tandem.conditions.types import ValueType
from tests.conditions.toy import CATALOGUE

HANDBOOK = Path(__file__).parents[2] / "docs" / "conditions.md"


@pytest.mark.parametrize("missing", ["sql", "python"])
def test_an_operator_without_one_side_cannot_be_made(missing: str) -> None:
    for operator in OPERATORS.values():
        if getattr(operator, missing) is not None:
            with pytest.raises(TypeError, match="lacks one of its sides"):
                replace(operator, **{missing: None})


def test_the_builder_is_offered_what_the_check_accepts() -> None:
    def offered(key: str) -> list[str]:
        field = CATALOGUE.get(key)
        assert field
        return [operator.name for operator in operators_for(field)]

    assert offered("subject")[:6] == ["is", "is_not", "is_any_of", "is_none_of", "contains", "not_contains"]
    assert "less_than" in offered("level") and "less_than" not in offered("state")
    assert "changed" in offered("amount") and "changed" not in offered("still")
    assert "hours_since_more_than" in offered("due") and "hours_since_more_than" not in offered("day")


def _types(operator: Operator) -> str:
    every: set[type[ValueType]] = {kind for other in OPERATORS.values() for kind in other.types}
    if set(operator.types) == every:
        return "all"
    names = [kind.name if hasattr(kind, "name") else "reference" for kind in operator.types]
    return ", ".join("ordered choice" if operator.ordered and name == "choice" else name for name in names)


def _matches_unset(operator: Operator) -> bool:
    operand = {operands.text: "x", operands.none: None}.get(operator.operand, frozenset({1}))  # type: ignore[arg-type]  # keyed by function
    return operator.holds((None, None) if operator.change else None, operand)


def test_the_handbook_has_the_same_table() -> None:
    lines = [line for line in HANDBOOK.read_text("utf-8").splitlines() if line.startswith("| `")]
    written = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    assert [[row[0], row[1], row[3], row[4]] for row in written] == [
        [
            operator.name,
            _types(operator),
            "yes" if _matches_unset(operator) else "no",
            "no" if operator.change else "yes",
        ]
        for operator in OPERATORS.values()
    ]
