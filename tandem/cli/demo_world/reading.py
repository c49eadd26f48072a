"""Reads the matters of the demo world from their files: one TOML file a matter in `threads`, and all customers in `customers.toml`.

The form is described in docs/recipes/a-demo-thread.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tandem.cli.demo_world import programs
from tandem.cli.demo_world.enclosures import ENCLOSURES
from tandem.cli.demo_world.letters import Program
from tandem.cli.demo_world.script import (
    Answer,
    Bounce,
    Call,
    Change,
    Clone,
    Customer,
    Edit,
    Follow,
    Look,
    Mail,
    Note,
    Snooze,
    Spam,
    Step,
    Thread,
    Trash,
)
from tandem.sample_data.moments import Moment, moment

HERE: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Known:
    """A customer of `customers.toml`, with the program in which they write, further addresses, and what we note of them."""

    customer: Customer
    program: str
    also: tuple[str, ...] = ()
    note: str = ""


def read_customers() -> dict[str, Known]:
    """Customers by their keys."""
    table = tomllib.loads((HERE / "customers.toml").read_text("utf-8"))
    return {key: _known(**row) for key, row in table.items()}


def _known(
    *, name: str, address: str, utc: int = 1, program: str = "gmail_en", also: list[str] | None = None, note: str = ""
) -> Known:
    return Known(Customer(name, address, utc), program, tuple(also or ()), note)


def read_threads() -> tuple[Thread, ...]:
    """All matters, by the names of their files. Raises ValueError with the name of a file that cannot be read."""
    customers = read_customers()
    return tuple(_read(path, customers) for path in sorted((HERE / "threads").glob("*.toml")))


def _read(path: Path, customers: Mapping[str, Known]) -> Thread:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        subject, steps = table["subject"], [dict(step) for step in table["step"]]
        steps[0].setdefault("subject", subject)
        steps[0].setdefault("follows", "nothing") if "mail" in steps[0] else None
        mailbox = f"{table.get('mailbox', 'support')}@localhost"
        return Thread(path.stem, mailbox, subject, tuple(_step(step, customers) for step in steps))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error!r}") from error


def _step(row: dict[str, Any], customers: Mapping[str, Known]) -> Step:
    """A step is of the kind whose word it has: `mail`, `answer`, `note` …"""
    at = moment(row.pop("at"))
    kind = next((name for name in _KINDS if name in row), None)
    if kind is None:
        raise ValueError(f"a step without a verb: {sorted(row)}")
    if "text" in row:
        row["text"] = row["text"].removesuffix("\n")
    return _KINDS[kind](at, row.pop(kind), row, customers)


_Row = dict[str, Any]
_Customers = Mapping[str, Known]


def _mail(at: Moment, by: str, row: _Row, customers: _Customers) -> Step:
    known = customers[by]
    author = known.customer
    sender = row.pop("sender", "")
    if sender:
        author = replace(author, address=sender)
    # The line before a signature ends in a blank (RFC 3676 4.3), which no editor would leave in a file.
    text = row.pop("text").replace("\n--\n", "\n-- \n")
    program: Program = getattr(programs, row.pop("program", known.program).upper())
    cc = tuple(customers[key].customer for key in row.pop("cc", ()))
    files = tuple(ENCLOSURES[name]() for name in row.pop("files", ()))
    return Mail(at, author, program, text, cc=cc, files=files, **row)


def _change(at: Moment, by: str, row: _Row, _: _Customers) -> Step:
    due = {"due_at": moment(row["due_at"])} if "due_at" in row else {}
    return Change(at, by, row | due)


def _snooze(at: Moment, by: str, row: _Row, _: _Customers) -> Step:
    until = row.pop("until", None)
    return Snooze(at, by, None if until is None else moment(until), **row)


def _call(at: Moment, by: str, row: _Row, customers: _Customers) -> Step:
    return Call(at, row.pop("by"), customers[by].customer, **row)


_KINDS: Final[dict[str, Callable[[Moment, str, _Row, _Customers], Step]]] = {
    "mail": _mail,
    "bounce": lambda at, to, row, customers: Bounce(at, customers[to].customer, **row),
    "call": _call,
    "answer": lambda at, by, row, _: Answer(at, by, **row),
    "note": lambda at, by, row, _: Note(at, by, **row),
    "edit": lambda at, by, row, _: Edit(at, by, **row),
    "change": _change,
    "look": lambda at, by, row, _: Look(at, by, **row),
    "spam": lambda at, by, row, _: Spam(at, by, **row),
    "trash": lambda at, by, row, _: Trash(at, by, **row),
    "follow": lambda at, by, row, _: Follow(at, by, **row),
    "snooze": _snooze,
    "clone": lambda at, by, row, _: Clone(at, by, **row),
}
