"""Earlier texts of drafts: when one is kept, and how its author finds it again within thirty days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import QuerySet

from tandem.infra.clock import now_ms
from tandem.kernel.changes import Json
from tandem.people.actors import StaffActor
from tandem.tickets.draft_places import Place, place_of
from tandem.tickets.models import Draft, DraftRevision

SNAPSHOT_MS: Final = 5_000
KEPT_MS: Final = 30 * 24 * 3_600_000
#: Of one draft, at most.
_SHOWN: Final = 200
#: How long a screen that was away is told why its draft is gone.
_ENDED_LATELY_MS: Final = 24 * 3_600_000


def keep_before(draft: Draft, following: Mapping[str, Json], *, always: bool = False) -> None:
    """Keep the text that is about to change: at most every five seconds, and whenever much of it disappears at once."""
    text = _text(draft)
    if not text:
        return
    newest = _newest(draft)
    shrinks = len(str(following.get("body_html", ""))) * 2 < len(text)
    if newest is not None and now_ms() - newest.at < SNAPSHOT_MS and not shrinks and not always:
        return
    _keep(draft, newest, "", None)


def keep_last(draft: Draft, ended: str, by: int | None = None) -> None:
    """Keep the text of a draft that ends, whatever the clock says, with why it does and through whom."""
    if _text(draft):
        _keep(draft, _newest(draft), ended, by)


def _text(draft: Draft) -> str:
    return str(draft.content.get("body_html", ""))


def _newest(draft: Draft) -> DraftRevision | None:
    return _of(place_of(draft), draft.author_id).order_by("-at", "-id").first()


def _of(place: Place, author_id: int) -> QuerySet[DraftRevision]:
    return DraftRevision.objects.filter(**place.of(author_id))


def _keep(draft: Draft, newest: DraftRevision | None, ended: str, by: int | None) -> None:
    now = now_ms()
    place = place_of(draft)
    if newest is None or newest.content != draft.content or newest.ended:
        DraftRevision.objects.create(
            **place.of(draft.author_id), content=draft.content, at=now, ended=ended, ended_by_id=by
        )
    elif ended:
        newest.at, newest.ended, newest.ended_by_id = now, ended, by
        newest.save(update_fields=["at", "ended", "ended_by"])
    _of(place, draft.author_id).filter(at__lt=now - KEPT_MS).delete()


def revisions(actor: StaffActor, place: Place) -> list[DraftRevision]:
    """One's own earlier texts here, newest first, of the last thirty days."""
    recent = _of(place, actor.me).filter(at__gte=now_ms() - KEPT_MS).select_related("ended_by")
    return list(recent.order_by("-at", "-id")[:_SHOWN])


def ended_lately(actor: StaffActor, ticket_id: int) -> list[DraftRevision]:
    """The last ends of one's own drafts on a ticket, newest first: a tab that still shows one learns what became of it."""
    since = now_ms() - _ENDED_LATELY_MS
    found = DraftRevision.objects.filter(ticket_id=ticket_id, author_id=actor.me, at__gte=since).exclude(ended="")
    return list(found.select_related("ended_by").order_by("-at", "-id")[:20])


def ended_of(actor: StaffActor, ended: str = "") -> QuerySet[DraftRevision]:
    """What became of one's own drafts of thirty days over all tickets; `ended` narrows to one reason."""
    found = DraftRevision.objects.filter(author_id=actor.me, at__gte=now_ms() - KEPT_MS).exclude(ended="")
    return (found.filter(ended=ended) if ended else found).select_related("ended_by", "ticket")
