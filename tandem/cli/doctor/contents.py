"""In the desk: whether rows and files agree, and whether work goes on."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min

from tandem.channels.email.models import CaughtMail, LedgerEntry
from tandem.cli.doctor.finding import Finding, bad, good, warning
from tandem.infra import clock as our_clock
from tandem.infra.last_backup import last_backup
from tandem.infra.storage import storage
from tandem.kernel.effects import effect_kinds
from tandem.kernel.models import Effect, Event, Timer
from tandem.tickets.models import Attachment, Delivery, Upload

_MINUTE, _DAY = 60_000, 24 * 3_600_000
#: How many files are read without `--all`.
_SAMPLE = 200
#: Milliseconds for which something due may wait before it counts as stuck.
_STUCK = 10 * _MINUTE


def integrity(everything: bool) -> Iterator[Finding]:
    """SQLite's own word about its file."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)" if everything else "PRAGMA quick_check(1)")
        word = cursor.fetchone()[0]
        cursor.execute("PRAGMA foreign_key_check")
        dangling = cursor.fetchone()
    if word != "ok" or dangling:
        yield bad("integrity", "The database is damaged. Stop serving, keep a copy of it, and restore a backup.")
    else:
        yield good("integrity", "SQLite finds its file whole.")


def files(everything: bool) -> Iterator[Finding]:
    """Every digest that a row names has its file; the content of a sample (or of all) is what its name says."""
    named: set[str] = set()
    for rows in (
        Attachment.objects.values_list("digest", flat=True),
        Upload.objects.values_list("digest", flat=True),
        LedgerEntry.objects.values_list("raw", flat=True),
        CaughtMail.objects.values_list("raw", flat=True),
    ):
        named.update(digest for digest in rows.iterator() if digest)
    missing = sum(not storage().exists(digest) for digest in named)
    there = sorted(named)
    looked = there if everything or len(there) <= _SAMPLE else random.sample(there, _SAMPLE)
    damaged = sum(_is_damaged(digest) for digest in looked)
    if missing or damaged:
        yield bad(
            "files",
            f"{missing} of {len(named)} files that rows name are missing; {damaged} of {len(looked)} read are damaged.",
        )
    else:
        yield good("files", f"{len(named)} files are there; {len(looked)} were read and are whole.")


def _is_damaged(digest: str) -> bool:
    try:
        with storage().path(digest).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != digest
    except FileNotFoundError:
        return False
    except OSError:
        return True


def outbox(_everything: bool) -> Iterator[Finding]:
    """Effects that wait too long, and effects that were set aside."""
    now = our_clock.now_ms()
    unfinished = Effect.objects.filter(state__in=["queued", "claimed"])
    stuck = unfinished.filter(not_before__lt=now - _STUCK, created_at__lt=now - _STUCK).count()
    strange = unfinished.exclude(kind__in=effect_kinds()).count()
    parked = Effect.objects.filter(state="parked").count()
    if strange:
        yield warning("outbox", f"{strange} effects are of kinds that only another version of Tandem knows.")
    if stuck:
        yield bad(
            "outbox", f"{stuck} effects have been due for more than ten minutes. Is a process with workers running?"
        )
    if parked:
        yield warning("outbox", f"{parked} effects were set aside. Look at them with: tandem outbox")
    if not (stuck or parked or strange):
        yield good("outbox", "Nothing is stuck and nothing was set aside.")


def timers(_everything: bool) -> Iterator[Finding]:
    """Timers that should have fired."""
    now = our_clock.now_ms()
    first = Timer.objects.filter(fired_at__isnull=True, kind__in=effect_kinds()).aggregate(first=Min("due"))["first"]
    if first is not None and first < now - _STUCK:
        yield bad("timers", f"A timer is {(now - first) // _MINUTE} minutes late.")
    else:
        yield good("timers", "None is late.")


def ledger(_everything: bool) -> Iterator[Finding]:
    """Mails that wait or lie in quarantine."""
    now = our_clock.now_ms()
    waiting = LedgerEntry.objects.filter(state=LedgerEntry.State.RECEIVED, received_at__lt=now - _STUCK).count()
    aside = LedgerEntry.objects.filter(state=LedgerEntry.State.QUARANTINED).count()
    if waiting:
        yield bad("ledger", f"{waiting} mails have waited for more than ten minutes to be placed. See: tandem ledger")
    if aside:
        yield warning("ledger", f"{aside} mails lie in quarantine. See: tandem ledger")
    if not waiting and not aside:
        yield good("ledger", "Every mail is in its place.")


def deliveries(_everything: bool) -> Iterator[Finding]:
    """Replies of which nobody knows whether they arrived."""
    doubts = Delivery.objects.filter(state="uncertain").count()
    if doubts:
        yield warning("deliveries", f"{doubts} replies may or may not have been delivered; their tickets show them.")
    else:
        yield good("deliveries", "No reply is in doubt.")


def clock(_everything: bool) -> Iterator[Finding]:
    """Our clock beside that of the database, and beside what was written before."""
    now = our_clock.now_ms()
    latest = Event.objects.aggregate(latest=Max("id"))["latest"]
    written = Event.objects.filter(id=latest).values_list("at", flat=True).first() if latest else None
    skew = 0.0
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            before = time.monotonic()
            cursor.execute("SELECT extract(epoch FROM clock_timestamp()) * 1000")
            skew = abs(float(cursor.fetchone()[0]) - our_clock.now_ms()) - (time.monotonic() - before) * 1000
    if written is not None and written > now + 2_000:
        yield bad("clock", f"It stands {(written - now) // 1000} seconds before the last event: it was set back.")
    elif skew > 2_000:
        yield bad("clock", f"It differs from the database's by {skew / 1000:.0f} seconds. Use a time server for both.")
    else:
        yield good("clock", f"{our_clock.isoformat(now)}.")


def backups(_everything: bool) -> Iterator[Finding]:
    """How old the last one is."""
    made = last_backup(Path(settings.HOME))
    if made is None:
        yield warning("backups", "There was never one. Make one with: tandem backup PATH")
        return
    days = (our_clock.now_ms() - made) // _DAY
    found = warning if days >= 2 else good
    yield found(
        "backups", f"The last one was complete {days} days ago." if days else "The last one is less than a day old."
    )
