"""How long it is remembered which mails were answered by themselves: rows of strangers' mails are not kept for good.

Budgets look back a day, reports about what was sent come within days, and the pages about an address that was stopped show what led
to it: rows of such an address stay for as long as it is stopped. All others go after `KEPT_MS`. That a mail gets one answer at most
(R-09) does not rest on them any longer then: the ledger keeps the digest of every mail for good, and what came that long ago, by
whichever mailbox and in whichever copy, is answered by nobody but a person (`is_old`).
"""

from __future__ import annotations

from typing import Final

from tandem.channels.email.automatic.kinds import DAY_MS
from tandem.channels.email.models import AutomaticMail, LedgerEntry, TooLargeTold

KEPT_MS: Final = 90 * DAY_MS
_BATCH: Final = 500
_PURPOSES: Final = ("acknowledgement", "confirmation")


def is_old(mail: str, now: int) -> bool:
    """Whether this very mail, by its digest, has come before rows of it would have been kept."""
    return LedgerEntry.objects.filter(digest=mail, received_at__lt=now - KEPT_MS).exists()


def forget_weighed(now: int) -> int:
    """Let go of the rows that no rule can need at `now`; returns how many. Each batch is a short transaction of its own."""
    return sum(_forget(purpose, now - KEPT_MS) for purpose in _PURPOSES) + _forget_told(now - KEPT_MS)


def _forget(purpose: str, until: int) -> int:
    # Along the index, and past what stays: each row is looked at once.
    old = AutomaticMail.objects.filter(purpose=purpose, at__lt=until).order_by("-at", "-id")
    gone, oldest = 0, until
    while rows := list(old.filter(at__lte=oldest).values_list("id", "at")[:_BATCH]):
        ids = [row for row, _at in rows]
        free = {"correspondent__paused_at": None, "correspondent__blocked_at": None}
        gone += AutomaticMail.objects.filter(id__in=ids, **free).delete()[0]
        if len(rows) < _BATCH:
            break
        # Of one moment there may be several, and those that stayed are met again.
        oldest = rows[-1][1] - (rows[0][1] == rows[-1][1])
    return gone


def _forget_told(until: int) -> int:
    old = TooLargeTold.objects.filter(at__lt=until).order_by("at")
    gone = 0
    while mails := list(old.values_list("mail", flat=True)[:_BATCH]):
        gone += TooLargeTold.objects.filter(mail__in=mails).delete()[0]
    return gone
