"""Three-way merge of edits `{field: {base, mine}}`: different fields merge, one field conflicts, sets merge by member."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra import clock
from tandem.kernel.changes import Json, Ref
from tandem.kernel.errors import Conflict
from tandem.kernel.models import Event


@dataclass(frozen=True, slots=True)
class Edit:
    """What its author saw (`base`) and wants (`mine`), in the form that is stored."""

    base: Json
    mine: Json


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed to something else since the author looked."""

    field: str
    base: Json
    theirs: Json
    mine: Json


def merge_value(field: str, edit: Edit, theirs: Json) -> Clash | None:
    """None when `mine` may be stored: nobody changed the field meanwhile, or to the very same value."""
    if theirs in (edit.base, edit.mine):
        return None
    return Clash(field, edit.base, theirs, edit.mine)


def merge_set(edit: Edit, theirs: Collection[Json]) -> tuple[tuple[Json, ...], tuple[Json, ...]]:
    """(added, removed): what the author added and removed, less what is so already. Sets never conflict."""
    base, mine, current = set(edit.base or ()), set(edit.mine or ()), set(theirs)
    added = [value for value in dict.fromkeys(edit.mine or ()) if value in (mine - base) - current]
    removed = [value for value in dict.fromkeys(edit.base or ()) if value in (base - mine) & current]
    return tuple(added), tuple(removed)


def refuse(code: str, stream: Ref, clashes: Collection[Clash], shown: Mapping[str, Mapping[str, Json]]) -> Conflict:
    """The refusal that names for every clash who changed it and when. `shown` gives base, theirs, mine as people read them."""
    conflicts = []
    for clash in clashes:
        last = (
            Event.objects.filter(stream_kind=stream.kind, stream_id=stream.id, field=clash.field)
            .order_by("-seq")
            .first()
        )
        conflicts.append(
            {
                "field": clash.field,
                **shown.get(clash.field, {"base": clash.base, "theirs": clash.theirs, "mine": clash.mine}),
                "by": {
                    "id": str(last.actor_id) if last and last.actor_id else None,
                    "kind": last.actor_kind if last else None,
                },
                "at": clock.isoformat(last.at) if last else None,
            }
        )
    return Conflict(code, _("Somebody else changed the same field meanwhile."), extra={"conflicts": conflicts})
