"""What operators see of the front: request ids, log lines, metrics, limits, a full disk, reports of browsers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tandem.infra.logs import requests
from tandem.infra.logs.stream import Lines
from tandem.infra.server import metrics_page
from tandem.infra.server.csp_reports import A_MINUTE, LARGEST
from tandem.infra.server.metrics_page import MetricsPage
from tandem.infra.server.pool import Pool
from tandem.infra.server.rates import LocalBuckets, Rates
from tandem.infra.server.telling import class_of
from tests.patience import until

MORE_THAN_ANY = 1 << 60


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """The lines of requests."""
    stream = io.StringIO()
    requests.go_to(Lines(stream))
    yield stream
    requests.go_to(None)


def test_every_answer_names_its_request_and_the_log_has_it(server: Any, told: io.StringIO) -> None:
    answer = server.ask("GET", "/echo?secret=CANARY", headers={"Cookie": "a=CANARY", "X-Request-Id": "CANARY"})
    name = answer.headers["x-request-id"]
    assert until(lambda: name in told.getvalue())
    line = next(json.loads(line) for line in told.getvalue().splitlines() if name in line)
    assert (line["method"], line["status"], line["level"]) == ("GET", 200, "info")
    assert line["ms"] >= 0
    assert "CANARY" not in told.getvalue()
    assert server.ask("GET", "/echo").headers["x-request-id"] != name


def test_a_failure_carries_the_name_in_its_document(server: Any, told: io.StringIO) -> None:
    answer = server.ask("GET", "/nothing/CANARY", headers={"Host": "elsewhere.example"})
    assert json.loads(answer.body)["trace_id"] == answer.headers["x-request-id"]
    assert until(lambda: told.getvalue())
    assert "CANARY" not in told.getvalue()


def test_probes_and_assets_fill_no_log(server: Any, told: io.StringIO) -> None:
    server.ask("GET", "/api/v1/health/live")
    server.ask("GET", "/agent/assets/unknown.js")
    server.ask("GET", "/echo")
    assert until(lambda: "echo" in told.getvalue() or '"route":"-"' in told.getvalue())
    assert len(told.getvalue().splitlines()) == 1


def test_classes_of_routes_are_few() -> None:
    templates = ["api/v1/tickets/<int:number>/messages", "/agent/<path:path>", "-", "mail-frame/<str:token>", "/"]
    assert [class_of(template) for template in templates] == ["api.tickets", "agent", "-", "mail-frame", "-"]


def test_metrics_are_for_this_machine_while_there_is_no_token(server: Any) -> None:
    server.front._metrics = MetricsPage("", Pool("none", 1, 1), lambda: b"numbers")
    assert server.ask("GET", "/metrics").body == b"numbers"
    for headers in ({"X-Forwarded-For": "192.0.2.1"}, {"Host": "desk.example"}, {"Via": "1.1 proxy"}):
        assert server.ask("GET", "/metrics", headers=headers).status == 404, headers
    assert server.ask("POST", "/metrics", body="x").status == 404


def test_metrics_are_for_whoever_has_the_token(server: Any) -> None:
    server.front._metrics = MetricsPage("s3cret-token", Pool("none", 1, 1), lambda: b"numbers")
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "s3cret-token"}):
        assert server.ask("GET", "/metrics", headers=headers).status == 404, headers
    # A watcher knows an address, not our name.
    right = {"Authorization": "Bearer s3cret-token", "Host": "10.1.2.3:8000"}
    answer = server.ask("GET", "/metrics", headers=right)
    assert (answer.status, answer.body) == (200, b"numbers")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_the_numbers_are_there(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics_page, "_KEPT", 0.0)
    server.front._metrics = MetricsPage("", Pool("none", 1, 1))
    server.ask("GET", "/echo")
    page = server.ask("GET", "/metrics").body.decode()
    for name in (
        'tandem_http_requests_total{route="',
        "tandem_http_request_seconds_bucket",
        "tandem_timer_lag_seconds",
        'tandem_ledger_mails{state="received"}',
        'tandem_deliveries{state="uncertain"}',
        'tandem_disk_free_bytes{folder="home"}',
        "tandem_sockets",
        "tandem_threads_busy",
        "tandem_build_info{",
    ):
        assert name in page, name


def test_too_many_requests_are_429_in_the_language_of_whoever_asks(server: Any) -> None:
    server.front._rates = Rates(LocalBuckets(), token=600, session=600, address=2, cookie="sid")
    try:
        statuses = [server.ask("GET", "/echo").status for _ in range(2)]
        answer = server.ask("POST", "/echo", body="x" * 1000, headers={"Accept-Language": "cs"})
        assert statuses == [200, 200]
        assert answer.status == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 30
        document = json.loads(answer.body)
        assert document["code"] == "rate_limited"
        assert "too many" not in document["detail"].lower()
        # Never for probes.
        assert server.ask("GET", "/api/v1/health/live").status == 200
    finally:
        server.front._rates = None


def test_a_full_disk_takes_nothing_new_and_still_shows_everything(server: Any, settings: Any) -> None:
    settings.FREE_BYTES = MORE_THAN_ANY
    answer = server.ask("POST", "/echo", body="x" * 1000)
    assert answer.status == 507
    assert json.loads(answer.body)["code"] == "storage.full"
    assert server.ask("GET", "/echo").status == 200
    assert server.ask("DELETE", "/echo").status == 200
    settings.FREE_BYTES = 0
    assert server.ask("POST", "/echo", body="x").status == 200


def test_reports_of_browsers_are_small_and_few(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    report = {"csp-report": {"effective-directive": "script-src", "blocked-uri": "https://evil.example/CANARY?x"}}
    for _ in range(A_MINUTE + 10):
        assert server.ask("POST", "/csp-report", body=json.dumps(report)).status == 204
    lines = [record for record in caplog.records if record.name == "tandem.csp"]
    assert 0 < len(lines) <= 2 * A_MINUTE
    assert (lines[0].directive, lines[0].blocked) == ("script-src", "https://evil.example")
    assert "CANARY" not in caplog.text
    assert server.ask("POST", "/csp-report", body="x" * (LARGEST + 1)).status == 413
    assert server.ask("GET", "/csp-report").status == 405
    for nonsense in ("", "[]", "[1]", '{"csp-report": 1}', "\x00", '{"csp-report": {"blocked-uri": "http://[x"}}'):
        assert server.ask("POST", "/csp-report", body=nonsense).status == 204


def test_head_says_how_long_the_answer_would_be(server: Any) -> None:
    head, whole = server.ask("HEAD", "/echo"), server.ask("GET", "/echo")
    assert head.body == b""
    assert (head.status, head.headers["content-length"]) == (200, str(len(whole.body)))
