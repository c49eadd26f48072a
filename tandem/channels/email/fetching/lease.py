"""One fetcher a mailbox, however many processes there are: a lease in the database, with a number that grows.

Whoever was stopped for longer than the lease lasts finds that the number has grown, and stores nothing any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from tandem.channels.email.models import MailServer, ServerState
from tandem.infra import clock

#: Milliseconds that a lease lasts, and after which it is renewed. An answer of a server may take a minute.
LEASE_MS: Final = 180_000
RENEW_MS: Final = 30_000


class LeaseLost(Exception):
    """Another process fetches from this server now."""


@dataclass(slots=True)
class Lease:
    """The right to fetch from one server."""

    server_id: int
    fence: int
    renewed_at: int

    def renew(self) -> None:
        """Keep it for longer, if it is time. Raises LeaseLost."""
        now = clock.now_ms()
        if now - self.renewed_at >= RENEW_MS:
            self.note(lease_until=now + LEASE_MS)
            self.renewed_at = now

    def note(self, **values: Any) -> None:
        """Write something down about the server, as long as the lease is ours; in the caller's transaction if there is one.
        Raises LeaseLost."""
        if not _held(self).update(**values):
            raise LeaseLost(self.server_id)

    def state(self) -> ServerState:
        """What is known about the server. Raises LeaseLost."""
        found: ServerState | None = _held(self).first()
        if found is None:
            raise LeaseLost(self.server_id)
        return found

    def give_back(self) -> None:
        """Let another one fetch."""
        _held(self).update(lease_until=0, holder="")


def take(server_id: int, holder: str) -> Lease | None:
    """The lease, or None while another one has it, or the server is gone."""
    now = clock.now_ms()
    with transaction.atomic():
        if not MailServer.objects.filter(id=server_id).exists():
            return None
        ServerState.objects.get_or_create(server_id=server_id)
        taken = ServerState.objects.filter(server_id=server_id, lease_until__lte=now).update(
            lease_until=now + LEASE_MS, holder=holder, fence=F("fence") + 1
        )
        if not taken:
            return None
        fence = ServerState.objects.values_list("fence", flat=True).get(server_id=server_id)
    return Lease(server_id, fence, now)


def end_all() -> int:
    """For the only process of an installation, at its start: whoever held a lease is dead. Returns how many there were."""
    return ServerState.objects.filter(lease_until__gt=0).update(lease_until=0, holder="")


def _held(lease: Lease) -> Any:
    return ServerState.objects.filter(server_id=lease.server_id, fence=lease.fence)
