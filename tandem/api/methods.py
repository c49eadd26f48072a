"""A method that an address does not know is refused as everything else is: with a problem document."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tandem.api.errors import PROBLEM_JSON, problem


class MethodMiddleware:
    """Ninja answers 405 in plain text; the methods that there are (RFC 9110, 10.2.1) stay in `Allow`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code != 405 or response.headers.get("Content-Type") == PROBLEM_JSON:
            return response
        refusal = problem(
            405,
            "method.not_allowed",
            _("This address does not know the method %(method)s.") % {"method": request.method},
        )
        refusal["Allow"] = response.headers.get("Allow", "")
        return refusal
