"""Which of the small alerts about colleagues in a ticket pop up for one person. What is switched off still stands in the list of
activity: it only does not pop up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.db import transaction

from tandem.people.models import AlertChoice

#: What colleagues do, in the order in which it is offered.
KINDS: Final = ("viewed", "drafted", "replied", "left", "noted", "note_edited")


def as_json(off: Collection[str]) -> dict[str, bool]:
    """By kind: whether it pops up. What was stored and is no kind any more is left out."""
    return {kind: kind not in off for kind in KINDS}


def choose(person_id: int, wanted: Mapping[str, bool]) -> dict[str, bool]:
    """Switch kinds on or off; those not named stay. What is not among `KINDS` is ignored."""
    with transaction.atomic():
        AlertChoice.objects.get_or_create(person_id=person_id)
        row = AlertChoice.objects.select_for_update().get(person_id=person_id)
        row.off = [kind for kind in KINDS if not wanted.get(kind, kind not in row.off)]
        row.save(update_fields=["off"])
    return as_json(row.off)
