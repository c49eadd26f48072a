"""A text that was to be sent and was not comes back to its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from tandem.infra.clock import now_ms
from tandem.kernel.changes import Json
from tandem.tickets import draft_pointers
from tandem.tickets.draft_places import Place
from tandem.tickets.models import Draft, DraftRevision


def give_back(place: Place, author_id: int, content: Mapping[str, Json], writers: Sequence[str] = ()) -> bool:
    """Make a text its author's draft again; whether it is. One who is writing something else here goes on with that, and finds
    this among the earlier versions. `writers` are the ids of those who had it before."""
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(**place.of(author_id)).first()
        if held is None:
            draft_pointers.tell_begun(
                Draft.objects.create(**place.of(author_id), content=dict(content), writers=list(writers))
            )
            return True
        if held.content.get("client_id") == content["client_id"]:
            # It came back before, by an earlier attempt; its author may have changed it since.
            return True
        if held.content.get("body_html") or held.content.get("attachments"):
            keep_version(place, author_id, content)
            return False
        held.content, held.writers = dict(content), list(writers)
        held.revision, held.updated_at = held.revision + 1, now_ms()
        held.save(update_fields=["content", "writers", "revision", "updated_at"])
        draft_pointers.tell_changed(held)
        return True


def keep_version(place: Place, author_id: int, content: Mapping[str, Json]) -> None:
    """Keep a text among the earlier versions of somebody's draft."""
    DraftRevision.objects.create(**place.of(author_id), content=dict(content))
