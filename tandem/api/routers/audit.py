"""The audit log: every change of the configuration and every sign-in, straight from the events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api.answers.audit import AuditList
from tandem.api.answers.base import answers
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.infra.clock import isoformat
from tandem.kernel.errors import Malformed, Problem
from tandem.kernel.models import Event
from tandem.kernel.records import record_kinds
from tandem.people.models import Person
from tandem.people.policies import require

router = Router()
PAGE: Final = 100
#: The attribute by which a record of a kind is named.
_NAMED_BY: Final = {"mailbox": "address", "status": "slug", "api_token": "prefix"}


@router.get("", openapi_extra=answers(AuditList))
def list_audit(request: HttpRequest, subject: str = "", cursor: str = "") -> HttpResponse:
    """What was changed and who signed in, newest first; `subject` is a kind of record (person, department, mailbox …)."""
    require(actor_of(request), "audit.read")
    kinds = _kinds(subject)
    # What channels do by themselves, such as a new customer for every new address, is no one's act.
    events = Event.objects.filter(stream_kind__in=kinds, actor_kind__in=["agent", "system"])
    if cursor:
        events = events.filter(id__lt=_identifier(cursor))
    found = list(events.order_by("-id")[: PAGE + 1])
    page = found[:PAGE]
    return json_response({"results": _shown(page), "next": str(page[-1].id) if len(found) > PAGE else None})


def _kinds(subject: str) -> list[str]:
    kinds = [kind.name for kind in record_kinds().values() if kind.part_of is None and kind.name != "ticket"]
    if subject and subject not in kinds:
        raise Malformed([Problem("/subject", "unknown", _("There are no records of this kind."))])
    return [subject] if subject else kinds


def _identifier(cursor: str) -> int:
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 19:
        raise Malformed([Problem("/cursor", "unknown", _("This page marker is not one of ours."))])
    return int(cursor)


def _shown(events: Sequence[Event]) -> list[dict[str, Any]]:
    actors = dict(Person.objects.filter(id__in={event.actor_id for event in events}).values_list("id", "name"))
    names = {kind: _names(kind, events) for kind in {event.stream_kind for event in events}}
    return [
        {
            "id": str(event.id),
            "at": isoformat(event.at),
            "kind": event.kind,
            "actor": {
                "id": str(event.actor_id) if event.actor_id else None,
                "name": actors.get(event.actor_id or 0, ""),
                "kind": event.actor_kind,
            },
            "subject": {
                "kind": event.stream_kind,
                "id": str(event.stream_id),
                "name": names[event.stream_kind].get(event.stream_id, ""),
            },
            "field": event.field,
            "old": event.old,
            "new": event.new,
            "change_id": str(event.change_id),
        }
        for event in events
    ]


def _names(kind: str, events: Sequence[Event]) -> dict[int, str]:
    model = record_kinds()[kind].model_class()
    name = _NAMED_BY.get(kind, "name")
    if not any(field.name == name for field in model._meta.get_fields()):
        return {}
    ids = {event.stream_id for event in events if event.stream_kind == kind}
    return {row["pk"]: str(row[name]) for row in model._base_manager.filter(pk__in=ids).values("pk", name)}
