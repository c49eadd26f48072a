"""People are found however their names are capitalised, in any alphabet, on both databases."""

from __future__ import annotations

import pytest

from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.commands.create_organisation import CreateOrganisation
from tandem.people.commands.create_person import CreatePerson

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("q", ["ольга", "ОЛЬГА", "льг", "pochta", "PETROVA@"])
def test_a_customer(q: str) -> None:
    run(CreatePerson(make_address("O.Petrova@pochta.example", "Ольга Петрова")), SYSTEM)
    run(CreatePerson(make_address("other@else.example", "100%_Other")), SYSTEM)
    assert [row["name"] for row in queries.customers(q)[0]] == ["Ольга Петрова"]


@pytest.mark.parametrize("q", ["%", "_", "100%_o"])
def test_signs_of_patterns_are_letters(q: str) -> None:
    run(CreatePerson(make_address("petrova@pochta.example", "Ольга Петрова")), SYSTEM)
    run(CreatePerson(make_address("other@else.example", "100%_Other")), SYSTEM)
    assert [row["name"] for row in queries.customers(q)[0]] == ["100%_Other"]


def test_an_organisation() -> None:
    run(CreateOrganisation("Čeští Cyklisté", []), SYSTEM)
    assert [row["name"] for row in queries.organisations("čEŠTÍ")[0]] == ["Čeští Cyklisté"]
