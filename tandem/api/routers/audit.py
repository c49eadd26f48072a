"""The audit log: every change of the configuration, every sign-in, and what became of people and tickets that are gone."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from tandem.api import inputs
from tandem.api.answers.audit import AuditList
from tandem.api.answers.base import answers
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.pages import newest_first
from tandem.api.present.audit import audit
from tandem.kernel.errors import Malformed, Problem
from tandem.people.auditing import ACTS, subject_kinds
from tandem.people.models import AuditEntry
from tandem.people.policies import require
from tandem.tickets.editable import identifier, moment

router = Router()
PAGE: Final = 100


class AuditQuery(Schema):
    """Filters of the log; the ones left out do not filter. `since` and `until` are moments with a zone; `until` is not included."""

    subject: str = ""
    subject_id: str = ""
    actor: str = ""
    act: str = ""
    since: str = ""
    until: str = ""
    cursor: str = ""


@router.get("", openapi_extra=answers(AuditList))
def list_audit(request: HttpRequest, query: Query[AuditQuery]) -> HttpResponse:
    """What was done by whom, newest first: by kind of record (person, department, mailbox …), by record, by who acted, by kind of
    act (created, changed, deleted, signed_in, done) and by time."""
    require(actor_of(request), "audit.read")
    rows, following = newest_first(AuditEntry.objects.filter(**_filters(query)), "at", query.cursor, PAGE)
    return json_response({"results": audit(rows), "next": following})


def _filters(query: AuditQuery) -> dict[str, Any]:
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
