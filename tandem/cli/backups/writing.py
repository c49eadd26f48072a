"""An archive, written beside its place and moved there when it is whole and on disk."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tandem import __version__
from tandem.cli.backups import databases, manifest
from tandem.cli.backups.manifest import BackupError, Manifest
from tandem.infra import clock, stop_points
from tandem.infra.holding import files_are_held
from tandem.infra.last_backup import note_backup
from tandem.infra.public_url import stored_public_url
from tandem.infra.storage import storage

#: Attachments are mostly packed already, and text is packed well by little.
_LEVEL = 3
_PREFIX = ".tandem-backup-"


def make_backup(target: Path, *, with_key: bool) -> Manifest:
    """Write an archive to `target`, which must not be there yet. Raises BackupError, OSError; nothing half is left at `target`."""
    if target.exists():
        raise BackupError(f"{target} is there already. Name another file.")
    _check_room(target.parent)
    with _workplace(target.parent) as folder, files_are_held():
        made_at = clock.now_ms()
        copied = databases.copy(folder)
        stop_points.reach("backup_after_database")
        # Once: what is kept from now on is named by nothing in the copy.
        digests = list(storage().digests())
        told = _manifest(copied, made_at, digests, with_key)
        archive = folder / "archive"
        _write(archive, told, copied.path, digests)
        stop_points.reach("backup_before_rename")
        # A link never replaces what somebody else has put there meanwhile.
        os.link(archive, target)
        _sync(target.parent)
    note_backup(settings.HOME, made_at)
    return told


def _manifest(copied: databases.Copy, made_at: int, digests: list[str], with_key: bool) -> Manifest:
    sizes = [storage().path(digest).stat().st_size for digest in digests]
    with copied.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Manifest(
        format=manifest.FORMAT,
        version=__version__,
        made_at=made_at,
        database=databases.kind(),
        database_sha256=digest,
        database_bytes=copied.path.stat().st_size,
        migrations=copied.migrations,
        counts=copied.counts,
        files=len(sizes),
        file_bytes=sum(sizes),
        secret_key=with_key,
    )


def _write(archive: Path, told: Manifest, database: Path, digests: list[str]) -> None:
    descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        packed = gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=_LEVEL, mtime=told.made_at // 1000)
        with packed, tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            _add_bytes(tar, manifest.NAME, manifest.encoded(told), told.made_at)
            if told.secret_key:
                _add_bytes(tar, manifest.KEY, settings.SECRET_KEY.encode(), told.made_at)
            if url := stored_public_url(settings.HOME):
                _add_bytes(tar, manifest.PUBLIC_URL, url.encode(), told.made_at)
            _add_file(tar, told.database, database, told.made_at)
            for digest in digests:
                _add_file(tar, f"files/{digest[:2]}/{digest[2:4]}/{digest}", storage().path(digest), told.made_at)
        raw.flush()
        os.fsync(raw.fileno())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes, at: int) -> None:
    tar.addfile(_member(name, len(content), at), io.BytesIO(content))


def _add_file(tar: tarfile.TarFile, name: str, path: Path, at: int) -> None:
    with path.open("rb") as file:
        tar.addfile(_member(name, os.fstat(file.fileno()).st_size, at), file)


def _member(name: str, size: int, at: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, at // 1000
    return member


def _check_room(folder: Path) -> None:
    """The copy of the database and an archive that cannot be packed at all have to fit. Raises BackupError."""
    if databases.kind() != manifest.SQLITE:
        return
    database = databases.sqlite_path()
    needed = 2 * sum(path.stat().st_size for path in (database, Path(f"{database}-wal")) if path.exists())
    needed += sum(storage().path(digest).stat().st_size for digest in storage().digests())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(
            f"The backup may need {needed // 1_000_000 + 1} MB in {folder}, and {free // 1_000_000} MB are free."
        )


@contextlib.contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """A folder beside the target, for its owner only; what an earlier backup left there when it was killed goes first."""
    for left in parent.glob(f"{_PREFIX}*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = parent / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
