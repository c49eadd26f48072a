"""The audit log: who changed what, without the names and secrets that it changed."""

from __future__ import annotations

import pytest

from tandem.api.answers import audit as shapes
from tandem.api.answers.installation import TrialSent
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.models import CaughtMail
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tests.api.shapes import fits
from tests.world import PASSWORD, Api, World


def test_changes_and_sign_ins_are_told_newest_first(world: World) -> None:
    ana = world.browser(world.ana)
    ana.patch(f"/people/{world.ben.id}", {"role": "supervisor", "name": "Benjamin"})
    Api().post("/_allauth/browser/v1/auth/login", {"email": world.cai.email, "password": PASSWORD})
    Api().post("/_allauth/browser/v1/auth/login", {"email": world.cai.email, "password": "wrong"})
    drain()
    entries = fits(ana.get("/audit"), shapes.AuditList)["results"]
    assert [(entry["kind"], entry["subject"]["name"]) for entry in entries[:4]] == [
        ("person.sign_in_failed", "Cai"),
        ("person.signed_in", "Cai"),
        ("person.role_changed", "Benjamin"),
        ("person.renamed", "Benjamin"),
    ]
    renamed = entries[3]
    assert (renamed["actor"]["name"], renamed["old"], renamed["new"]) == ("Ana", None, "changed")
    assert (entries[2]["old"], entries[2]["new"]) == ("agent", "supervisor")


def test_it_is_narrowed_and_paged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.api.routers.audit.PAGE", 1)
    ana = world.browser(world.ana)
    first = ana.get("/audit", subject="department").json()
    second = ana.get("/audit", subject="department", cursor=first["next"]).json()
    seen = [entry["subject"]["kind"] for entry in first["results"] + second["results"]]
    assert seen == ["department", "department"]
    assert ana.get("/audit", subject="ticket").status_code == 400
    assert ana.get("/audit", cursor="x").status_code == 400


def test_only_admins_read_it(world: World) -> None:
    for person in world.staff[1:]:
        assert world.browser(person).get("/audit").status_code == 403, person.name


def test_a_trial_mail_goes_the_way_of_replies(world: World) -> None:
    ana = world.browser(world.ana)
    assert ana.post("/setup/test-mail", {"to": "me@tandem.example"}).status_code == 422, "no mailbox to send from"
    run(CreateMailbox(make_address("support@tandem.example"), world.support.id, "Support"), SYSTEM)
    fits(ana.post("/setup/test-mail", {"to": "me@tandem.example"}), TrialSent, 202)
    assert CaughtMail.objects.get().recipients == ["me@tandem.example"]
    assert ana.post("/setup/test-mail", {"to": "me"}).json()["errors"][0]["pointer"] == "/to"
    assert world.browser(world.mia).post("/setup/test-mail", {"to": "me@tandem.example"}).status_code == 403


def test_a_mail_server_that_is_not_there_is_named(world: World, settings: object) -> None:
    settings.SMTP_OUT = "smtp://127.0.0.1:9"  # type: ignore[attr-defined]
    run(CreateMailbox(make_address("support@tandem.example"), world.support.id), SYSTEM)
    answer = world.browser(world.ana).post("/setup/test-mail", {"to": "me@tandem.example"})
    assert (answer.status_code, answer.json()["code"]) == (409, "mail.not_taken")
