"""The `style` attribute: declarations from an allow-list, with values that can neither load nor cover anything."""

from __future__ import annotations

import functools
import re

from tandem.infra.markup.policy import STYLE_PROPERTIES

#: More than this in one attribute is no writing by hand; the attribute goes.
_MAX_LENGTH = 4_000
#: CSS pixels; one screen is about 2,000.
_MAX_NUMBER = 3_000.0

_FUNCTIONS = re.compile(r"([a-z-]*)\(", re.IGNORECASE)
_ALLOWED_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla"})
#: No backslash (CSS escapes), no braces, no slash-star, no at sign; quotes only round font names.
_VALUE = re.compile(r"[\w\s#%.,()'\"+/-]*\Z")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_DISPLAY = frozenset({"block", "inline", "inline-block", "none", "table", "table-row", "table-cell", "list-item"})
_MAY_BE_NEGATIVE = frozenset({"letter-spacing", "word-spacing", "vertical-align"})


def clean_style(style: str) -> str | None:
    """The declarations that may stay, as `property:value;property:value`; None when nothing does. Idempotent."""
    return _clean_style(style) if len(style) <= _MAX_LENGTH else None


@functools.lru_cache(maxsize=1_000)
def _clean_style(style: str) -> str | None:
    kept: dict[str, str] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        value = " ".join(value.replace("!important", "").split())
        if colon and name in STYLE_PROPERTIES and value and _is_harmless(name, value):
            kept.pop(name, None)
            kept[name] = value
    return ";".join(f"{name}:{value}" for name, value in kept.items()) or None


def _is_harmless(name: str, value: str) -> bool:
    if not _VALUE.match(value) or "/*" in value or value.count('"') % 2 or value.count("'") % 2:
        return False
    if any(function.lower() not in _ALLOWED_FUNCTIONS for function in _FUNCTIONS.findall(value)):
        return False
    if name == "display":
        return value.lower() in _DISPLAY
    if name == "font-family":
        return True
    return all(_fits(name, number) for number in _NUMBER.findall(_without_colours(value)))


def _without_colours(value: str) -> str:
    return re.sub(r"#[0-9a-fA-F]{3,8}\b", "", value)


def _fits(name: str, number: str) -> bool:
    """Huge boxes push the rest away, and negative margins pull a box over its neighbours."""
    measure = float(number)
    lowest = -100.0 if name in _MAY_BE_NEGATIVE else 0.0
    return lowest <= measure <= _MAX_NUMBER
