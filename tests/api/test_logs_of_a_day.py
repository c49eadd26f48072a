"""A day at the desk, and then a search through everything that was logged: ids and templates only (sec:L-05)."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest

from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.intake.answers import Answers
from tandem.infra.addresses import make_address
from tandem.infra.logs import begin, requests
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tandem.people.tokens import issue_token
from tandem.tickets.models import Ticket
from tests.api.front import whole_front
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = (
    b"From: Kim CANARY-NAME <kim@customer.example>\r\nTo: support@tandem.example\r\nSubject: CANARY-SUBJECT\r\n"
    b"Message-ID: <1@x>\r\n\r\nCANARY-TEXT\r\n"
)


def test_no_secret_and_no_word_of_a_customer_is_logged(world: World, settings: Any, capfd: Any) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    settings.LOG_FORMAT, settings.LOG_LEVEL = "json", "DEBUG"
    stream = io.StringIO()
    begin(settings, stream)
    try:
        token = _a_day(world)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(False)
        requests.go_to(None)
    text = stream.getvalue() + "".join(capfd.readouterr())
    assert "CANARY" not in text
    assert token not in text
    assert settings.SECRET_KEY not in text
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    answered = [line for line in lines if line["event"] == "request"]
    assert {"api/v1/tickets", "agent/<path:path>", "-"} <= {line["route"] for line in answered}
    assert {200, 401, 404} <= {line["status"] for line in answered}
    assert str(world.ana.id) in {line["actor"] for line in answered}
    assert any(line["event"] == "a mail was kept" for line in lines)


def _a_day(world: World) -> str:
    """Sign-ins that fail, tokens right and wrong, a search, a mail, a ticket, addresses that are nobody's. Gives the token."""
    token = issue_token(SYSTEM, world.ana.id)[1]
    good = {"authorization": f"Bearer {token}"}
    run(CreateMailbox(make_address("support@tandem.example"), world.support.id), SYSTEM)
    keep = Answers("smtp", None, False)  # type: ignore[arg-type]  # its threads are not needed
    assert keep._keep([b"\r\n", MAIL, b".\r\n"], "kim@customer.example", ["support@tandem.example"], None)[
        0
    ].startswith("250")
    drain()
    number = Ticket.objects.get(subject="CANARY-SUBJECT").number
    login = json.dumps({"email": "ana@tandem.example", "password": "CANARY-PASSWORD"}).encode()
    edit = json.dumps({"changes": {"subject": {"base": "CANARY-SUBJECT", "mine": "CANARY-NEW"}}}).encode()
    json_type = {"content-type": "application/json"}
    with whole_front() as front:
        for method, target, body, headers in (
            ("POST", "/_allauth/browser/v1/auth/login", login, json_type),
            ("GET", "/api/v1/tickets?q=CANARY-QUERY", b"", good),
            ("GET", "/api/v1/tickets?q=CANARY-QUERY", b"", {"authorization": "Bearer CANARY-TOKEN"}),
            ("GET", "/api/v1/tickets", b"", {"cookie": "tandem_session=CANARY-COOKIE"}),
            ("PATCH", f"/api/v1/tickets/{number}", edit, good | json_type),
            ("PATCH", f"/api/v1/tickets/{number}", b"CANARY {", good | json_type),
            ("GET", f"/api/v1/tickets/{number}/messages", b"", good),
            ("GET", "/agent/CANARY/page", b"", {}),
            ("GET", "/mail-frame/CANARY-SIGNED", b"", {}),
            ("GET", "/CANARY\x1b[2J", b"", {}),
            ("GET", "/api/v1/nothing", b"", {"host": "CANARY.example"}),
        ):
            front.ask(method, target, body, headers)
    return token
