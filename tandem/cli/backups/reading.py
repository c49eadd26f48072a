"""An archive, read as if an enemy had written it: names from a list, sizes and digests as promised, nothing outside its folder."""

from __future__ import annotations

import hashlib
import os
import tarfile
import zlib
from pathlib import Path
from typing import IO, Final

from tandem.cli.backups import manifest
from tandem.cli.backups.manifest import BackupError, Manifest

_CHUNK: Final = 1024 * 1024
#: Bytes of the two small members.
_SMALL: Final = 16 * 1024


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack everything into `folder`, verified. Raises BackupError and leaves what it has unpacked so far to be thrown away."""
    try:
        with archive.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|gz") as tar:
            told = _manifest(tar)
            _unpack(tar, told, folder)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupError(f"{archive} is no whole archive of Tandem ({error}).") from None
    except OSError as error:
        if error.filename is None and error.errno is None:
            # gzip says so of what is not its own.
            raise BackupError(f"{archive} is no archive of Tandem ({error}).") from None
        raise BackupError(
            f"{archive} cannot be restored: {error.strerror or error} ({error.filename or 'disk'})."
        ) from None
    return told


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != manifest.NAME or not first.isreg() or first.size > manifest.LARGEST:
        raise BackupError("This is no archive of Tandem: it does not begin with a manifest.")
    content = tar.extractfile(first)
    assert content is not None
    return manifest.decoded(content.read())


def _unpack(tar: tarfile.TarFile, told: Manifest, folder: Path) -> None:
    seen: set[str] = set()
    files, octets = 0, 0
    while (member := tar.next()) is not None:
        if member.name in seen or not member.isreg() or member.issparse():
            raise BackupError(f"The archive holds something that no backup has: {member.name[:200]!r}.")
        seen.add(member.name)
        expected, limit = _expected(member.name, told)
        if member.size > limit:
            raise BackupError(f"{member.name} is larger than the manifest says.")
        content = tar.extractfile(member)
        assert content is not None
        digest = _write(folder / member.name, content, member.size)
        if expected is not None and digest != expected:
            raise BackupError(f"{member.name} is damaged: its content has another checksum.")
        if member.name.startswith("files/"):
            files, octets = files + 1, octets + member.size
    if (
        told.database not in seen
        or (files, octets) != (told.files, told.file_bytes)
        or (manifest.KEY in seen) != told.secret_key
    ):
        raise BackupError("The archive is not complete: not everything is there that its manifest names.")


def _expected(name: str, told: Manifest) -> tuple[str | None, int]:
    """(checksum or None, largest size) of a member. Raises BackupError for any name that no backup has, such as `..`."""
    if name == told.database:
        return told.database_sha256, told.database_bytes
    if found := manifest.FILE.fullmatch(name):
        return found.group(3), told.file_bytes
    if name in {manifest.KEY, manifest.PUBLIC_URL}:
        return None, _SMALL
    raise BackupError(f"The archive holds something that no backup has: {name[:200]!r}.")


def _write(path: Path, content: IO[bytes], size: int) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sum256, left = hashlib.sha256(), size
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := content.read(_CHUNK):
            sum256.update(chunk)
            file.write(chunk)
            left -= len(chunk)
        file.flush()
        os.fsync(file.fileno())
    if left:
        raise BackupError(f"{path.name} is cut off.")
    return sum256.hexdigest()
