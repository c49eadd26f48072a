"""What browsers report about pages of ours that broke their own policy (CSP Level 3, section 5): one line in the log."""

from __future__ import annotations

import logging
import re
import time
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from tandem.infra.server.answers import answer, problem
from tandem.infra.server.asgi_types import Receive, Scope, Send
from tandem.infra.server.body import TooLarge, TooSlow, discard, read_body

logger = logging.getLogger("tandem.csp")

PATH: Final = "/csp-report"
#: Bytes of one report, and reports a minute that are worth a line: one broken page can send thousands.
LARGEST: Final = 8 * 1024
A_MINUTE: Final = 20
_WORD: Final = re.compile(r"[A-Za-z0-9-]{1,40}")


class CspReports:
    """Takes reports in, and never says whether one was looked at."""

    def __init__(self) -> None:
        self._minute = 0
        self._taken = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 204, 405 for other methods, 413 for what is too large to be a report."""
        if scope["method"] != "POST":
            await problem(send, 405, "method.unknown", "Reports can only be sent.", [(b"allow", b"POST")])
            return
        try:
            body, _length = await read_body(receive, scope["headers"], LARGEST, 5.0)
        except (TooLarge, TooSlow):
            await discard(receive, 1.0)
            await problem(send, 413, "body.too_large", "This is too large for a report.", [(b"connection", b"close")])
            return
        with body:
            if self._counts():
                self._tell(body.read())
        await answer(send, 204, b"text/plain", b"")

    def _counts(self) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._taken = minute, 0
        self._taken += 1
        return self._taken <= A_MINUTE

    def _tell(self, body: bytes) -> None:
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        for report in (found if isinstance(found, list) else [found])[:5]:
            facts = _facts(report)
            if facts:
                logger.warning("a page broke its policy", extra=facts)


def _facts(report: Any) -> dict[str, str]:
    """Which rule, and whose thing it was: an origin, never an address, in which anything may stand."""
    inner = report.get("csp-report") or report.get("body") if isinstance(report, dict) else None
    if not isinstance(inner, dict):
        return {}
    rule = str(
        inner.get("effective-directive") or inner.get("effectiveDirective") or inner.get("violated-directive") or ""
    )
    blocked = str(inner.get("blocked-uri") or inner.get("blockedURL") or "")
    word = _WORD.match(rule)
    return {"directive": word.group() if word else "?", "blocked": _origin(blocked)}


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address[:500])
        host = parts.hostname
    except ValueError:
        return "?"
    if host:
        return f"{parts.scheme}://{host}"[:120]
    word = _WORD.match(address)
    return word.group() if word else "?"
