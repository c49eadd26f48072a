"""The servers of a mailbox through the API: only admins, no password ever comes back, and it goes to no other server."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from tandem.api.answers import mail as shapes
from tandem.channels.email.models import Mailbox, MailServer, ServerState
from tandem.channels.email.servers import trying
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.trying import Tried
from tandem.kernel.models import Event
from tandem.people.models import AuditEntry
from tests.api.shapes import fits
from tests.world import World

SECRET = "abcd efgh ijkl mnop"
INCOMING: dict[str, Any] = {
    "host": "IMAP.Gmail.com",
    "port": 993,
    "security": "tls",
    "user": "support@desk.example",
    "password": SECRET,
}
OUTGOING = INCOMING | {"host": "smtp.gmail.com", "port": 465}


@pytest.fixture
def path(world: World) -> str:
    body = {"address": "support@desk.example", "department_id": str(world.support.id)}
    return f"/api/v1/mailboxes/{world.browser(world.ana).post('/api/v1/mailboxes', body).json()['id']}"


def test_an_admin_connects_a_mailbox(world: World, path: str, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    ana = world.browser(world.ana)
    box = fits(ana.put(f"{path}/incoming", INCOMING), shapes.MailboxShown)
    incoming = box["incoming"]
    assert (incoming["host"], incoming["protocol"], incoming["has_password"]) == ("imap.gmail.com", "imap", True)
    assert incoming["authserv_ids"] == ["mx.google.com"] and incoming["last_success_at"] is None
    assert (incoming["folder"], incoming["after_fetch"], incoming["take_from"]) == ("INBOX", "move", "new")
    box = fits(ana.put(f"{path}/outgoing", OUTGOING), shapes.MailboxShown)
    assert box["outgoing"]["host"] == "smtp.gmail.com" and box["incoming"] == incoming
    # Whoever only works here sees no servers; the password is nowhere but sealed in its row.
    (seen,) = world.browser(world.lin).get("/api/v1/mailboxes").json()["results"]
    assert (seen["incoming"], seen["outgoing"]) == (None, None)
    stored = MailServer.objects.get(direction="incoming")
    assert account_of(stored).password == SECRET and SECRET not in repr(account_of(stored))
    told = [*Event.objects.values_list("old", "new"), *AuditEntry.objects.values_list("old", "new")]
    assert SECRET not in json.dumps([box, told, stored.secret], default=str) and SECRET not in caplog.text


def test_the_same_is_changed_and_told_without_the_password(world: World, path: str) -> None:
    ana = world.browser(world.ana)
    ana.put(f"{path}/incoming", INCOMING)
    kept = MailServer.objects.get().secret
    again = INCOMING | {"after_fetch": "leave", "active": False, "password": None}
    assert ana.put(f"{path}/incoming", again).json()["incoming"]["after_fetch"] == "leave"
    assert MailServer.objects.get().secret == kept
    ana.put(f"{path}/incoming", INCOMING | {"password": "another"})
    kinds = Event.objects.filter(stream_kind="mail_server").order_by("seq").values_list("kind", flat=True)
    assert kinds[0] == "mail_server.added"
    assert {"mail_server.handling_changed", "mail_server.activity_changed", "mail_server.password_changed"} <= set(
        kinds
    )
    audit = world.browser(world.ana).get("/api/v1/audit").json()["results"]
    assert {row["sentence"] for row in audit if row["subject"]["kind"] == "mail_server"} >= {"changed the password"}


@pytest.mark.parametrize(
    "change", [{"host": "imap.evil.example"}, {"port": 143}, {"security": "starttls"}, {"user": "x@desk.example"}]
)
def test_the_stored_password_goes_to_no_other_server(world: World, path: str, change: dict[str, Any]) -> None:
    """sec:F-07: neither saved nor tried with it."""
    ana = world.browser(world.ana)
    ana.put(f"{path}/incoming", INCOMING)
    body = INCOMING | change | {"password": None}
    for method, where in ((ana.put, "incoming"), (ana.post, "incoming/test")):
        answer = method(f"{path}/{where}", body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/password")
    assert MailServer.objects.get().host == "imap.gmail.com"


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"host": "imap.example.com/x"}, 422, "/host"),
        ({"host": "imap.example.com:993"}, 422, "/host"),
        ({"host": ""}, 422, "/host"),
        ({"host": "a b"}, 422, "/host"),
        ({"host": "x" * 300}, 422, "/host"),
        ({"port": 0}, 422, "/port"),
        ({"port": 65_536}, 422, "/port"),
        ({"port": "993"}, 400, "/port"),
        ({"security": "ssl"}, 400, "/security"),
        ({"security": "none"}, 422, "/security"),
        ({"user": "a\r\nb"}, 400, "/user"),
        ({"user": "x" * 255}, 422, "/user"),
        ({"password": "a\nb"}, 400, "/password"),
        ({"password": "x" * 4_001}, 422, "/password"),
        ({"protocol": "smtp"}, 400, "/protocol"),
        ({"protocol": "pop"}, 422, "/after_fetch"),
        ({"folder": ""}, 422, "/folder"),
        ({"folder": "A\x00"}, 400, "/folder"),
        ({"moved_to": "inbox"}, 422, "/moved_to"),
        ({"take_from": "some"}, 400, "/take_from"),
        ({"authserv_ids": ["a b"]}, 422, "/authserv_ids"),
        ({"secret": "x"}, 400, "/secret"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    world: World, path: str, body: dict[str, Any], status: int, pointer: str
) -> None:
    for where, method in (("incoming", "put"), ("incoming/test", "post")):
        answer = getattr(world.browser(world.ana), method)(f"{path}/{where}", INCOMING | body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.json()
    assert not MailServer.objects.exists()


def test_trying_tells_in_words_how_it_went(world: World, path: str, monkeypatch: Any) -> None:
    ana = world.browser(world.ana)
    # Nothing of this house's own network is connected to unless the operator allows it.
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "::ffff:127.0.0.1", "0.0.0.0"):
        answer = fits(ana.post(f"{path}/incoming/test", INCOMING | {"host": host}), shapes.ServerTried)
        assert (answer["ok"], answer["code"]) == (False, "cannot_connect") and "TANDEM_MAIL_HOSTS_ALLOW" in answer[
            "words"
        ]
    given: list[str] = []

    def answers(account: Any) -> Tried:
        given.append(account.password)
        return Tried(12)

    monkeypatch.setattr("tandem.api.routers.mail_servers.try_out", answers)
    assert trying.PATIENCE <= 15
    answer = fits(ana.post(f"{path}/incoming/test", INCOMING), shapes.ServerTried)
    assert (answer["ok"], answer["messages"]) == (True, 12)
    ana.put(f"{path}/incoming", INCOMING)
    # What is saved is tried with the stored password.
    ana.post(f"{path}/incoming/test", INCOMING | {"password": None})
    assert given == [SECRET, SECRET]


def test_what_is_wrong_is_shown_and_older_mail_waits_for_a_word(world: World, path: str) -> None:
    ana = world.browser(world.ana)
    ana.put(f"{path}/incoming", INCOMING)
    ServerState.objects.create(
        server=MailServer.objects.get(),
        last_success_at=1_700_000_000_000,
        trouble="login_refused",
        trouble_since=1_700_000_100_000,
        trouble_at=1_700_000_200_000,
        older="waiting",
        older_count=3,
    )
    (box,) = fits(ana.get("/api/v1/mailboxes"), shapes.MailboxList)["results"]
    trouble = box["incoming"]["trouble"]
    assert trouble["code"] == "login_refused" and "app password" in trouble["words"]
    assert trouble["since"] < trouble["at"] and box["incoming"]["older_count"] == 3
    assert ana.post(f"{path}/incoming/older", {"take": True}).json()["incoming"]["older_count"] == 0
    assert ServerState.objects.get().older == "import"
    ServerState.objects.update(older="waiting")
    ana.post(f"{path}/incoming/older", {"take": False})
    assert ServerState.objects.get().older == ""
    assert Event.objects.filter(kind__in=["mail_server.older_taken", "mail_server.older_left"]).count() == 2


def test_it_is_removed_and_the_mailbox_stays(world: World, path: str) -> None:
    ana = world.browser(world.ana)
    for direction, body in (("incoming", INCOMING), ("outgoing", OUTGOING)):
        assert ana.delete(f"{path}/{direction}").status_code == 404
        ana.put(f"{path}/{direction}", body)
        ServerState.objects.create(server=MailServer.objects.get())
        box = fits(ana.delete(f"{path}/{direction}"), shapes.MailboxShown)
        assert box[direction] is None and not MailServer.objects.exists() and not ServerState.objects.exists()
    assert Mailbox.objects.count() == 1 and Event.objects.filter(kind="mail_server.removed").count() == 2
    assert ana.put("/api/v1/mailboxes/1/incoming", INCOMING).status_code == 404
    assert ana.post("/api/v1/mailboxes/1/incoming/test", INCOMING).status_code == 404


def test_only_admins(world: World, path: str) -> None:
    world.browser(world.ana).put(f"{path}/incoming", INCOMING)
    for person in (world.mia, world.sam, world.ben, world.lin):
        api = world.browser(person)
        for direction, body in (("incoming", INCOMING), ("outgoing", OUTGOING)):
            assert api.put(f"{path}/{direction}", body).status_code == 403
            assert api.post(f"{path}/{direction}/test", body).status_code == 403
            assert api.delete(f"{path}/{direction}").status_code == 403
        assert api.post(f"{path}/incoming/older", {"take": True}).status_code == 403
