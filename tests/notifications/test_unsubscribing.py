"""List-Unsubscribe: what the address in a mail to a colleague can do, and what it cannot."""

from __future__ import annotations

import pytest
from django.core.signing import Signer
from django.test import Client

from tandem.notifications.choices import chosen_by
from tandem.notifications.unsubscribing import Subscription, read_token, unsubscribe_url
from tandem.people.installation import public_url
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(world: World) -> str:
    return unsubscribe_url(Subscription(world.ben.id, "assigned")).removeprefix(public_url())


def test_to_look_changes_nothing_and_the_button_ends_one_kind(world: World, path: str) -> None:
    before = chosen_by(world.ben.id)
    client = Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert page.status_code == 200 and '<form method="post"><button>' in page.text
    assert chosen_by(world.ben.id) == before
    # As the button does it, from a browser that sends no token against forgeries: the address is the proof.
    assert client.post(path).status_code == 200
    after = chosen_by(world.ben.id)
    assert not after["assigned"].mail and after["assigned"].in_app == before["assigned"].in_app
    assert {kind: doors for kind, doors in after.items() if kind != "assigned"} == {
        kind: doors for kind, doors in before.items() if kind != "assigned"
    }
    assert chosen_by(world.ana.id)["assigned"].mail
    # Once more says the same.
    assert client.post(path).status_code == 200 and chosen_by(world.ben.id) == after


def test_a_mail_program_ends_it_by_one_click(world: World, path: str) -> None:
    """RFC 8058 3.2: a POST with this body, without cookies, from anywhere."""
    answer = Client(enforce_csrf_checks=True).post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200 and not answer.cookies
    assert not chosen_by(world.ben.id)["assigned"].mail


def test_the_page_speaks_the_readers_language_and_runs_nothing(world: World, path: str) -> None:
    type(world.ben).objects.filter(id=world.ben.id).update(language="cs")
    page = Client().get(path, headers={"accept-language": "ru"})
    assert '<html lang="cs">' in page.text and "Neposílat mi" in page.text
    assert "script" not in page.text and "default-src 'none'" in page["Content-Security-Policy"]
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]


def test_an_address_that_is_not_ours_is_nothing(world: World, path: str) -> None:
    token = path.rpartition("/")[2]
    assert read_token(token) == Subscription(world.ben.id, "assigned")
    forged = Signer(salt="another").sign_object([str(world.ben.id), "assigned"])
    unknown = Signer(salt="tandem.notifications.unsubscribing").sign_object([str(world.ben.id), "gone"])
    nobody = unsubscribe_url(Subscription(1, "assigned")).rpartition("/")[2]
    for wrong in (token[:-1], token[1:], f"x{token}", "x", forged, unknown, nobody, f"{token}\x00"):
        for method in (Client().get, Client().post):
            assert method(f"/unsubscribe/{wrong}").status_code == 404, wrong
    assert chosen_by(world.ben.id)["assigned"].mail


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(path: str, method: str) -> None:
    assert getattr(Client(), method)(path).status_code == 405
