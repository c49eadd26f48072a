"""Log lines: one object a line whatever is in it, and never a secret (sec:L-05)."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from tandem.infra.logs import begin, requests
from tandem.infra.logs.begin import visible
from tandem.infra.logs.redaction import Redaction, secrets_of
from tandem.infra.request_id import REQUEST_ID

log = logging.getLogger("tandem.test")

Read = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stream(settings: Any) -> Iterator[io.StringIO]:
    """Everything that is logged, as `begin` writes it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    settings.LOG_FORMAT, settings.LOG_LEVEL = "json", "INFO"
    settings.REDIS_URL = "redis://:redis-s3cret@127.0.0.1/0"
    settings.METRICS_TOKEN = "metrics-s3cret"
    written = io.StringIO()
    begin(settings, written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    requests.go_to(None)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_what_was_said(stream: io.StringIO) -> None:
    REQUEST_ID.set("abc")
    log.info("a mail was %s", "kept", extra={"entry": "17"})
    REQUEST_ID.set("")
    (line,) = lines(stream)
    assert line.pop("at")
    assert line == {
        "level": "info", "logger": "tandem.test", "event": "a mail was kept", "entry": "17", "request": "abc",
    }  # fmt: skip


@pytest.mark.parametrize(
    "nasty", ["a\r\nlevel=error", "\x1b[2J\x1b]0;title\x07", "\x9b31m", "\u2028{}", "\x7f", "\u202egpj"]
)
def test_nothing_ends_a_line_or_moves_a_cursor(stream: io.StringIO, settings: Any, nasty: str) -> None:
    log.warning("said %s", nasty, extra={"more": nasty})
    text = stream.getvalue()
    assert text.isascii()
    assert all(character.isprintable() for character in text.rstrip("\n"))
    assert lines(stream)[0]["event"] == f"said {nasty}"
    settings.LOG_FORMAT = "console"
    readable = io.StringIO()
    begin(settings, readable)
    log.warning("said %s", nasty, extra={"more": nasty})
    assert readable.getvalue().count("\n") == 1
    assert all(character.isprintable() for character in readable.getvalue().rstrip("\n"))


@given(st.text())
def test_readable_lines_hold_no_control_character(text: str) -> None:
    assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or one in "\u2028\u2029" for one in visible(text))


def test_an_exception_shows_its_lines_and_no_secret_that_it_quotes(stream: io.StringIO) -> None:
    try:
        raise ValueError("postgresql://tandem:db-s3cret@db/x and Bearer abcdefghij0123 and redis-s3cret")
    except ValueError:
        log.exception("it failed")
    (line,) = lines(stream)
    assert "test_lines.py" in line["exception"]
    assert "ValueError" in line["exception"]
    for secret in ("db-s3cret", "abcdefghij0123", "redis-s3cret"):
        # The line of source code that raised it is quoted as well.
        assert secret not in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer CANARY0123",
        "authorization=Basic CANARY0123==",
        '{"password": "CANARY0123"}',
        "password=CANARY0123&x=1",
        "Cookie: tandem_session=CANARY0123",
        "__Host-tandem_session=CANARY0123; csrftoken=CANARY0123",
        "GET /ws?ticket_token=CANARY0123",
        "smtps://user:CANARY0123@mail.example",
        "tandem_CANARY0123CANARY0123",
        "X-CSRFToken: CANARY0123",
        "api_key='CANARY0123'",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str) -> None:
    assert "CANARY" not in Redaction().text(text)


def test_ordinary_words_stay() -> None:
    words = "effect mail.send 12 failed: 4.3.1 try again, see https://desk.example/agent/tickets/12"
    assert Redaction().text(words) == words


def test_every_secret_of_the_settings_is_known(settings: Any) -> None:
    settings.SMTP_OUT = "smtps://desk:p%40ssword1@mail.example"
    settings.METRICS_TOKEN = "metrics-s3cret"
    settings.DATABASES = {"default": {"PASSWORD": "db-s3cret"}}
    redaction = Redaction(secrets_of(settings))
    for secret in (django_settings.SECRET_KEY, "p%40ssword1", "p@ssword1", "metrics-s3cret", "db-s3cret"):
        assert redaction.text(f"x {secret} y") == "x [hidden] y"


def test_the_line_of_a_request(stream: io.StringIO) -> None:
    requests.log_request("abc", "GET", "api/v1/tickets", 200, 1.234, actor="7")
    (line,) = lines(stream)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "event": "request", "request": "abc", "method": "GET", "route": "api/v1/tickets",
        "status": 200, "ms": 1.2, "actor": "7",
    }  # fmt: skip


def test_a_log_that_cannot_be_written_stops_nobody(settings: Any, stream: io.StringIO) -> None:
    stream.close()
    log.error("into nothing")
    requests.log_request("abc", "GET", "x", 500, 1.0)
