"""One word for one thing, and no word that says nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conventions.sources import ROOT, Source, sources

#: They name no idea: everything could be called so.
EMPTY_WORDS = {"service", "services", "manager", "managers", "helper", "helpers", "util", "utils", "common", "core"}
#: Where somebody else gave the name.
GIVEN = {"tandem/people/models.py:AccountManager": "Django calls it a manager"}
#: Said elsewhere -> what we say (docs/glossary.md).
OTHER_WORDS = {
    "assignee": "owner",
    "workflow": "blueprint",
    "canned": "macro",
    "issue": "ticket",
    "tickets queue": "view",
    "comment": "note",
    "e-mail": "mail",
    "company": "organisation",
    "organization": "organisation",
    "color": "colour",
    "canceled": "cancelled",
    "behavior": "behaviour",
    "customize": "customise",
    "recognize": "recognise",
    "sanitize": "sanitise",
    "license": "licence",
    "oops": "a sentence that says what happened",
    "please wait": "what it waits for",
    "successfully": "what is so now",
}
_OTHER = re.compile(r"\b(" + "|".join(map(re.escape, OTHER_WORDS)) + r")\b", re.IGNORECASE)


def _parts(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _names(source: Source) -> Iterator[str]:
    yield from source.path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def test_no_name_is_empty() -> None:
    found = [
        f"{source.name}:{name}"
        for source in sources("tandem", "bench")
        for name in _names(source)
        if _parts(name) & EMPTY_WORDS
    ]
    assert set(found) - set(GIVEN) == set()


def test_what_is_excused_is_still_there() -> None:
    there = {f"{source.name}:{name}" for source in sources("tandem") for name in _names(source)}
    assert set(GIVEN) - there == set()


def _sentences() -> Iterator[tuple[str, str]]:
    """(where, text) of everything that people read: translated words of the back end, messages of the front end."""
    for source in sources("tandem"):
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "gettext", "gettext_lazy", "ngettext"}
            ):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield f"{source.name}:{node.lineno}", argument.value
    catalogue = ROOT / "web/src/locales/en.po"
    if catalogue.exists():
        for number, line in enumerate(catalogue.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("msgid "):
                yield f"web/src/locales/en.po:{number}", line[7:-1]


def test_people_read_one_word_for_one_thing() -> None:
    found = [
        f"{where}: {text!r} says {match.group()!r}, we say {OTHER_WORDS[match.group().lower()]!r}"
        for where, text in _sentences()
        for match in _OTHER.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("TicketManager", True),
        ("mail_utils", True),
        ("HTTPHelper", True),
        ("score", False),
        ("Commons", False),
        ("encore", False),
    ],
)
def test_words_are_told_apart_within_names(name: str, empty: bool) -> None:
    assert bool(_parts(name) & EMPTY_WORDS) is empty
