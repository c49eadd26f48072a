"""An SMTP server with a script: it takes what we send, or refuses, or drops the connection where we tell it to."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Taken:
    """One mail that was taken."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Sink:
    """`at` maps a phase ("MAIL", "RCPT", "DATA", "END") to what is answered there, once for each entry, before taking again.

    At END: "drop" closes without reading on, "drop_after" reads the final dot and closes, "take_and_drop" keeps the mail first.
    """

    taken: list[Taken] = field(default_factory=list)
    at: dict[str, list[str]] = field(default_factory=dict)
    #: 0 is any free one.
    port: int = 0
    #: Judges a line of XOAUTH2: empty when it is taken, else the challenge. Without it nobody need sign in.
    bearer: Any = None
    _server: Any = None

    @property
    def replies(self) -> list[Taken]:
        """What went to customers; colleagues are told of some of it by mail as well."""
        return [taken for taken in self.taken if not taken.recipients[0].endswith("@tandem.example")]

    def answer(self, phase: str) -> str | None:
        script = self.at.get(phase)
        return script.pop(0) if script else None

    async def start(self, loop: asyncio.AbstractEventLoop) -> None:
        def connection() -> SMTP:
            return _Scripted(
                self, self, hostname="sink.example", enable_SMTPUTF8=True, loop=loop, auth_require_tls=False
            )

        self._server = await loop.create_server(connection, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        challenge = self.bearer(base64.b64decode(args[1]).decode()) if self.bearer else "e30="
        if not challenge:
            return AuthResult(success=True)
        assert await server.challenge_auth(challenge, encode_to_b64=False) == b""
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.bearer is not None and not session.authenticated:
            return "530 5.7.0 Sign in first"
        answer = self.answer("MAIL")
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.answer("RCPT")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answer("END")
        if answer in {None, "take_and_drop"} or str(answer).startswith("250"):
            self.taken.append(Taken(envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if answer in {"drop_after", "take_and_drop"}:
            server.transport.abort()
        return answer or "250 Taken"


class _Scripted(SMTP):
    """Refuses DATA, or hangs up while it reads, when the script says so."""

    def __init__(self, sink: Sink, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sink = sink

    async def smtp_DATA(self, arg: str) -> None:
        answer = self._sink.answer("DATA")
        if answer == "drop":
            await self.push("354 Go on")
            await self._reader.read(10)
            self.transport.abort()  # type: ignore[union-attr]
            return
        if answer is not None:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)
