"""The audit log: every change of the configuration, every sign-in, and what became of people and tickets that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from tandem.api import inputs
from tandem.api.answers.audit import AuditList
from tandem.api.answers.base import answers, files
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.pages import newest_first
from tandem.api.present.audit import audit
from tandem.api.present.audit_csv import csv_pages
from tandem.infra.clock import isoformat, now_ms
from tandem.kernel.errors import Malformed, Problem
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.people.auditing import ACTS, subject_kinds
from tandem.people.commands.tell_of_act import TellOfAuditExport
from tandem.people.models import AuditEntry
from tandem.people.policies import require
from tandem.tickets.editable import identifier, moment

router = Router()
PAGE: Final = 100
#: Entries that are read at once for a file.
EXPORT_PAGE: Final = 500


class AuditFilter(Schema):
    """Filters of the log; the ones left out do not filter. `since` and `until` are moments with a zone; `until` is not included."""

    subject: str = ""
    subject_id: str = ""
    actor: str = ""
    act: str = ""
    since: str = ""
    until: str = ""


class AuditQuery(AuditFilter):
    """A page of what the filters leave."""

    cursor: str = ""


@router.get("", openapi_extra=answers(AuditList))
def list_audit(request: HttpRequest, query: Query[AuditQuery]) -> HttpResponse:
    """What was done by whom, newest first: by kind of record (person, department, mailbox …), by record, by who acted, by kind of
    act (created, changed, deleted, signed_in, done) and by time."""
    require(actor_of(request), "audit.read")
    rows, following = newest_first(AuditEntry.objects.filter(**_filters(query)), "at", query.cursor, PAGE)
    return json_response({"results": audit(rows), "next": following})


@router.get("/export", openapi_extra=files("text/csv"))
def export_audit(request: HttpRequest, query: Query[AuditFilter]) -> StreamingHttpResponse:
    """The same as CSV, all of it, newest first: in the language of the person, with times in UTC. That it was taken out is itself
    in the log."""
    actor = actor_of(request)
    require(actor, "audit.read")
    rows = AuditEntry.objects.filter(**_filters(query))
    told = TellOfAuditExport(actor.me, {"filters": sorted(name for name, given in query.dict().items() if given)})
    pages = csv_pages(_pages(rows, told, actor), actor.language or get_language() or "en")
    response = StreamingHttpResponse(pages, content_type="text/csv; charset=utf-8")
    day = isoformat(now_ms()) or ""
    response["Content-Disposition"] = content_disposition_header(True, f"audit-log-{day[:10]}.csv")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pages(rows: QuerySet[AuditEntry], told: TellOfAuditExport, actor: StaffActor) -> Iterator[list[AuditEntry]]:
    """Page after page, each read when the one before is on its way. Told once the file is really begun, not where
    only its headers are asked for."""
    page, following = newest_first(rows, "at", "", EXPORT_PAGE)
    run(told, actor)
    yield page
    while following is not None:
        page, following = newest_first(rows, "at", following, EXPORT_PAGE)
        yield page


def _filters(query: AuditFilter) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if query.subject:
        found["subject_kind"] = _one_of(query.subject, subject_kinds(), "/subject")
    if query.act:
        found["act"] = _one_of(query.act, ACTS, "/act")
    with inputs.located() as read:
        for name, column, parse in (
            ("subject_id", "subject_id", identifier),
            ("actor", "actor_id", identifier),
            ("since", "at__gte", moment),
            ("until", "at__lt", moment),
        ):
            if given := getattr(query, name):
                found[column] = read(f"/{name}", parse, given)
    return found


def _one_of(value: str, known: Any, pointer: str) -> str:
    if value not in known:
        raise Malformed([Problem(pointer, "unknown", _("There is nothing of this kind in the log."))])
    return value
