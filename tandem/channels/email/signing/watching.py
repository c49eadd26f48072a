"""Look once a day whether the records of the keys that sign are still published, and tell admins of one that is not.

Mail goes on being signed. A signature that cannot be verified counts as none (RFC 6376 6.1), so the mail is no worse off than
without it; but a name server of ours that is wrong, or sees another zone than the world does, would take the signature from
every mail if signing stopped by itself. So people are told, and they decide.
"""

from __future__ import annotations

from typing import Final

from tandem.channels.email.commands.tell_of_record import TellOfRecord
from tandem.channels.email.models import RecordState, SigningKey
from tandem.channels.email.signing.record import Found, look_up
from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind, Retry
from tandem.kernel.pipeline import run

DAY_MS: Final = 24 * 3_600_000
#: Milliseconds for which a record is gone before it is told: zones are replaced, and name servers are not all alike at once.
PATIENCE_MS: Final = 3_600_000
#: Milliseconds before the second look that decides; a little more than the patience.
_AGAIN_MS: Final = PATIENCE_MS + 60_000
_WRONG: Final = ("missing", "other")


def note(key_id: int, found: Found, now: int) -> None:
    """Note what was found of a key's record. That nobody answered says nothing about it."""
    if found == "unknown":
        return
    state, _made = RecordState.objects.get_or_create(key_id=key_id, defaults={"found": found, "since": now})
    since = state.since if (state.found in _WRONG) == (found in _WRONG) else now
    RecordState.objects.filter(key_id=key_id).update(found=found, since=since, checked_at=now)


def look_at_all(now: int) -> bool:
    """Look at every key that signs, and tell of those whose record has been wrong for a while. Returns whether one waits for a
    second look."""
    for key in SigningKey.objects.filter(signs=True).order_by("id"):
        note(key.id, look_up(key.domain, key.selector, key.public), now)
    wrong = RecordState.objects.filter(key__signs=True, found__in=_WRONG)
    for state in wrong.filter(since__lte=now - PATIENCE_MS):
        if state.told_since != state.since:
            run(TellOfRecord(state.key_id, state.since, state.found), SYSTEM)
            # Told again after a crash in between, the command answers that it was told.
            RecordState.objects.filter(key_id=state.key_id, since=state.since).update(told_since=state.since)
    return wrong.filter(since__gt=now - PATIENCE_MS).exists()


def _look(claim: Claim) -> None:
    if look_at_all(clock.now_ms()):
        raise Retry("a record is not as it should be: it is looked at once more", _AGAIN_MS, counts=False)


CHECK_RECORDS: Final = EffectKind("mail.check_records", _look, every_ms=DAY_MS)
