"""A provider that signs people in (RFC 6749, with PKCE of RFC 7636): the real protocol, and it can misbehave.

Its endpoint for browsers is asked by `visit`; the one for tokens is an HTTP server on this machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT = ("desk-client", "client s3cret")
REDIRECT = "http://127.0.0.1:8000/agent/mailboxes"


@dataclass
class Code:
    """What was promised for a code: it counts once."""

    redirect: str
    challenge: str
    scope: str
    used: bool = False


@dataclass
class Script:
    """What happens at the token endpoint, once for each entry: "500", "html", "garbage", "redirect", "hang_up", "no_refresh",
    "newline" or an error of RFC 6749, 5.2."""

    steps: list[str] = field(default_factory=list)

    def next(self) -> str:
        return self.steps.pop(0) if self.steps else ""


class OauthProvider(ThreadingHTTPServer):
    """`rotates`: each refresh gives a new refresh token, and an old one that comes again ends everything (RFC 9700, 2.2.2)."""

    daemon_threads = True

    def __init__(self, *, rotates: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.port = self.server_address[1]
        self.rotates = rotates
        self.client_secret = CLIENT[1]
        self.codes: dict[str, Code] = {}
        #: Good refresh tokens, those that were used up, and good access tokens.
        self.refresh: set[str] = set()
        self.used: set[str] = set()
        self.access: set[str] = set()
        self.lasts = 3600
        self.script = Script()
        self.asked: list[dict[str, str]] = []
        self.pause = 0.0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def settings(self) -> dict[str, str]:
        """As an admin enters it."""
        return {
            "provider": "other",
            "client_id": CLIENT[0],
            "client_secret": CLIENT[1],
            "authorize_url": "https://id.provider.example/authorize",
            "token_url": f"http://127.0.0.1:{self.port}/token",
            "scope": "mail offline",
        }

    def visit(self, url: str, *, declined: bool = False) -> dict[str, str]:
        """Somebody signs in at the address to which their browser was sent, and is sent back with this."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT[0], asked
        assert asked["redirect_uri"] == REDIRECT, "an address that was not entered at the provider"
        assert asked["code_challenge_method"] == "S256" and len(asked["state"]) >= 32
        if declined:
            return {"state": asked["state"], "error": "access_denied"}
        code = secrets.token_urlsafe()
        self.codes[code] = Code(asked["redirect_uri"], asked["code_challenge"], asked["scope"])
        return {"state": asked["state"], "code": code}

    def revoke(self) -> None:
        """The owner of the account takes the right back."""
        self.refresh.clear()
        self.access.clear()

    def grant(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What the token endpoint answers."""
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT[0], self.client_secret):
            return 401, {"error": "invalid_client"}
        with self.lock:
            return self._by_code(form) if form.get("grant_type") == "authorization_code" else self._by_refresh(form)

    def _by_code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        code = self.codes.get(form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if code is None or code.used or code.redirect != form.get("redirect_uri") or code.challenge != challenge:
            return 400, {"error": "invalid_grant"}
        code.used = True
        return 200, self._tokens(new_refresh=True)

    def _by_refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        told = form.get("refresh_token", "")
        if told in self.used:
            self.revoke()
        if told not in self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "the secret of the provider"}
        if self.rotates:
            self.refresh.discard(told)
            self.used.add(told)
        return 200, self._tokens(new_refresh=self.rotates)

    def _tokens(self, *, new_refresh: bool) -> dict[str, Any]:
        access = f"access-{secrets.token_urlsafe()}"
        self.access.add(access)
        told: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts}
        if new_refresh:
            told["refresh_token"] = f"refresh-{secrets.token_urlsafe()}"
            self.refresh.add(told["refresh_token"])
        return told

    def accepts(self, line: str) -> str:
        """How a mail server answers to XOAUTH2: empty when it takes the token, else its challenge."""
        parts = dict(part.partition("=")[::2] for part in line.split("\x01") if part)
        token = parts.get("auth", "").removeprefix("Bearer ")
        if token in self.access and parts.get("user") == "support@desk.example":
            return ""
        told = {"status": "400" if token else "403", "schemes": "Bearer", "scope": "https://mail.example/"}
        return base64.b64encode(json.dumps(told).encode()).decode()

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is an everyday thing."""


class _Door(BaseHTTPRequestHandler):
    server: OauthProvider

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        told = {name: values[0] for name, values in form.items()}
        self.server.asked.append(told)
        time.sleep(self.server.pause)
        step = self.server.script.next()
        if step == "hang_up":
            return
        if step in {"500", "html"}:
            self._say(500 if step == "500" else 200, b"<html>Sorry</html>", "text/html")
        elif step == "redirect":
            self._say(307, b"", "text/html", f"http://127.0.0.1:{self.server.port}/elsewhere")
        elif step == "garbage":
            self._say(200, b"{" * 400_000, "application/json")
        elif step == "newline":
            self._say(200, b'{"access_token": "a\\r\\nA1 LOGOUT", "token_type": "Bearer"}', "application/json")
        elif step in {"", "no_refresh"}:
            status, answer = self.server.grant(told)
            if step == "no_refresh":
                answer.pop("refresh_token", None)
            self._say(status, json.dumps(answer).encode(), "application/json")
        else:
            self._say(400, json.dumps({"error": step}).encode(), "application/json")

    def _say(self, status: int, body: bytes, kind: str, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quietly."""
