"""The one-time ticket with which a browser opens its websocket."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.notifications import SocketTicket
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.kernel.errors import NotFound
from tandem.realtime.tickets import issue

router = Router()


@router.post("/ticket", openapi_extra=answers(SocketTicket, 201))
def ticket(request: HttpRequest) -> HttpResponse:
    """A ticket for `/ws?ticket=…`, good for thirty seconds and one use. Only for browsers: a program polls."""
    actor = actor_of(request)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    account = get_user(request)
    if not key or not account.is_authenticated:
        raise NotFound()
    return json_response({"ticket": issue(account.pk, key, actor.me), "url": "/ws"}, 201)
