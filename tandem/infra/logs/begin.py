"""Everything that logs in this process, ours and others', goes one way: through structlog's processors to one stream."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

from tandem.infra.logs import requests
from tandem.infra.logs.redaction import Redaction, secrets_of
from tandem.infra.logs.stream import Lines
from tandem.infra.request_id import REQUEST_ID

#: Control characters (C0, DEL, C1) and line ends that only some readers know: a terminal could obey them (sec:L-05).
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

Event = MutableMapping[str, Any]


def begin(settings: Any, stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (stderr), as JSON, or as readable lines if LOG_FORMAT says so or somebody reads along."""
    lines = Lines(stream)
    console = settings.LOG_FORMAT == "console" or (settings.LOG_FORMAT == "auto" and lines.to_terminal)
    redaction = Redaction(secrets_of(settings))

    def redact(_logger: Any, _name: str, event: Event) -> Event:
        return {key: redaction.value(value) for key, value in event.items()}

    render = _console if console else _json
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", key="at"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _with_request,
            _with_exception,
            redact,
            render,
        ],
    )
    handler = _Handler(lines)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.LOG_LEVEL)
    logging.captureWarnings(True)
    requests.go_to(lines, console=console, least=logging.getLevelName(settings.LOG_LEVEL))


class _Handler(logging.Handler):
    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.write(self.format(record))
        except Exception:
            # What cannot be formatted is told of without its content: that content is what is wrong with it.
            self._lines.write(json.dumps({"level": "error", "event": "log.unreadable", "logger": record.name}))


def _with_request(_logger: Any, _name: str, event: Event) -> Event:
    if request_id := REQUEST_ID.get():
        event["request"] = request_id
    return event


def _with_exception(_logger: Any, _name: str, event: Event) -> Event:
    """Type, message and lines of code, never the values of variables."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[1] is not None:
        event["exception"] = "".join(traceback.format_exception(*error))[-8_000:]
    event.pop("stack_info", None)
    return event


def _json(_logger: Any, _name: str, event: Event) -> str:
    return json.dumps(event, default=str).replace("\x7f", "\\u007f")


def _console(_logger: Any, _name: str, event: Event) -> str:
    exception = event.pop("exception", "")
    head = " ".join(visible(str(event.pop(key, ""))) for key in ("at", "level", "logger", "event"))
    rest = "".join(f" {visible(key)}={visible(str(value))}" for key, value in event.items())
    tail = "".join("\n    " + visible(line) for line in str(exception).splitlines())
    return head + rest + tail


def visible(text: str) -> str:
    """The text on one line, with every control character written out instead of obeyed."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text.replace("\n", "\\n").replace("\t", " "))
