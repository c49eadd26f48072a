"""`tandem restore PATH [--force] [--send-waiting]`: an archive back into an empty home."""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import shutil
import sys
from pathlib import Path

import django

from tandem.cli.backups import manifest
from tandem.cli.backups.manifest import BackupError, Manifest
from tandem.cli.backups.reading import unpack


def run(arguments: list[str]) -> int:
    """Restore everything or nothing; 1 with a sentence when it is nothing."""
    parser = argparse.ArgumentParser(
        prog="tandem restore", description="An archive of `tandem backup` into an empty home."
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="the archive")
    parser.add_argument(
        "--force", action="store_true", help="into a home that is not empty; its database is kept beside"
    )
    parser.add_argument(
        "--send-waiting",
        action="store_true",
        help="send the mails that waited when the backup was made (for a planned move)",
    )
    wanted = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    from django.conf import settings

    from tandem.infra.server.installation import CannotServe, claim_home, prepare_home

    prepare_home(Path(settings.HOME))
    django.setup()

    try:
        with contextlib.closing(claim_home(Path(settings.HOME))):
            _restore(wanted.path, Path(settings.HOME), force=wanted.force, frozen=not wanted.send_waiting)
    except (BackupError, CannotServe, OSError) as error:
        sys.stderr.write(f"tandem restore: {error}\n")
        return 1
    return 0


def _restore(archive: Path, home: Path, *, force: bool, frozen: bool) -> None:
    from tandem.cli.backups import databases

    if not force and not (databases.is_empty() and _no_files(home)):
        raise BackupError(f"{home} is not empty. Restore into an empty home, or say --force.")
    folder = home / f".restore-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        told = unpack(archive, folder)
        if told.database != databases.kind():
            raise BackupError(f"The archive holds {told.database}, and DATABASE_URL names another kind of database.")
        _refuse_newer(told)
        _put_in_place(told, folder, home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _after(told, frozen=frozen)


def _no_files(home: Path) -> bool:
    return not any((home / "files").glob("??/??/*"))


def _refuse_newer(told: Manifest) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = {f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces}
    unknown = [
        name
        for name in told.migrations
        if name.partition(".")[0] in loader.migrated_apps and name not in known | replaced
    ]
    connection.close()
    if unknown:
        raise BackupError(
            f"The archive was made by a newer version of Tandem ({told.version}; {unknown[-1]} is not known here). "
            "Install that version first."
        )


def _put_in_place(told: Manifest, folder: Path, home: Path) -> None:
    """Files first, the database last: a crash in between leaves files that nobody names, never a row without its file."""
    from tandem.cli.backups import databases
    from tandem.infra import clock

    for source in sorted((folder / "files").glob("??/??/*")):
        place = home / source.relative_to(folder)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source.replace(place)
    if told.secret_key and not os.environ.get("TANDEM_SECRET_KEY"):
        (folder / manifest.KEY).replace(home / manifest.KEY)
    if (folder / manifest.PUBLIC_URL).exists() and not (home / manifest.PUBLIC_URL).exists():
        (folder / manifest.PUBLIC_URL).replace(home / manifest.PUBLIC_URL)
    if told.database == manifest.SQLITE and not databases.is_empty():
        aside = databases.sqlite_path().with_suffix(f".before-restore-{clock.now_ms()}")
        _set_aside(databases.sqlite_path(), aside)
        sys.stdout.write(f"The database that was there is kept as {aside}.\n")
    databases.put_back(folder / told.database)


def _set_aside(database: Path, aside: Path) -> None:
    """Whole, with what still stood in its log."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as one:
        one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.replace(aside)


def _after(told: Manifest, *, frozen: bool) -> None:
    from tandem.cli import migrate
    from tandem.cli.backups.freezing import freeze
    from tandem.infra.clock import isoformat

    migrate.run([])
    replies, notifications = freeze() if frozen else (0, 0)
    counts = ", ".join(f"{number} {word}" for word, number in told.counts.items())
    sys.stdout.write(f"Restored as of {isoformat(told.made_at)}: {counts}, {told.files} files.\n")
    if replies or notifications:
        sys.stdout.write(
            f"{replies} replies that had not left are shown as uncertain and {notifications} notifications are set aside: "
            "they may have been sent after the backup. See them in their tickets and with: tandem outbox\n"
        )
    if not told.secret_key:
        sys.stderr.write(
            "The archive has no secret key: put the file secret_key of the old home into the new one before serving.\n"
        )
    sys.stdout.write("Mail that arrived after the backup is not here: let the mail server in front deliver it again.\n")
    sys.stdout.write("Next: tandem doctor\n")
