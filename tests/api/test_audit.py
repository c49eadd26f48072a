"""The audit log: who changed what, without the names and secrets that it changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tandem.api.answers import audit as shapes
from tandem.api.answers.installation import TrialSent
from tandem.api.app import api
from tandem.api.present.audit_words import WORDS
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.models import CaughtMail
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.kernel.records import RecordKind, record_kinds
from tandem.kernel.worker import drain
from tandem.people.auditing import OF_TICKETS
from tandem.people.models import AuditEntry
from tandem.people.roles import ROLE_NAMES
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
    assert ana.get("/audit", cursor="x").status_code == 400
    assert ana.get("/audit", subject="message").status_code == 400


def test_filters_of_time_person_and_act(world: World) -> None:
    ana, mia = world.browser(world.ana), world.browser(world.mia)
    ana.patch(f"/people/{world.ben.id}", {"role": "supervisor"})
    mia.post(f"/customers/{world.kim.id}/block")

    def kinds(**filters: str) -> list[str]:
        return [entry["kind"] for entry in fits(ana.get("/audit", **filters), shapes.AuditList)["results"]]

    assert kinds(actor=str(world.mia.id)) == ["person.blocked"]
    assert kinds(subject="person", subject_id=str(world.ben.id), act="changed") == ["person.role_changed"]
    assert "person.role_changed" not in kinds(act="created") and "person.created" in kinds(act="created")
    (last,) = ana.get("/audit", actor=str(world.mia.id)).json()["results"]
    assert last["at"] and kinds(actor=str(world.mia.id), until=last["at"]) == []
    assert kinds(actor=str(world.mia.id), since=last["at"]) == ["person.blocked"]
    for wrong in ({"act": "eaten"}, {"actor": "me"}, {"since": "yesterday"}, {"subject_id": "1" * 30}):
        assert ana.get("/audit", **wrong).status_code == 400, wrong


def test_what_is_gone_is_still_told_by_its_name(world: World) -> None:
    ana = world.browser(world.ana)
    team = ana.post("/teams", {"name": "Night", "department_id": str(world.support.id)}).json()
    ana.delete(f"/teams/{team['id']}")
    ticket = world.open_ticket()
    ana.post(f"/tickets/{ticket.number}/trash")
    ana.call("DELETE", f"/tickets/{ticket.number}")
    told = ana.get("/audit").json()["results"][:3]
    assert [(entry["kind"], entry["subject"]["name"], entry["subject"]["there"]) for entry in told] == [
        ("ticket.deleted", str(ticket.number), False),
        ("ticket.trashed", "", False),
        ("team.deleted", "Night", False),
    ]
    assert AuditEntry.objects.filter(subject_kind="team", act="created").exists()


def test_words_and_labels_are_in_the_reader_s_language(world: World) -> None:
    ana = world.browser(world.ana)
    ana.patch(f"/people/{world.ben.id}", {"role": "supervisor", "name": "Benjamin"})
    entries = ana.call("GET", "/audit", {}, Accept_Language="cs").json()["results"]
    role = next(entry for entry in entries if entry["kind"] == "person.role_changed")
    with translation.override("cs"):
        assert role["sentence"] == str(WORDS["person.role_changed"]) != "changed the role"
        assert (role["old_label"], role["new_label"]) == (str(ROLE_NAMES["agent"]), str(ROLE_NAMES["supervisor"]))


def test_every_event_of_the_configuration_has_words() -> None:
    kinds = {str(name) for kind in record_kinds().values() if kind.name != "ticket" for name in _events_of(kind)}
    parts = {kind.name for kind in record_kinds().values() if kind.part_of and kind.part_of[0] == "ticket"}
    assert {kind for kind in kinds if kind.partition(".")[0] not in parts} <= set(WORDS)
    assert set(WORDS) >= OF_TICKETS


def _events_of(kind: RecordKind) -> Iterator[str]:
    for name in (kind.created, kind.removed, *kind.tracked.values(), *(one.event for one in kind.sets.values())):
        if isinstance(name, str):
            yield name


def test_the_log_is_only_added_to(world: World) -> None:
    methods = {
        method
        for path, operations in api.get_openapi_schema()["paths"].items()
        if "audit" in path
        for method in operations
    }
    assert methods == {"get"}
    before = AuditEntry.objects.count()
    world.write(world.open_ticket())
    assert AuditEntry.objects.count() == before, "what customers do is told by tickets"


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
