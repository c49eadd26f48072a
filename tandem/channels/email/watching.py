"""Look again and again whether the servers of mailboxes can be used, and tell admins of trouble that lasts."""

from __future__ import annotations

from typing import Final

from tandem.channels.email.commands.tell_of_trouble import TellOfTrouble
from tandem.channels.email.models import ServerState
from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.pipeline import run

#: Milliseconds that a trouble lasts before it is told: networks and providers stumble.
PATIENCE_MS: Final = 15 * 60_000
_EVERY_MS: Final = 5 * 60_000
_KINDS: Final = {"incoming": "mailbox.fetching_troubled", "outgoing": "mailbox.sending_troubled"}


def tell_of_lasting_trouble(now: int) -> int:
    """Tell of every trouble that has lasted and was not told of; how many that were. Whoever recovers is told of nothing."""
    lasting = ServerState.objects.filter(
        server__active=True, server__mailbox__active=True, trouble__gt="", trouble_since__lte=now - PATIENCE_MS
    )
    told = 0
    for state in lasting.select_related("server"):
        since = state.trouble_since or 0
        if state.told_since == since:
            continue
        run(TellOfTrouble(state.server.mailbox_id, _KINDS[state.server.direction], since, state.trouble), SYSTEM)  # type: ignore[arg-type]  # one of the literals
        # Told again after a crash in between, the command answers that it was told.
        ServerState.objects.filter(server_id=state.server_id, trouble_since=since).update(told_since=since)
        told += 1
    return told


def _watch(claim: Claim) -> None:
    tell_of_lasting_trouble(clock.now_ms())


WATCH_SERVERS: Final = EffectKind("mail.watch_servers", _watch, every_ms=_EVERY_MS)
