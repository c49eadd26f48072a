"""Signing keys through the API: nothing is signed before its record is published, and no private key ever comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tandem.api.answers import mail as shapes
from tandem.channels.email.models import SigningKey
from tandem.channels.email.signing.keys import open_key
from tandem.channels.email.trust import names
from tandem.kernel.models import Event
from tandem.people.models import AuditEntry
from tests.api.shapes import fits
from tests.channels.email.names import NameServer
from tests.world import Api, World


@pytest.fixture
def name_server(settings: Any) -> Iterator[NameServer]:
    made = NameServer()
    settings.DNS_SERVERS = [f"127.0.0.1:{made.port}"]
    names.forget()
    yield made
    names.forget()
    made.close()


@pytest.fixture
def ana(world: World) -> Api:
    """An admin, and a mailbox."""
    ana = world.browser(world.ana)
    body = {"address": "support@Desk.example", "department_id": str(world.support.id)}
    assert ana.post("/api/v1/mailboxes", body).status_code == 201
    return ana


def test_an_admin_publishes_a_record_and_starts_to_sign(ana: Api, name_server: NameServer) -> None:
    (domain,) = fits(ana.get("/api/v1/signing/domains"), shapes.SigningDomainList)["results"]
    assert domain == {"domain": "desk.example", "keys": []}
    (domain,) = fits(ana.post("/api/v1/signing/keys", {"domain": "desk.example"}), shapes.SigningDomainList, 201)[
        "results"
    ]
    (key,) = domain["keys"]
    path = f"/api/v1/signing/keys/{key['id']}"
    assert fits(ana.post(f"{path}/check"), shapes.SigningRecordFound)["found"] == "missing"
    refused = ana.patch(path, {"signs": True})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "record_missing")
    assert not SigningKey.objects.get().signs
    name_server.text(key["record_name"], key["record_value"])
    names.forget()
    assert ana.post(f"{path}/check").json()["found"] == "there"
    (domain,) = ana.patch(path, {"signs": True}).json()["results"]
    assert domain["keys"][0]["signs"] is True
    sentences = {row["sentence"] for row in ana.get("/api/v1/audit").json()["results"]}
    assert {"made", "changed whether it signs"} <= sentences
    (domain,) = ana.delete(path).json()["results"]
    assert domain["keys"] == []


def test_a_private_key_never_comes_out(ana: Api) -> None:
    answer = ana.post("/api/v1/signing/keys", {"domain": "desk.example"}).json()
    key = SigningKey.objects.get()
    private = open_key(key)
    told = [*Event.objects.values_list("old", "new"), *AuditEntry.objects.values_list("old", "new")]
    everything = json.dumps([answer, told, ana.get("/api/v1/signing/domains").json()], default=str)
    assert "PRIVATE KEY" in private
    for secret in (private[200:300].replace("\n", "\\n"), key.secret):
        assert secret not in everything


@pytest.mark.parametrize("domain", ["other.example", "", "example", "k.example\r\nX: 1"])
def test_only_domains_of_mailboxes_have_keys(ana: Api, domain: str) -> None:
    answer = ana.post("/api/v1/signing/keys", {"domain": domain})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/domain")
    assert not SigningKey.objects.exists()
