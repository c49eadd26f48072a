"""Look again and again whether the servers and webhooks of mailboxes work, and tell admins of trouble that lasts."""

from __future__ import annotations

from typing import Final

from django.db.models import F

from tandem.channels.email.commands.tell_of_trouble import TellOfTrouble
from tandem.channels.email.models import HookState, ServerState
from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.pipeline import run

#: Milliseconds that a trouble lasts before it is told: networks and providers stumble.
PATIENCE_MS: Final = 15 * 60_000
#: Milliseconds in which admins are told of one webhook once: strangers can make calls that are refused, as often as they like.
_HOOK_TOLD_MS: Final = 24 * 3_600_000
#: What strangers can cause, and what therefore ends by itself when it has not happened for as long.
_BY_ANYBODY: Final = ("refused", "sealed")
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


def tell_of_troubled_hooks(now: int) -> int:
    """The same of webhooks whose calls have failed for a while, and none succeeded in between; how many were told of."""
    HookState.objects.filter(trouble__in=_BY_ANYBODY, trouble_at__lt=now - _HOOK_TOLD_MS).update(
        trouble="", trouble_since=None, trouble_at=None
    )
    lasting = HookState.objects.filter(
        hook__active=True, hook__mailbox__active=True, trouble__gt="", trouble_at__gte=F("trouble_since") + PATIENCE_MS
    )
    told = 0
    for state in lasting.select_related("hook"):
        since = state.trouble_since or 0
        if state.told_since == since or (state.told_at or 0) > now - _HOOK_TOLD_MS:
            continue
        run(TellOfTrouble(state.hook.mailbox_id, "mailbox.hook_troubled", since, state.trouble), SYSTEM)
        HookState.objects.filter(hook_id=state.hook_id).update(told_since=since, told_at=now)
        told += 1
    return told


def _watch(claim: Claim) -> None:
    now = clock.now_ms()
    tell_of_lasting_trouble(now)
    tell_of_troubled_hooks(now)


WATCH_SERVERS: Final = EffectKind("mail.watch_servers", _watch, every_ms=_EVERY_MS)
