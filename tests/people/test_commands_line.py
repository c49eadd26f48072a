"""The two commands that scripts begin with."""

from __future__ import annotations

import re

import pytest

from tandem.cli import accounts, token_create
from tandem.kernel.merging import Edit
from tandem.people.commands.edit_person import EditPerson
from tandem.people.editing import UNSEEN
from tandem.people.models import ApiToken
from tests.world import Api, World


def test_accounts_lists_widest_rights_first(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.do(EditPerson(world.cai.id, {"active": Edit(UNSEEN, False)}), world.ana)
    assert accounts.run([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ana@tandem.example\tadmin",
        "mia@tandem.example\tmanager",
        "sam@tandem.example\tsupervisor",
        "ben@tandem.example\tagent",
        "lin@tandem.example\tlight_agent",
    ]


def test_token_create_prints_a_token_and_nothing_else(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert token_create.run(["BEN@tandem.example"]) == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"tandem_[A-Za-z0-9_-]{43}\n", out)
    assert err == ""
    assert Api(out.strip()).get("/me").json()["name"] == "Ben"
    kept = ApiToken.objects.get()
    assert out.strip() not in str(vars(kept)), "only the digest is kept"


@pytest.mark.parametrize("address", ["nobody@tandem.example", "kim@customer.example", "no address", ""])
def test_token_create_for_nobody_says_so(world: World, capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert token_create.run([address]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tandem token create: nobody works here")
    assert not ApiToken.objects.exists()


def test_wrong_use_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert token_create.run([]) == 2
    assert accounts.run(["--all"]) == 2
    assert "usage" in capsys.readouterr().err
