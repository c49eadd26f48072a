"""Leaves for the front's log which route answered and who asked: ids and templates, nothing that was sent."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tandem.infra.server.environ import ACTOR, ROUTE


class TellingMiddleware:
    """First of all, so that answers of the other middleware are told of as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.resolver_match is not None:
            request.META[ROUTE] = request.resolver_match.route or "/"
        actor = getattr(request, "actor", None)
        if actor is not None:
            request.META[ACTOR] = str(actor.me)
        return response
