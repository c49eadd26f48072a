"""By which ways a person hears of each kind: their own choice, else that of the kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from tandem.notifications.base import Doors, notification_kinds
from tandem.notifications.models import NotificationChoice

SILENT = Doors(in_app=False, mail=False, sound=False)


def doors_of(person_ids: Collection[int]) -> Mapping[tuple[int, str], Doors]:
    """The doors by (person, kind) of everybody who chose otherwise than the kind: one statement."""
    rows = NotificationChoice.objects.filter(person_id__in=list(person_ids))
    return {
        (person, kind): Doors(in_app, mail, sound)
        for person, kind, in_app, mail, sound in rows.values_list("person_id", "kind", "in_app", "mail", "sound")
    }


def chosen_by(person_id: int) -> dict[str, Doors]:
    """The doors of every kind for one person."""
    own = doors_of([person_id])
    return {name: own.get((person_id, name), kind.doors) for name, kind in notification_kinds().items()}


def who_chose(kind: str) -> list[int]:
    """Those who want to hear of a kind that is silent by itself."""
    rows = NotificationChoice.objects.filter(kind=kind).exclude(in_app=False, mail=False, sound=False)
    return list(rows.values_list("person_id", flat=True))


def choose(person_id: int, wanted: Mapping[str, Mapping[str, bool]]) -> None:
    """Set doors by kind; doors that are not named stay as they are."""
    now = chosen_by(person_id)
    rows = []
    for name, doors in wanted.items():
        chosen = replace(now[name], **doors)
        rows.append(
            NotificationChoice(
                person_id=person_id, kind=name, in_app=chosen.in_app, mail=chosen.mail, sound=chosen.sound
            )
        )
    NotificationChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "person"], update_fields=["in_app", "mail", "sound"]
    )
