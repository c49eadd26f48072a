"""Forgetting what is over: sessions past their time, and links that nobody can use any more."""

from __future__ import annotations

from typing import Final

from django.contrib.sessions.models import Session

from tandem.infra import clock
from tandem.kernel.effects import Claim, EffectKind
from tandem.people.models import AccountSession

HOUR_MS: Final = 3_600_000
_BATCH: Final = 500


def forget_ended(_claim: Claim) -> None:
    """Delete the rows of ended sessions. Links stay: they are what the history tells of."""
    Session.objects.filter(expire_date__lt=clock.to_datetime(clock.now_ms())).delete()
    last = 0
    while rows := list(
        AccountSession.objects.filter(id__gt=last).order_by("id").values_list("id", "session_key")[:_BATCH]
    ):
        last = rows[-1][0]
        keys = [key for _id, key in rows]
        there = set(Session.objects.filter(session_key__in=keys).values_list("session_key", flat=True))
        AccountSession.objects.filter(session_key__in=[key for key in keys if key not in there]).delete()


FORGET_ENDED = EffectKind("account.forget_ended", forget_ended, every_ms=HOUR_MS)
