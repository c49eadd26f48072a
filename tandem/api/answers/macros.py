"""What the operations on macros answer."""

from __future__ import annotations

from typing import Any, Literal

from tandem.api.answers.base import Answer
from tandem.api.answers.tickets import FieldEdit
from tandem.api.answers.words import ActionControl, ActionName


class Step(Answer):
    """One thing that a macro does; the form of `value` depends on the action."""

    action: ActionName
    value: Any


class MacroShown(Answer):
    """A macro. `personal` ones are their owner's alone, public ones for everybody or for the teams named; `usable` says whether
    the chooser offers it to the viewer, `editable` whether they may change it. `warnings` are sentences on what will not work."""

    id: str
    name: str
    personal: bool
    team_ids: list[str]
    active: bool
    usable: bool
    editable: bool
    steps: list[Step]
    warnings: list[str]


class MacroList(Answer):
    """Every macro that the viewer sees: their own first."""

    results: list[MacroShown]


class ActionShown(Answer):
    """Something that a macro can do; `control` says what a form asks its value with."""

    name: ActionName
    label: str
    control: ActionControl


class PlaceholderShown(Answer):
    """A name that stands for a text where it is used."""

    name: str
    label: str


class ActionList(Answer):
    """What macros are made of."""

    actions: list[ActionShown]
    placeholders: list[PlaceholderShown]


class PreparedMacro(Answer):
    """What a macro would do to a ticket now. Nothing has happened yet: `body_html` goes to the caret, `changes` wait until the
    message is sent or they are sent by themselves, `skipped` says what of it means nothing here."""

    id: str
    name: str
    visibility: Literal["public", "internal"] | None
    body_html: str | None
    changes: dict[str, FieldEdit]
    skipped: list[str]
