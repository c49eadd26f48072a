"""`tandem openapi`: the description of the API, as it is committed and as clients are generated from it."""

from __future__ import annotations

import os
import sys

import django


def run(arguments: list[str]) -> int:
    """Print the OpenAPI document with sorted keys, so that a change of it can be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    import orjson

    from tandem.api.app import api

    options = orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2
    sys.stdout.buffer.write(orjson.dumps(api.get_openapi_schema(path_prefix="/api/v1"), option=options) + b"\n")
    return 0
