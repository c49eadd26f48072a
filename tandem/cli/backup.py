"""`tandem backup PATH [--with-key]`: one archive of everything, while the desk goes on."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django


def run(arguments: list[str]) -> int:
    """Write the archive; 1 with a sentence when there is none. A folder as PATH gets a file named by the moment."""
    parser = argparse.ArgumentParser(
        prog="tandem backup", description="One archive of everything, while the desk goes on."
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="the file to write, or a folder for it")
    parser.add_argument("--with-key", action="store_true", help="put the secret key into the archive as well")
    wanted = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    os.umask(0o077)
    django.setup()
    from tandem.cli.backups.manifest import BackupError
    from tandem.cli.backups.writing import make_backup
    from tandem.infra import clock

    target: Path = wanted.path
    if target.is_dir():
        moment = str(clock.isoformat(clock.now_ms()))[:19].replace(":", "").replace("-", "")
        target = target / f"tandem-{moment}Z.tar.gz"
    try:
        told = make_backup(target, with_key=wanted.with_key)
    except (BackupError, OSError) as error:
        sys.stderr.write(f"tandem backup: {error}\n")
        return 1
    counts = ", ".join(f"{number} {word}" for word, number in told.counts.items())
    sys.stdout.write(f"{target}: {counts}, {told.files} files, {target.stat().st_size} bytes\n")
    if wanted.with_key:
        sys.stderr.write(
            "The archive holds the secret key: whoever has it can sign sessions and reply addresses. Keep it safe.\n"
        )
    else:
        sys.stderr.write(
            "The secret key is not in the archive. Keep the file secret_key of the home apart: without it a restored desk "
            "signs everybody out and does not recognise its own reply addresses. (--with-key puts it in.)\n"
        )
    return 0
