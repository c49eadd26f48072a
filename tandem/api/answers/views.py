"""What the operations on views and conditions answer."""

from __future__ import annotations

from typing import Any, Literal

from tandem.api.answers.base import Answer, FieldProblem
from tandem.conditions.editors import Editor


class ViewShown(Answer):
    """A view with the number of its tickets; `capped` says that there are more.

    `key` is what the list takes as `view`: a word for one that everybody has, an id for one's own. One's own say their
    `condition` as a `sentence`; with any of `problems`, located in it, the view matches nothing.
    """

    key: str
    name: str
    count: int | None
    capped: bool
    group: Literal["preset", "own"]
    sort: str
    condition: dict[str, Any] | None
    sentence: str
    problems: list[FieldProblem]


class ViewList(Answer):
    """The views of the viewer, in order: those that everybody has, then their own."""

    results: list[ViewShown]


class ChoiceShown(Answer):
    """One value of a closed list, and its words."""

    value: str
    label: str


class ConditionOperator(Answer):
    """An operator, its words between the field and the value, and how the value is entered."""

    name: str
    label: str
    editor: Editor


class ConditionField(Answer):
    """A field that conditions may ask. `options` are its choices in full, null where values are typed or found by `search`."""

    key: str
    label: str
    topic: str
    type: str
    operators: list[ConditionOperator]
    options: list[ChoiceShown] | None
    search: Literal["customers", "organisations", "tags"] | None


class ConditionTopic(Answer):
    """A heading of the list of fields."""

    key: str
    label: str


class ConditionFieldList(Answer):
    """Everything that a builder of conditions offers, in its order."""

    topics: list[ConditionTopic]
    fields: list[ConditionField]


class ConditionChecked(Answer):
    """What is wrong with a condition, each located in it; without problems what it says, and how many tickets match it now."""

    problems: list[FieldProblem]
    sentence: str
    count: int | None
    capped: bool
