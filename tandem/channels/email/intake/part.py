"""The doors as parts of the process."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from django.conf import settings

from tandem.channels.email.intake.answers import Answers
from tandem.channels.email.intake.encryption import door_encryption
from tandem.channels.email.intake.protocol import Intake, LocalIntake, Room
from tandem.infra.server.installation import CannotServe

log = logging.getLogger("tandem.mail.intake")

MAX_CONNECTIONS: Final = 50
#: Mails that are being received may together be this many times the largest one.
MAILS_AT_ONCE: Final = 4
#: Seconds that a mail in the middle gets when the process ends; its sender tries again.
GRACE: Final = 5.0


class Door:
    """One listening address: `host:port` (port 0: any free one; see `port` after the start), or "off"."""

    def __init__(self, name: str, address: str, protocol: type[Intake], *, per_recipient: bool) -> None:
        self.name = name
        self.port = 0
        self._address = address
        self._protocol = protocol
        self._per_recipient = per_recipient
        self._connected: set[Any] = set()
        self._server: asyncio.Server | None = None
        self._threads: ThreadPoolExecutor | None = None

    async def start(self) -> None:
        """Listen. Raises CannotServe."""
        if self._address == "off":
            return
        host, _, port = self._address.rpartition(":")
        self._threads = ThreadPoolExecutor(2, thread_name_prefix=f"tandem-{self.name}")
        handler = Answers(self.name, self._threads, self._per_recipient)
        room = Room(MAX_CONNECTIONS, MAILS_AT_ONCE * settings.MAX_MAIL_BYTES)
        loop = asyncio.get_running_loop()

        def connection() -> Intake:
            return self._protocol(
                handler,
                room,
                self._connected,
                data_size_limit=settings.MAX_MAIL_BYTES,
                hostname=settings.MAIL_ID_DOMAIN,
                tls_context=None if self._per_recipient else door_encryption(),
                loop=loop,
            )

        if not self._per_recipient:
            _check_certificate()
        try:
            self._server = await loop.create_server(connection, host.strip("[]") or "127.0.0.1", int(port))
        except (OSError, ValueError) as error:
            raise CannotServe(
                f"Mail cannot be taken on {self._address} ({error}). Set TANDEM_{self.name.upper()}_IN to another "
                'address, or to "off".'
            ) from error
        self.port = self._server.sockets[0].getsockname()[1]
        log.info("mail is taken by %s on %s:%s", self.name, host, self.port)

    async def stop(self) -> None:
        """Listen no more; let mails in the middle finish for a moment. What was not answered comes again."""
        if self._server is None or self._threads is None:
            return
        self._server.close()
        deadline = asyncio.get_running_loop().time() + GRACE
        while self._connected and asyncio.get_running_loop().time() < deadline:
            for connection in list(self._connected):
                connection.hang_up()
            await asyncio.sleep(0.02)
        for connection in list(self._connected):
            if connection.transport is not None:
                connection.transport.abort()
        self._threads.shutdown(wait=False)


def _check_certificate() -> None:
    try:
        door_encryption()
    except OSError as error:
        raise CannotServe(
            f"The certificate of TANDEM_SMTP_IN_CERTIFICATE cannot be used ({error}). It is a PEM file with the chain; "
            "TANDEM_SMTP_IN_KEY names the key, if that is not in the same file."
        ) from error


def smtp_door() -> Door:
    """Mail from anywhere (`TANDEM_SMTP_IN`)."""
    return Door("smtp", settings.SMTP_IN, Intake, per_recipient=False)


def lmtp_door() -> Door:
    """Mail from the site's own server (`TANDEM_LMTP_IN`), one answer a recipient."""
    return Door("lmtp", settings.LMTP_IN, LocalIntake, per_recipient=True)
