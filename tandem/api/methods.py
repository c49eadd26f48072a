"""Methods: one that an address does not know is refused as everything else is, and OPTIONS tells which ones it knows."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tandem.api.errors import PROBLEM_JSON, problem


class MethodMiddleware:
    """Ninja answers 405 in plain text; the methods that there are (RFC 9110, 10.2.1) stay in `Allow`. Nothing is said of other
    origins: there are none that may ask (sec:W-02)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code != 405 or response.headers.get("Content-Type") == PROBLEM_JSON:
            return response
        answer = HttpResponse(status=204) if request.method == "OPTIONS" else _refusal(request)
        answer["Allow"] = _allowed(response.headers.get("Allow", ""))
        return answer


def _refusal(request: HttpRequest) -> HttpResponse:
    return problem(
        405, "method.not_allowed", _("This address does not know the method %(method)s.") % {"method": request.method}
    )


def _allowed(methods: str) -> str:
    """What an address knows, and what every address knows."""
    known = [method.strip() for method in methods.split(",") if method.strip()]
    more = (["HEAD"] if "GET" in known else []) + ["OPTIONS"]
    return ", ".join([*known, *(method for method in more if method not in known)])
