"""One look into a POP3 mailbox: what is new by its UIDL is kept; it is deleted only after that, and only by QUIT."""

from __future__ import annotations

import poplib
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import transaction

from tandem.channels.email.fetching.identity import pop_identity
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.fetching.marks import begin_pop
from tandem.channels.email.models import PassedOver, ServerState
from tandem.channels.email.servers.pop import PopClient
from tandem.channels.email.servers.troubles import Trouble, working
from tandem.infra import stop_points

#: Names that are looked up in the database together.
_AT_ONCE: Final = 500
_HEADER_LINES: Final = 0


class PopRun:
    """Of one session, which ends with it."""

    def __init__(self, client: PopClient, basket: Basket, stopping: Callable[[], bool] = lambda: False) -> None:
        self._client = client
        self._basket = basket
        self._stopping = stopping
        self._leaves = basket.server.after_fetch == "leave"

    def look(self) -> int:
        """Keep what is new; how many mails that were. Raises Trouble, LeaseLost."""
        with working():
            state = begin_pop(self._basket)
            kept = self._take(state, self._names())
            self._client.quit()
            return kept

    def _names(self) -> dict[str, int]:
        """UIDL -> number in this session. A server without UIDL cannot be fetched from without doubling mails."""
        try:
            lines = self._client.uidl()[1]
        except EOFError:
            raise
        except poplib.error_proto as error:
            # A connection that has ended is told the same way by poplib.
            raise Trouble("connection_lost" if "EOF" in str(error) else "no_uidl") from error
        pairs = (line.decode("ascii", "replace").split(None, 1) for line in lines)
        return {pair[1][:255]: int(pair[0]) for pair in pairs if len(pair) == 2 and pair[0].isdigit()}

    def _take(self, state: ServerState, names: dict[str, int]) -> int:
        if state.uidvalidity is None:
            # The first look: there is no such number here, so it only says that there was one. Together with what lies there, or
            # who dies in between would take all of it for new.
            with transaction.atomic():
                self._basket.lease.note(uidvalidity=0)
                if not state.everything:
                    self._pass_over(list(names))
            if not state.everything:
                return 0
        passed = set(PassedOver.objects.filter(server_id=self._basket.server.id).values_list("uidl", flat=True))
        wanted = {uidl: number for uidl, number in names.items() if uidl not in passed}
        known = self._known(state, list(wanted))
        sizes = self._sizes()
        kept = 0
        for uidl, number in wanted.items():
            self._basket.lease.renew()
            if uidl not in known:
                kept += self._keep(pop_identity(state.account, uidl), number, sizes.get(number, 0))
            elif sizes.get(number, 0) <= settings.MAX_MAIL_BYTES:
                self._take_away(number)
            if self._stopping():
                break
        return kept

    def _pass_over(self, names: list[str]) -> None:
        rows = [PassedOver(server_id=self._basket.server.id, uidl=uidl) for uidl in names]
        PassedOver.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)

    def _known(self, state: ServerState, names: list[str]) -> set[str]:
        by_name = {pop_identity(state.account, uidl): uidl for uidl in names}
        transports = list(by_name)
        found: set[str] = set()
        for first in range(0, len(transports), _AT_ONCE):
            found |= self._basket.known(transports[first : first + _AT_ONCE])
        return {by_name[name] for name in found}

    def _sizes(self) -> dict[int, int]:
        pairs = (line.split() for line in self._client.list()[1])
        return {
            int(pair[0]): int(pair[1]) for pair in pairs if len(pair) >= 2 and pair[0].isdigit() and pair[1].isdigit()
        }

    def _keep(self, name: str, number: int, size: int) -> int:
        if size > settings.MAX_MAIL_BYTES:
            head = b"\r\n".join(self._client.top(number, _HEADER_LINES)[1]) + b"\r\n"
            return int(self._basket.set_aside(head, size, name, "too_large", self._still_ours))
        raw = b"\r\n".join(self._client.retr(number)[1]) + b"\r\n"
        stop_points.reach("after_fetch")
        new = self._basket.keep(raw, name, self._still_ours)
        if len(raw) <= settings.MAX_MAIL_BYTES:
            self._take_away(number)
        return int(new)

    def _still_ours(self) -> None:
        self._basket.lease.note(high_water=0)

    def _take_away(self, number: int) -> None:
        if not self._leaves:
            stop_points.reach("before_imap_flag")
            self._client.dele(number)
            stop_points.reach("after_imap_flag")
