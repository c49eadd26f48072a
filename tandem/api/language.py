"""The language of each request: what the person chose, else what the browser asks for. Reset afterwards: threads are long-lived."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tandem.infra.languages import language_for


class LanguageMiddleware:
    """The workspace sends its language as Accept-Language, so the header decides; programs may leave it out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            return self._get_response(request)


def language_of(request: HttpRequest) -> str:
    """The language in which a request is answered."""
    return language_for(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
