"""Texts with placeholders: `{{ requester.name }}`, and what little Liquid people need around it.

Names stand for whitelisted plain texts and nothing else, so a template reaches no object of ours; what customers wrote is a
value and never parsed (sec:K-01). Limits stop what would run on. A name that means nothing is shown as it was typed (KF-39).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy as _
from liquid import BoundTemplate, Environment
from liquid.exceptions import LiquidError
from liquid.mode import Mode

from tandem.infra.words import Words

#: Every name, with what it stands for.
PLACEHOLDERS: Final[dict[str, Words]] = {
    "ticket.number": _("Number of the ticket"),
    "ticket.subject": _("Subject"),
    "ticket.status": _("Status"),
    "ticket.priority": _("Priority"),
    "ticket.due": _("Due date"),
    "requester.name": _("Name of the requester"),
    "requester.first_name": _("First name of the requester"),
    "requester.email": _("Mail address of the requester"),
    "requester.organisation": _("Organisation of the requester"),
    "owner.name": _("Name of the owner"),
    "agent.name": _("Current agent"),
    "agent.first_name": _("First name of the current agent"),
    "agent.team": _("Team of the current agent"),
    "department.name": _("Department"),
    "today": _("Today's date"),
}
_TAGS: Final = frozenset({"if", "unless", "case", "comment"})
#: What the parser itself is made of.
_INNER_TAGS: Final = frozenset({"content", "output", "illegal", "#"})
_FILTERS: Final = frozenset({"default", "upcase", "downcase", "capitalize"})
_OUTPUT = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
#: What an editor makes of the spaces and quotes that somebody types into a placeholder.
_AS_TYPED: Final = {"&nbsp;": " ", "\xa0": " ", "&quot;": '"', "&amp;": "&", "“": '"', "”": '"', "‘": "'", "’": "'"}


class BadTemplate(ValueError):
    """A text whose braces cannot be read; the message is the library's, in English, for the place of the fault."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A template, the names in it that mean nothing, and the outputs that hold one: they stand in the template as marks."""

    template: BoundTemplate
    unknown: tuple[str, ...]
    as_typed: tuple[str, ...]


class _Small(Environment):
    """Liquid with all four limits set, and without whatever loops, loads, assigns or marks text as safe."""

    block_nesting_limit: ClassVar[int] = 5
    context_depth_limit: ClassVar[int] = 8
    loop_iteration_limit: ClassVar[int | None] = 100
    local_namespace_limit: ClassVar[int | None] = 10_000
    output_stream_limit: ClassVar[int | None] = 400_000


def _environment() -> Environment:
    environment = _Small(autoescape=True, tolerance=Mode.STRICT, strict_filters=True)
    for name in [name for name in environment.tags if name not in _TAGS | _INNER_TAGS]:
        del environment.tags[name]
    for name in [name for name in environment.filters if name not in _FILTERS]:
        del environment.filters[name]
    return environment


_LIQUID: Final = _environment()


def unknown(html: str) -> Sequence[str]:
    """The names in a text that mean nothing, in their order. Raises BadTemplate."""
    return _parsed(html).unknown


def names_in(html: str) -> Sequence[str]:
    """Every name in a text, whether it means something or not, in their order. Raises BadTemplate."""
    parsed = _parsed(html)
    return tuple(dict.fromkeys([*parsed.unknown, *parsed.template.variable_paths()]))


def render(html: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in from `values` (every name of `PLACEHOLDERS`), each escaped for HTML. Raises
    BadTemplate, also for a text that grows beyond all bounds."""
    parsed = _parsed(html)
    try:
        rendered = parsed.template.render(**_nested(values))
    except LiquidError as error:
        raise BadTemplate(str(error)) from None
    for index, output in enumerate(parsed.as_typed):
        rendered = rendered.replace(_mark(index), output)
    return rendered


@lru_cache(maxsize=256)
def _parsed(html: str) -> _Parsed:
    try:
        names: list[str] = []
        as_typed: list[str] = []

        def keep(found: re.Match[str]) -> str:
            output = _as_typed(found[0])
            if output.startswith("{%") or not (strange := _strange(_LIQUID.from_string(output))):
                return output
            names.extend(strange)
            as_typed.append(found[0])
            return _mark(len(as_typed) - 1)

        template = _LIQUID.from_string(_OUTPUT.sub(keep, html))
    except LiquidError as error:
        raise BadTemplate(str(error)) from None
    return _Parsed(template, tuple(dict.fromkeys([*names, *_strange(template)])), tuple(as_typed))


def _strange(template: BoundTemplate) -> list[str]:
    return [name for name in template.variable_paths() if name not in PLACEHOLDERS]


def _mark(index: int) -> str:
    """Of private use (Unicode 23.5), so that nobody types it."""
    return f"\ue000{index}\ue001"


def _as_typed(output: str) -> str:
    for disguised, plain in _AS_TYPED.items():
        output = output.replace(disguised, plain)
    return output


def _nested(values: Mapping[str, str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in values.items():
        *parents, name = path.split(".")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return nested
