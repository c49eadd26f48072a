"""What the house has at hand before the first mail comes: macros, saved views, and customers who are known already."""

from __future__ import annotations

import tomllib
from typing import Any, Final

from tandem.actions.registry import read_steps
from tandem.cli.demo_world.founding import House
from tandem.cli.demo_world.reading import HERE, Known, read_customers
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people.commands.create_person import CreatePerson
from tandem.people.commands.edit_addresses import AddAddress
from tandem.people.commands.edit_customer import EditCustomer
from tandem.rules.commands.create_macro import CreateMacro
from tandem.saved_views.commands.create_view import CreateView

#: How files write what has an id: `team:Refunds`, `person:petra`.
_REFERENCES: Final = ("person", "team")


def equip(house: House) -> None:
    """All of it, at the current moment of the clock."""
    for known in read_customers().values():
        if known.also or known.note:
            _make_known(known)
    for row in tomllib.loads((HERE / "macros.toml").read_text("utf-8"))["macro"]:
        _macro(house, **row)
    for row in tomllib.loads((HERE / "views.toml").read_text("utf-8"))["view"]:
        condition = _with_ids(row["condition"], house)
        run(CreateView(row["name"], condition, row.get("sort", "-updated")), house.actor(row["by"]))


def _make_known(known: Known) -> None:
    customer = known.customer
    person_id = run(CreatePerson(make_address(customer.address, customer.name)), SYSTEM).result_id
    for address in known.also:
        run(AddAddress(person_id, make_address(address)), SYSTEM)
    if known.note:
        run(EditCustomer(person_id, {"note": Edit("", known.note)}), SYSTEM)


def _macro(house: House, *, by: str, name: str, public: bool = False, teams: Any = (), steps: Any) -> None:
    stored = read_steps([(step["action"], _with_ids(step["value"], house)) for step in steps], "/steps")
    run(CreateMacro(name, stored, public, [house.teams[team] for team in teams]), house.actor(by))


def _with_ids(value: Any, house: House) -> Any:
    """The same with ids for references."""
    if isinstance(value, dict):
        return {name: _with_ids(inner, house) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_ids(inner, house) for inner in value]
    kind, colon, name = value.partition(":") if isinstance(value, str) else ("", "", "")
    if not colon or kind not in _REFERENCES:
        return value
    return str((house.people if kind == "person" else house.teams)[name])
