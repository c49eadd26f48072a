"""The browsers in which the person who is signed in is signed in. For browsers only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers import security as shapes
from tandem.api.answers.base import answers
from tandem.api.bytes import json_response
from tandem.api.confirming import account_of
from tandem.api.present import security as present
from tandem.api.routers.security import DONE, tell
from tandem.api.schemas import Identifier
from tandem.kernel.errors import NotFound
from tandem.people.sessions import active, end_sessions, open_sessions

router = Router()


@router.get("/sessions", openapi_extra=answers(shapes.SessionList))
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    account = account_of(request)
    current = request.session.session_key
    return json_response({"results": [present.session(row, current) for row in open_sessions(account)]})


@router.delete("/sessions/{session_id}", openapi_extra=DONE)
def end_session(request: HttpRequest, session_id: Identifier) -> HttpResponse:
    """End one of them; its websockets close within five seconds."""
    row = next((row for row in open_sessions(account_of(request)) if row.id == session_id), None)
    if row is None:
        raise NotFound()
    end_sessions([row])
    tell(request, "person.sessions_ended", {"count": 1})
    return HttpResponse(status=204)


@router.delete("/sessions", openapi_extra=answers(shapes.SessionsEnded))
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    others = [row for row in open_sessions(account_of(request)) if row.session_key != request.session.session_key]
    end_sessions(others)
    if others:
        tell(request, "person.sessions_ended", {"count": len(others)})
    return json_response({"ended": len(others)})


@router.post("/activity", openapi_extra=DONE)
def note_activity(request: HttpRequest) -> HttpResponse:
    """The person did something themselves. Nothing else keeps a session from ending for idleness (sec:G-12)."""
    account_of(request)
    active(request)
    return HttpResponse(status=204)
