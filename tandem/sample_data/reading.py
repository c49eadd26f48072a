"""Reads the sample matters from their files, in one language of the interface: see docs/recipes/a-sample-matter.md."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tandem.people.sample import DOMAIN
from tandem.sample_data.moments import Moment, moment

HERE: Final = Path(__file__).resolve().parent
#: For whoever writes alike in all languages.
ANY: Final = "any"
VERBS: Final = ("mail", "answer", "note", "change")
FIELDS: Final = ("owner", "priority", "type", "status", "tags", "due_at")


@dataclass(frozen=True, slots=True)
class Customer:
    """Who writes in."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: `verb` is one of VERBS; `text` is for those that write, `fields` for a change."""

    at: Moment
    verb: str
    text: str
    files: Sequence[str]
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter, which begins with a mail; `key` is the name of its file."""

    key: str
    customer: Customer
    subject: str
    steps: Sequence[Step]


def read_customers(language: str) -> dict[str, Customer]:
    """Customers by their keys. `language` is Django's name of one that the interface speaks."""
    table = tomllib.loads((HERE / "customers.toml").read_text("utf-8"))
    return {key: _customer(*_in(row, language)) for key, row in table.items()}


def _customer(name: str, local: str) -> Customer:
    return Customer(name, f"{local}@{DOMAIN}")


def read_matters(language: str) -> list[Matter]:
    """All matters, by the names of their files. Raises ValueError with the name of a file that cannot be read."""
    customers = read_customers(language)
    return [_read(path, customers, language) for path in sorted((HERE / "matters").glob("*.toml"))]


def _read(path: Path, customers: Mapping[str, Customer], language: str) -> Matter:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        steps = [_step(dict(row), language) for row in table["step"]]
        if steps[0].verb != "mail":
            raise ValueError("it begins with a mail")
        return Matter(path.stem, customers[table["customer"]], _in(table["subject"], language), steps)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error!r}") from error


def _step(row: dict[str, Any], language: str) -> Step:
    verb, at, files = row.pop("verb"), moment(row.pop("at")), row.pop("files", [])
    text = _in(row.pop("text"), language).strip() if "text" in row else ""
    if verb not in VERBS or set(row) - set(FIELDS) or (verb == "change") == bool(text):
        raise ValueError(f"no such step: {verb} {sorted(row)}")
    read: dict[str, Callable[[Any], Any]] = {"tags": lambda tags: _in(tags, language), "due_at": moment}
    fields = {name: read.get(name, lambda value: value)(value) for name, value in row.items()}
    return Step(at, verb, text, files, fields)


def _in(words: Mapping[str, Any], language: str) -> Any:
    """What is said in one language; KeyError for a language that is missing."""
    return words[ANY] if ANY in words else words[language]
