"""What a door does with recipients and mails: decided and stored in threads, never on the loop."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import close_old_connections

from tandem.channels.email.intake.pace import Pace
from tandem.channels.email.intake.protocol import undo_stuffing
from tandem.channels.email.intake.store import Peer, TooLarge, UnknownRecipient, store
from tandem.channels.email.routes import OwnAddresses
from tandem.infra import disk, metrics

log = logging.getLogger("tandem.mail.intake")

T = TypeVar("T")

MAX_RECIPIENTS: Final = 100
TAKEN: Final = "250 2.0.0 Kept"
NOBODY: Final = "550 5.1.1 There is nobody of this name here"
TOO_LARGE: Final = "552 5.3.4 The mail is larger than this server takes"
OUR_FAULT: Final = "451 4.3.0 This cannot be kept just now, try again later"
#: RFC 3463: 4.3.1, mail system full. Before anything is accepted, and of our own making, so the sender tries again.
DISK_FULL: Final = "451 4.3.1 There is no room just now, try again later"
TOO_FAST: Final = "451 4.7.1 Too many mails of this sender at once, try again later"
#: What is counted for each answer.
_OUTCOMES: Final = {"250": "kept", "550": "nobody", "552": "too_large", "451": "fault"}


class Answers:
    """The handler of aiosmtpd for one door. `per_recipient` is LMTP's way: one answer for each recipient after DATA."""

    def __init__(self, door: str, threads: ThreadPoolExecutor, per_recipient: bool) -> None:
        self._door = door
        self._threads = threads
        self._per_recipient = per_recipient
        self._pace = Pace(settings.MAILS_A_MINUTE)

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer pipelining: commands that follow each other without waiting are read in order anyway. RFC 2033 asks an LMTP
        server for it, and for enhanced status codes (RFC 2034), which all our answers have."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str | None, options: list[str]
    ) -> str:
        """Take a sender, unless they are too fast: then this mail comes later, and others' mail comes now."""
        sender = (address or "").lower()
        # Reports have no sender; they are counted by the server that brings them.
        if not self._pace.may(sender or f"<> {session.peer[0]}"):
            metrics.MAILS_IN.labels(self._door, "too_fast").inc()
            return TOO_FAST
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender taken"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Take only recipients that exist: what is accepted cannot be refused later."""
        if (refusal := self.refusal()) is not None:
            return refusal
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients in one mail"
        try:
            route = await self._in_thread(lambda: OwnAddresses().route(address))
        except Exception:
            log.exception("a recipient could not be looked up")
            return OUR_FAULT
        if route is None:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any, pieces: list[bytes]) -> str:
        """Keep the mail for each recipient, then say so."""
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from
        recipients = list(envelope.rcpt_tos)
        peer = peer_of(session) if not self._per_recipient else None
        answers = await self._in_thread(lambda: self._keep(pieces, sender, recipients, peer))
        if self._per_recipient:
            return "\r\n".join(answers)
        # One answer for all: a sender who tries again is recognised where the mail was kept the first time.
        return next((answer for answer in answers if answer != TAKEN), TAKEN)

    def refusal(self) -> str | None:
        """Why no mail is taken at all just now; None when it is. Two system calls, so it may be asked on the loop."""
        if disk.shortage() is None:
            return None
        metrics.MAILS_IN.labels(self._door, "disk_full").inc()
        return DISK_FULL

    async def handle_exception(self, error: Exception) -> str:
        """A fault of ours is never the sender's."""
        log.error("a connection failed", exc_info=error)
        return OUR_FAULT

    def _keep(self, pieces: list[bytes], sender: str, recipients: list[str], peer: Peer | None) -> list[str]:
        raw = undo_stuffing(pieces)
        # An address that names its ticket comes first: of two copies for one mailbox the first is applied.
        order = sorted(range(len(recipients)), key=lambda index: "+" not in recipients[index])
        answers = {index: self._keep_one(raw, sender, recipients[index], peer) for index in order}
        return [answers[index] for index in range(len(recipients))]

    def _keep_one(self, raw: bytes, sender: str, recipient: str, peer: Peer | None) -> str:
        answer = self._store(raw, sender, recipient, peer)
        metrics.MAILS_IN.labels(self._door, _OUTCOMES[answer[:3]]).inc()
        return answer

    def _store(self, raw: bytes, sender: str, recipient: str, peer: Peer | None) -> str:
        try:
            entry = store(raw, sender, recipient, self._door, peer)
        except UnknownRecipient:
            return NOBODY
        except TooLarge:
            return TOO_LARGE
        except Exception as error:
            log.exception("a mail could not be kept")
            return DISK_FULL if disk.is_full(error) else OUR_FAULT
        facts = {"entry": str(entry.id), "door": self._door, "octets": len(raw), "state": str(entry.state)}
        log.info("a mail was kept", extra=facts)
        return TAKEN

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: _with_connection(work))


def peer_of(session: Any) -> Peer | None:
    """The host at the other end; None for one of our relays, which has received the mail from somebody itself."""
    try:
        address = ipaddress.ip_address(str(session.peer[0]).partition("%")[0])
    except (TypeError, ValueError, IndexError):
        return None
    known = getattr(address, "ipv4_mapped", None) or address
    if any(known in network for network in _relays(tuple(settings.MAIL_RELAYS))):
        return None
    return Peer(str(known), str(session.host_name or ""))


@lru_cache(maxsize=8)
def _relays(networks: tuple[str, ...]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(network) for network in networks if network != "unix"]


def _with_connection(work: Callable[[], T]) -> T:
    """A connection that an earlier failure broke is replaced; a good one stays with its thread."""
    close_old_connections()
    return work()
