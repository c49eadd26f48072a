"""Numbers about the installation itself: disks, backups, version."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection

from tandem import __version__
from tandem.infra import clock
from tandem.infra.disk import free_bytes
from tandem.infra.last_backup import last_backup
from tandem.infra.metrics import Reading


def installation() -> Iterable[Reading]:
    """Free space, the age of the last backup, and which version this is."""
    yield Reading(
        "tandem_disk_free_bytes",
        "Free bytes where the installation lives, and where bodies are spooled.",
        {("home",): free_bytes(settings.HOME), ("temporary",): free_bytes(Path(tempfile.gettempdir()))},
        ["folder"],
    )
    made = last_backup(settings.HOME)
    if made is not None:
        age = (clock.now_ms() - made) / 1000
        yield Reading("tandem_backup_age_seconds", "Seconds since the last backup was complete.", {(): age})
    labels = (__version__, platform.python_version(), connection.vendor)
    yield Reading("tandem_build_info", "Which version this is.", {labels: 1}, ["version", "python", "database"])
