"""SMTP (RFC 5321) and LMTP (RFC 2033) as our doors speak them: aiosmtpd, with a reader of DATA of our own."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

# It writes a line for each command with the addresses in it.
logging.getLogger("mail.log").setLevel(logging.ERROR)

_END = b"\r\n.\r\n"
#: Seconds without a byte before a client is let go (RFC 5321 4.5.3.2.7).
_PATIENCE = 300.0


#: RFC 3463 for the answers that aiosmtpd makes itself.
_ENHANCED = {
    "500": "5.5.2",
    "501": "5.5.4",
    "502": "5.5.1",
    "503": "5.5.1",
    "552": "5.3.4",
    "553": "5.1.3",
    "555": "5.5.4",
}
_LACKS = re.compile(r"([245]\d\d) (?![245]\.\d{1,3}\.\d{1,3}\b)")


def _enhanced(line: str) -> str:
    lacking = _LACKS.match(line)
    if lacking is None or line.startswith("220"):
        return line
    code = lacking.group(1)
    return f"{code} {_ENHANCED.get(code, f'{code[0]}.0.0')} {line[4:]}"


class Room:
    """What all connections of a door may hold in memory at once, in bytes, and how many they may be."""

    def __init__(self, connections: int, octets: int) -> None:
        self.connections = connections
        self.octets = octets


class Intake(SMTP):
    """One connection. Lines may be of any length; only CR LF dot CR LF ends a mail, all else is data (sec:C-14)."""

    #: What the stream reads at once; longer lines of a mail come in pieces, longer commands are refused.
    line_length_limit = 65_536

    def __init__(self, handler: Any, room: Room, connected: set[Any], **options: Any) -> None:
        super().__init__(handler, enable_SMTPUTF8=True, ident="Tandem", timeout=_PATIENCE, **options)
        self._room = room
        self._connected = connected
        self._crowded = False
        self._greets = False
        self.is_busy = False

    async def push(self, status: str | bytes) -> None:
        """Answer, with an enhanced status code where aiosmtpd gives none (RFC 2034: in every 2xx, 4xx and 5xx but greetings)."""
        line = status.decode() if isinstance(status, bytes) else status
        await super().push(line if self._greets else _enhanced(line))

    async def smtp_HELO(self, hostname: str) -> None:
        """A greeting has no enhanced codes."""
        await self._greet(super().smtp_HELO(hostname))

    async def smtp_EHLO(self, hostname: str) -> None:
        """A greeting has no enhanced codes."""
        await self._greet(super().smtp_EHLO(hostname))

    async def _greet(self, greeting: Awaitable[None]) -> None:
        self._greets = True
        try:
            await greeting
        finally:
            self._greets = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or say at once that there are too many."""
        # The same connection comes by once more when its encryption begins.
        if self not in self._connected and len(self._connected) >= self._room.connections:
            self._crowded = True
            transport.write(b"421 4.3.2 Too many connections, try again\r\n")  # type: ignore[attr-defined]  # always a Transport
            transport.close()
            return
        self._connected.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        if self._crowded:
            return
        self._connected.discard(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Bytes for the reader; none from a connection that was refused."""
        if not self._crowded:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """The client has said all."""
        return None if self._crowded else super().eof_received()

    def hang_up(self) -> None:
        """End the connection when it is idle; between commands nothing of a mail is lost.

        Told once: a client has its own pace in ending the encryption, and what is closing takes no further word.
        """
        if self.transport is not None and not self.transport.is_closing() and not self.is_busy:
            self.transport.write(b"421 4.3.2 Shutting down\r\n")  # type: ignore[attr-defined]  # always a Transport
            self.transport.close()

    async def smtp_DATA(self, arg: str | None) -> None:
        """Read one mail and answer for it."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        if (refusal := self.event_handler.refusal()) is not None:
            await self.push(refusal)
            return
        self.is_busy = True
        try:
            await self.push(await self._take_mail())
        finally:
            self.is_busy = False

    async def _take_mail(self) -> str:
        # A mail may consist of its final dot alone, so the line end before that dot is supplied here.
        self._reader._buffer[:0] = b"\r\n"  # type: ignore[attr-defined]  # there is no public way to put back
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        pieces: list[bytes] = []
        size, refusal = 0, ""
        try:
            ended = False
            while not ended:
                piece, ended = await self._piece()
                size += len(piece)
                if refusal:
                    continue
                self._room.octets -= len(piece)
                pieces.append(piece)
                if self.data_size_limit and size > self.data_size_limit + len(_END) + 2:
                    refusal = "552 5.3.4 The mail is larger than this server takes"
                elif self._room.octets < 0:
                    refusal = "452 4.3.1 Too much at once, try again later"
                if refusal:
                    self._give_back(pieces)
            if not refusal:
                # A list of its own: a lost connection cancels this while the storing thread has yet to read it.
                refusal = await self._call_handler_hook("DATA", list(pieces))
            return refusal
        finally:
            self._give_back(pieces)
            self._set_post_data_state()  # type: ignore[no-untyped-call]  # aiosmtpd leaves it untyped

    async def _piece(self) -> tuple[bytes, bool]:
        """The next part of the mail, and whether it ends with the final dot."""
        self._reset_timeout()
        try:
            return await self._reader.readuntil(_END), True
        except asyncio.LimitOverrunError as overrun:
            return await self._reader.readexactly(overrun.consumed), False

    def _give_back(self, pieces: list[bytes]) -> None:
        self._room.octets += sum(map(len, pieces))
        pieces.clear()


class LocalIntake(Intake, LMTP):
    """The same as LMTP: LHLO instead of EHLO, and after DATA one answer for each recipient."""

    async def smtp_LHLO(self, hostname: str) -> None:
        """A greeting has no enhanced codes."""
        await self._greet(super().smtp_LHLO(hostname))


def undo_stuffing(pieces: list[bytes]) -> bytes:
    """The mail within what was read: without the line end that we supplied, the final dot and doubled dots (4.5.2)."""
    whole = b"".join(pieces)
    return whole.removesuffix(b".\r\n").replace(b"\r\n.", b"\r\n")[2:]
