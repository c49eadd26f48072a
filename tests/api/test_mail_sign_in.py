"""Signing a mailbox in through the API: only admins, no secret ever comes back, and the provider knows one way home."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tandem.api.answers import mail as shapes
from tandem.channels.email.models import MailGrant, MailSignIn
from tandem.kernel.models import Event
from tandem.people.models import AuditEntry
from tests.api.shapes import fits
from tests.channels.email.conftest import provider as provider
from tests.channels.email.oauth_provider import OauthProvider
from tests.world import World

GOOGLE = {"provider": "google", "client_id": "desk.apps.example", "client_secret": "GOCSPX-secret"}


@pytest.fixture
def path(world: World) -> str:
    body = {"address": "support@desk.example", "department_id": str(world.support.id)}
    return f"/api/v1/mailboxes/{world.browser(world.ana).post('/api/v1/mailboxes', body).json()['id']}"


def asked_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_an_admin_signs_a_mailbox_in(world: World, path: str, provider: OauthProvider, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    ana = world.browser(world.ana)
    box = fits(ana.put(f"{path}/sign-in", provider.settings), shapes.MailboxShown)
    assert (box["sign_in"]["has_secret"], box["sign_in"]["signed_in_at"]) == (True, None)
    assert box["sign_in"]["trouble"].startswith("Nobody has signed")
    server = {"host": "127.0.0.1", "port": 1, "security": "none", "user": "support@desk.example", "auth": "oauth"}
    assert ana.put(f"{path}/incoming", server).json()["incoming"]["auth"] == "oauth"
    tried = ana.post(f"{path}/incoming/test", server).json()
    assert (tried["ok"], tried["code"]) == (False, "sign_in_missing")
    url = fits(ana.post(f"{path}/sign-in/begin", {}), shapes.SignInBegun)["url"]
    assert asked_of(url)["login_hint"] == "support@desk.example"
    assert asked_of(url)["redirect_uri"] == box["sign_in_return"]
    back = provider.visit(url)
    # Nobody else's browser can bring it home.
    answer = world.browser(world.ana).post("/api/v1/mail-sign-in/finish", back)
    assert (answer.status_code, answer.json()["code"]) == (409, "mail_sign_in.unknown")
    box = fits(ana.post("/api/v1/mail-sign-in/finish", back), shapes.MailboxShown)
    assert box["sign_in"]["signed_in_at"] and box["sign_in"]["trouble"] == ""
    assert ana.post("/api/v1/mail-sign-in/finish", back).status_code == 409
    told = [*Event.objects.values_list("old", "new"), *AuditEntry.objects.values_list("old", "new")]
    lying = json.dumps([box, told, list(MailGrant.objects.values()), list(MailSignIn.objects.values())], default=str)
    for secret in ("client s3cret", *provider.access, *provider.refresh, back["code"]):
        assert secret not in lying and secret not in caplog.text
    audit = ana.get("/api/v1/audit").json()["results"]
    assert {row["sentence"] for row in audit if row["subject"]["kind"] == "mail_sign_in"} == {"added", "signed in"}
    assert world.browser(world.lin).get("/api/v1/mailboxes").json()["results"][0]["sign_in"] is None
    assert ana.delete(f"{path}/sign-in").json()["sign_in"] is None and not MailGrant.objects.exists()


@pytest.mark.parametrize(
    ("values", "place", "wanted"),
    [
        (GOOGLE, "https://accounts.google.com/o/oauth2/v2/auth", {"access_type": "offline", "prompt": "consent"}),
        (
            GOOGLE | {"provider": "microsoft", "tenant": "desk.example"},
            "https://login.microsoftonline.com/desk.example/oauth2/v2.0/authorize",
            {"prompt": "select_account"},
        ),
        (
            GOOGLE | {"provider": "microsoft"},
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            {},
        ),
    ],
)
def test_the_way_to_google_and_microsoft(
    world: World, path: str, values: dict[str, str], place: str, wanted: dict[str, str]
) -> None:
    ana = world.browser(world.ana)
    ana.put(f"{path}/sign-in", values)
    url = ana.post(f"{path}/sign-in/begin", {}).json()["url"]
    asked = asked_of(url)
    assert url.partition("?")[0] == place
    assert asked.items() >= (wanted | {"response_type": "code", "code_challenge_method": "S256"}).items()
    assert len(asked["code_challenge"]) == 43 and "GOCSPX" not in url
    assert ("offline_access" in asked["scope"].split()) is (values["provider"] == "microsoft")


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"client_id": ""}, 422, "/client_id"),
        ({"client_id": "x" * 301}, 422, "/client_id"),
        ({"client_secret": None}, 422, "/client_secret"),
        ({"client_secret": "a\nb"}, 400, "/client_secret"),
        ({"provider": "evil"}, 400, "/provider"),
        ({"provider": "microsoft", "tenant": "a/../b"}, 422, "/tenant"),
        ({"provider": "other", "authorize_url": "https://a.example"}, 422, "/token_url"),
        ({"provider": "other", "token_url": "https://a.example"}, 422, "/authorize_url"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    world: World, path: str, body: dict[str, Any], status: int, pointer: str
) -> None:
    """sec:F-07"""
    answer = world.browser(world.ana).put(f"{path}/sign-in", GOOGLE | body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.json()


def test_googles_sign_in_is_good_for_googles_servers_only(world: World, path: str) -> None:
    """sec:F-07"""
    ana = world.browser(world.ana)
    server = {"host": "imap.gmail.com", "port": 993, "security": "tls", "user": "a@b.example", "auth": "oauth"}
    assert ana.put(f"{path}/incoming", server).json()["errors"][0]["pointer"] == "/auth"
    ana.put(f"{path}/sign-in", GOOGLE)
    for where, method in (("incoming", ana.put), ("incoming/test", ana.post)):
        answer = method(f"{path}/{where}", server | {"host": "imap.evil.example"})
        assert answer.json()["errors"][0]["pointer"] == "/host"
        assert method(f"{path}/{where}", server | {"user": ""}).json()["errors"][0]["pointer"] == "/user"
    assert ana.put(f"{path}/incoming", server).status_code == 200
