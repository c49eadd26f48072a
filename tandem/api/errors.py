"""One translator of refusals into problem documents (RFC 9457), for every door that speaks HTTP."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from django.core.exceptions import SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from redis.exceptions import RedisError

from tandem.api.input_words import sentence
from tandem.infra import disk
from tandem.infra.postgresql.away import is_away
from tandem.infra.request_id import trace_id
from tandem.infra.words import Words
from tandem.kernel.errors import Problem, Refused

log = logging.getLogger("tandem.api")

PROBLEM_JSON: Final = "application/problem+json"
TITLES: Final[dict[int, str]] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
    507: "Insufficient Storage",
}
#: Pydantic's kinds of errors that say "this breaks a rule"; all others say "this is not of the right shape".
RULE_ERRORS: Final = frozenset(
    {
        "missing",
        "string_too_short",
        "string_too_long",
        "too_short",
        "too_long",
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "value_error",
    }
)


class _Promises:
    """orjson hook: lazy words are translated when they are written."""

    def __call__(self, value: object) -> object:
        if isinstance(value, Promise):
            return str(value)
        raise TypeError(f"{type(value).__name__} is not JSON")


to_plain: Final = _Promises()


def problem(
    status: int,
    code: str,
    detail: Words,
    *,
    problems: Sequence[Problem] = (),
    extra: Mapping[str, object] | None = None,
) -> HttpResponse:
    """A problem document. `extra` members stand beside the standard ones."""
    document: dict[str, Any] = {
        "type": f"urn:tandem:problem:{code}",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": str(detail),
        "trace_id": trace_id(),
    }
    if problems:
        document["errors"] = [{"pointer": p.pointer, "code": p.code, "detail": str(p.detail)} for p in problems]
    document |= {key: value for key, value in (extra or {}).items() if key not in document}
    return HttpResponse(orjson.dumps(document, default=to_plain), status=status, content_type=PROBLEM_JSON)


def refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal of the pipeline."""
    answer = problem(refusal.status, refusal.code, refusal.detail, problems=refusal.problems, extra=refusal.extra)
    if refusal.status in {429, 503}:
        # Seconds (RFC 9110, 10.2.3).
        answer["Retry-After"] = str(getattr(refusal, "retry_after", 1))
    return answer


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = []
    malformed = False
    for entry in error.errors:
        source, *path = (str(part) for part in entry["loc"])
        # Ninja names the parameter before the fields of a body; the caller knows only the fields.
        pointer = "/" + "/".join(path[1:] if source == "body" and len(path) > 1 else path)
        malformed |= entry["type"] not in RULE_ERRORS
        problems.append(Problem(pointer, str(entry["type"]), sentence(entry)))
    if malformed:
        return problem(400, "request.malformed", _("Some of what was sent cannot be read."), problems=problems)
    return problem(422, "request.invalid", _("Some of what was sent breaks a rule."), problems=problems)


def _not_signed_in(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = problem(401, "auth.required", _("Sign in first."))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    codes = {400: "request.malformed", 403: "forbidden", 404: "not_found", 429: "rate_limited"}
    return problem(error.status_code, codes.get(error.status_code, "request.refused"), str(error))


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address, or nothing there that this person may see."""
    return problem(404, "not_found", _("There is nothing here that you may see."))


def malformed(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(400, "request.malformed", _("The request cannot be read."))


def unexpected(_request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Our own fault. The log has the story under the trace id; the answer has not."""
    # Django tells a handler of its own only by what is being handled.
    cause = error or sys.exc_info()[1]
    if isinstance(cause, RedisError):
        return _without_redis(cause)
    if disk.is_full(error):
        log.error("the disk is full", exc_info=error)
        return problem(507, disk.FULL_CODE, disk.FULL)
    if is_away(cause):
        log.warning("the database is away", exc_info=error)
        return _away()
    response = problem(500, "server.error", _("Something went wrong here. Nothing was changed."))
    log.error("unexpected error, trace %s", orjson.loads(response.content)["trace_id"], exc_info=error)
    return response


def _without_redis(error: RedisError) -> HttpResponse:
    """What needs Redis fails closed: signing in, whose limits are counted there, and tickets for websockets."""
    log.warning("Redis is away: %s", type(error).__name__)
    return _away()


def _away() -> HttpResponse:
    answer = problem(503, "server.part_away", _("A part of the server is away for the moment. Try again soon."))
    answer["Retry-After"] = "5"
    return answer


class CsrfFailed(Refused):
    """A change was asked for with a session and without the token of our pages (sec:W-01)."""

    status = 403

    def __init__(self) -> None:
        super().__init__("csrf.failed", gettext_lazy("This page is out of date. Reload it and try again."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a request without its token."""
    return refused(request, CsrfFailed())


def install(api: NinjaAPI) -> None:
    """Give an API all of these answers."""
    for kind, answer in (
        (Refused, refused),
        (ValidationError, _invalid),
        (AuthenticationError, _not_signed_in),
        (HttpError, _http),
        (Http404, not_found),
        (SuspiciousOperation, malformed),
        (TooManyFieldsSent, malformed),
        (UnreadablePostError, malformed),
        (Exception, unexpected),
    ):
        api.add_exception_handler(kind, answer)  # type: ignore[arg-type]
