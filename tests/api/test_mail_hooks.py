"""The webhook of a mailbox through the API: its secret is told once, and nobody else hears of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tandem.api.answers import mail as shapes
from tandem.channels.email.hooks.sealed import open_hook_secret
from tandem.channels.email.models import MailHook
from tandem.kernel.models import Event
from tandem.people.models import AuditEntry
from tests.api.shapes import fits
from tests.world import World


@pytest.fixture
def path(world: World) -> str:
    body = {"address": "support@desk.example", "department_id": str(world.support.id)}
    return f"/api/v1/mailboxes/{world.browser(world.ana).post('/api/v1/mailboxes', body).json()['id']}/webhook"


def secret_of() -> str | None:
    return open_hook_secret(MailHook.objects.get())


def test_the_secret_is_told_once(world: World, path: str) -> None:
    """sec:F-10"""
    ana = world.browser(world.ana)
    made = fits(ana.put(path, {"provider": "postmark"}), shapes.MailHookSet)
    hook = made["mailbox"]["webhook"]
    assert len(made["secret"]) >= 40 and made["secret"] == secret_of()
    assert hook["user"] == "tandem" and hook["mail_url"].endswith("/postmark/mime")
    assert hook["events_url"].endswith("/postmark/events")
    # The same again tells nothing and changes nothing.
    again = ana.put(path, {"provider": "postmark", "active": False}).json()
    assert again["secret"] == "" and secret_of() == made["secret"] and not again["mailbox"]["webhook"]["active"]
    another = ana.put(path, {"provider": "postmark", "new_secret": True}).json()["secret"]
    assert another == secret_of() != made["secret"]
    told = [*Event.objects.values_list("old", "new"), *AuditEntry.objects.values_list("old", "new")]
    listed = ana.get("/api/v1/mailboxes").json()
    lying = json.dumps([told, listed, list(MailHook.objects.values())], default=str)
    assert made["secret"] not in lying and another not in lying
    assert world.browser(world.lin).get("/api/v1/mailboxes").json()["results"][0]["webhook"] is None
    sentences = {row["sentence"] for row in ana.get("/api/v1/audit").json()["results"]}
    assert sentences >= {"changed the secret", "switched it on or off"}
    assert ana.delete(path).json()["webhook"] is None and not MailHook.objects.exists()


def test_another_provider_has_another_secret(world: World, path: str) -> None:
    """sec:F-10"""
    ana = world.browser(world.ana)
    first = ana.put(path, {"provider": "postmark"}).json()["secret"]
    second = ana.put(path, {"provider": "sendgrid"}).json()["secret"]
    assert second and second != first
    assert ana.put(path, {"provider": "mailgun"}).json()["errors"][0]["pointer"] == "/signing_key"
    answer = ana.put(path, {"provider": "mailgun", "signing_key": "key-12345678"}).json()
    assert answer["secret"] == "" and secret_of() == "key-12345678" and answer["mailbox"]["webhook"]["user"] == ""


@pytest.mark.parametrize(
    "body", [{"provider": "mailgun", "signing_key": "x"}, {"provider": "mailgun", "signing_key": "key\u0416ey-123"}]
)
def test_a_key_that_cannot_be_one_is_refused(world: World, path: str, body: dict[str, Any]) -> None:
    answer = world.browser(world.ana).put(path, body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/signing_key")
