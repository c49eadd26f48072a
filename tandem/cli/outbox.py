"""`tandem outbox [list | release ID…]`: effects that were set aside after their attempts, or in doubt."""

from __future__ import annotations

import os
import sys

import django

USAGE = """usage: tandem outbox [list]
       tandem outbox release ID... | --all    carry them out once more
"""


def run(arguments: list[str]) -> int:
    """List what is parked, or queue parked effects again. 1 when an id is not parked."""
    verb, ids = (arguments[0], arguments[1:]) if arguments else ("list", [])
    if verb not in {"list", "release"} or (verb == "list") == bool(ids):
        sys.stderr.write(USAGE)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    return _list() if verb == "list" else _release(ids)


def _list() -> int:
    from tandem.infra.clock import isoformat
    from tandem.kernel.models import Effect

    for effect in Effect.objects.filter(state=Effect.State.PARKED).order_by("finished_at", "id"):
        error = " ".join(effect.last_error.split())
        columns = (effect.id, effect.kind, effect.key, isoformat(effect.finished_at), effect.attempts, error)
        sys.stdout.write("\t".join(map(str, columns)) + "\n")
    return 0


def _release(ids: list[str]) -> int:
    from tandem.kernel.models import Effect
    from tandem.kernel.outbox import release

    if ids == ["--all"]:
        rows = Effect.objects.filter(state=Effect.State.PARKED).order_by("finished_at", "id")
        ids = [str(effect_id) for effect_id in rows.values_list("id", flat=True)]
    wrong = 0
    for text in ids:
        released = text.isascii() and text.isdigit() and int(text) < 1 << 63 and release(int(text))
        wrong += not released
        sys.stdout.write(f"{text}\t{'queued' if released else 'is not parked'}\n")
    if ids:
        sys.stdout.write(
            "A mail of uncertain delivery is not sent again by this: answer the ticket once more instead.\n"
        )
    return 1 if wrong else 0
