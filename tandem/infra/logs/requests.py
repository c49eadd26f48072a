"""The line of a request. It is on the path of every answer, so it is made of plain facts by hand: no secret and no word of a
client can be in it, and nothing has to be looked for and hidden."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import orjson

from tandem.infra.clock import now_ms
from tandem.infra.logs.stream import Lines

_lines: Lines | None = None
_console = False
_least = logging.INFO


def go_to(lines: Lines | None, *, console: bool = False, least: int = logging.INFO) -> None:
    """Where the lines go from now on, and the level below which there are none. None: nowhere."""
    global _lines, _console, _least
    _lines, _console, _least = lines, console, least


def log_request(request_id: str, method: str, route: str, status: int, ms: float, **more: Any) -> None:
    """Tell of one answer. `route` is a template such as `api/v1/tickets/<int:number>`, never the path that was asked for; `more`
    holds ids and numbers of ours."""
    level = logging.ERROR if status == 500 else logging.WARNING if status > 500 else logging.INFO
    if _lines is None or level < _least:
        return
    at = datetime.fromtimestamp(now_ms() / 1000, UTC).isoformat(timespec="milliseconds")
    name = logging.getLevelName(level).lower()
    facts = {"request": request_id, "method": method, "route": route, "status": status, "ms": round(ms, 1), **more}
    if _console:
        words = " ".join(f"{key}={value}" for key, value in facts.items() if value is not None)
        _lines.write(f"{at} {name} request {words}")
    else:
        _lines.write(orjson.dumps({"at": at, "level": name, "event": "request", **facts}).decode())
