"""`tandem migrate`: bring the database to this version's shape."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django


def run(arguments: list[str]) -> int:
    """Apply the migrations that are missing, quietly; arguments go to Django's `migrate` (`--plan`, an app's name)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import CommandError

    from tandem.infra.server.installation import prepare_home

    prepare_home(Path(settings.HOME))
    django.setup()
    from tandem.infra.shape import shape

    if (found := shape()).unknown:
        sys.stderr.write(f"tandem migrate: {found.complaint}\n")
        return 1
    try:
        call_command("migrate", *arguments, interactive=False, verbosity=1 if arguments else 0)
    except CommandError as error:
        sys.stderr.write(f"tandem migrate: {error}\n")
        return 1
    if not arguments:
        from tandem.infra.sqlite import statistics

        statistics.gather()
    _ask_for_rebuild()
    return 0


def _ask_for_rebuild() -> None:
    """A new tokenizer finds nothing in documents of an old one, and making them again may take long: the operator says when."""
    from django.db import DatabaseError

    from tandem.search.rebuilding import outdated

    try:
        left = outdated()
    except DatabaseError:
        # Migrated to a point before there was a search.
        return
    if left:
        sys.stderr.write(f"{left} search documents are of an earlier version. Make them again: tandem search rebuild\n")
