"""`tandem search rebuild`: make every search document again, beside a running house."""

from __future__ import annotations

import os
import sys

import django


def run(arguments: list[str]) -> int:
    """Rebuild, telling how far it is on stderr."""
    if arguments:
        sys.stderr.write("usage: tandem search rebuild\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tandem.search.rebuilding import rebuild

    done = rebuild(lambda count: print(f"\r{count}", end="", file=sys.stderr))
    print(f"\r{done} documents made.", file=sys.stderr)
    return 0
