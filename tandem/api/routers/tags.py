"""Tags: which there are, and replacing one by another everywhere (TB-09)."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.tags import TagList, TagReplacementList, TagReplacementShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.schemas import Input
from tandem.infra.clock import isoformat
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets.commands.replace_tag import ReplaceTag
from tandem.tickets.editable import tag as read_tag
from tandem.tickets.models import TagReplacement, TicketTag
from tandem.tickets.queries import visible_to
from tandem.tickets.retagging import left

router = Router()
SHOWN: Final = 50
RECENT: Final = 5
#: So many of the newest rows are looked at for the five that differ.
_LOOKED_AT: Final = 200


class ReplacementInput(Input):
    """Which tag, and what stands there afterwards."""

    tag: str
    by: str


@router.get("", openapi_extra=answers(TagList))
def list_tags(request: HttpRequest, q: str = "") -> HttpResponse:
    """Tags of the tickets that the viewer may see, the most used first: those that contain `q`, at most fifty; and the five
    that were given last."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    given = TicketTag.objects.filter(ticket__in=visible_to(actor))
    found = given.filter(tag__contains=q.strip().lower().replace("\0", "")) if q.strip() else given
    used = found.values_list("tag").annotate(count=Count("id")).order_by("-count", "tag")[:SHOWN]
    newest = given.order_by("-id").values_list("tag", flat=True)[:_LOOKED_AT]
    recent = list(dict.fromkeys(newest))[:RECENT]
    return json_response({"results": [{"tag": tag, "count": count} for tag, count in used], "recent": recent})


@router.get("/replacements", openapi_extra=answers(TagReplacementList))
def list_replacements(request: HttpRequest) -> HttpResponse:
    """The last replacements, and how far each has got."""
    require(actor_of(request), "tags.manage")
    rows = TagReplacement.objects.select_related("person").order_by("-id")[:20]
    return json_response({"results": [_shown(row) for row in rows]})


@router.post("/replacements", openapi_extra=answers(TagReplacementShown, 202, "Begun."))
def replace_tag(request: HttpRequest, data: ReplacementInput) -> HttpResponse:
    """Have a tag replaced by another in every ticket. It is done in the background, each ticket with its own event."""
    actor = actor_of(request)
    with inputs.located() as read:
        tag, by = read("/tag", read_tag, data.tag), read("/by", read_tag, data.by)
    return json_response(_begun(actor, ReplaceTag(tag, by)), 202)


def _begun(actor: StaffActor, command: ReplaceTag) -> dict[str, Any]:
    return _shown(TagReplacement.objects.select_related("person").get(id=run(command, actor).result_id))


def _shown(row: TagReplacement) -> dict[str, Any]:
    remaining, over = left(row)
    return {
        "id": str(row.id),
        "tag": row.tag,
        "by": row.by,
        "total": row.total,
        "left": min(row.total, remaining),
        "over": over,
        "person": None if row.person is None else {"id": str(row.person.id), "name": row.person.name},
        "at": isoformat(row.created_at),
    }
