"""The daily sweep: uploads that nobody sent, files that nobody names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from tandem.infra.clock import now_ms
from tandem.infra.holding import may_delete_files
from tandem.infra.storage import storage
from tandem.kernel.effects import Claim, EffectKind, Retry
from tandem.tickets.models import Attachment, Upload
from tandem.tickets.uploads import KEPT_MS

#: Seconds that a file may lie without a row: its row is written a moment after it, or never.
UNNAMED_FOR: Final = 24 * 3_600.0
_BATCH: Final = 500
#: Seconds within which a row follows its file, with all patience.
_JUST_STORED: Final = 300.0

#: Which of these digests somebody still needs.
Owner = Callable[[Sequence[str]], set[str]]


def sweep_files(older_than: float = UNNAMED_FOR) -> int:
    """Delete what nobody has named for `older_than` seconds; returns how many files that were."""
    Upload.objects.filter(created_at__lt=now_ms() - KEPT_MS).delete()
    owners: list[Owner] = [import_string(path) for path in settings.FILE_OWNERS]
    storage().delete_unfinished(older_than)
    swept = 0
    for digests in _batches(storage().digests(older_than)):
        with may_delete_files() as may:
            if not may:
                # A backup copies what its snapshot names. The next sweep comes.
                break
            named = set().union(*(owner(digests) for owner in owners))
            swept += sum(storage().delete(digest, older_than) for digest in digests if digest not in named)
    return swept


def named_by_tickets(digests: Sequence[str]) -> set[str]:
    """Those that an upload or an attachment names. In this order: sending turns the one into the other, and a file that moves
    between the two questions is found by the second."""
    return {digest for model in (Upload, Attachment) for digest in _names(model, digests)}


def _names(model: type[Upload | Attachment], digests: Sequence[str]) -> set[str]:
    return set(model._default_manager.filter(digest__in=digests).values_list("digest", flat=True))


def _batches(digests: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(digests, _BATCH)):
        yield batch


def _sweep(claim: Claim) -> None:
    sweep_files()


def _forget(claim: Claim) -> None:
    """These digests now, unless somebody names them, a backup copies them, or one has just been stored again."""
    digests = [str(digest) for digest in claim.payload["digests"]]
    owners: list[Owner] = [import_string(path) for path in settings.FILE_OWNERS]
    with may_delete_files() as may:
        if not may:
            raise Retry("a backup is copying the files", 60_000, counts=False)
        named = set().union(*(owner(digests) for owner in owners))
        for digest in digests:
            if digest not in named:
                # Its row may be a moment behind it; what is too young is left to the sweep.
                storage().delete(digest, _JUST_STORED)


FORGET_FILES = EffectKind("files.forget", _forget, makes_room=True)
SWEEP_FILES = EffectKind("files.sweep", _sweep, every_ms=24 * 3_600_000, makes_room=True)
