"""Answers as bytes: what the database gave, through orjson, without models and without a response schema in the path."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

from tandem.api.errors import to_plain


def json_response(content: Any, status: int = 200, **headers: str) -> HttpResponse:
    """A JSON answer that no cache keeps. Header names are given with underscores: `ETag`, `Retry_After`."""
    response = HttpResponse(
        orjson.dumps(content, default=to_plain, option=orjson.OPT_NON_STR_KEYS),
        status=status,
        content_type="application/json",
    )
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response
