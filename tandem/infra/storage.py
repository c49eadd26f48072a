"""Files by their content: what is stored is named by its SHA-256 and never changes.

`put` returns only when the file would survive a power cut, so that a row which names a digest always has its file. An
orphan (a file without a row, after a rollback) is harmless and can be swept; a row without a file cannot happen.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings

DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
#: Where files are while they are written; the same file system, so that renaming is atomic.
_INCOMING = "incoming"


class Storage(ABC):
    """Where files are kept; a folder here, an object store for several nodes."""

    @abstractmethod
    def put(self, content: bytes | IO[bytes]) -> str:
        """Store content durably (a file is read from where it stands); give its SHA-256 in hex. Raises OSError."""

    @abstractmethod
    def open(self, digest: str) -> IO[bytes]:
        """The content for reading. Raises FileNotFoundError, ValueError for what is no digest."""

    @abstractmethod
    def path(self, digest: str) -> Path:
        """A local path of the content, for the front to send. Raises as `open`."""

    @abstractmethod
    def exists(self, digest: str) -> bool:
        """Whether the content is there."""

    @abstractmethod
    def delete(self, digest: str, older_than: float = 0.0) -> bool:
        """Forget content that was last stored at least `older_than` seconds ago; whether it was there to be forgotten."""

    @abstractmethod
    def delete_unfinished(self, older_than: float) -> int:
        """Forget what was never stored whole and lies there for at least `older_than` seconds; returns how many that were."""

    @abstractmethod
    def digests(self, older_than: float = 0.0) -> Iterator[str]:
        """Every digest stored at least `older_than` seconds ago (or stored again since): what a sweep goes through."""


class FolderStorage(Storage):
    """A folder: `ab/cd/abcd…`, files 0600, folders 0700."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes | IO[bytes]) -> str:
        """Write, sync, rename, sync the folders; what is there already is only marked as wanted again."""
        incoming = self._root / _INCOMING
        _make_folder(incoming)
        temporary = incoming / secrets.token_hex(16)
        try:
            digest = _write(temporary, content)
            self._keep(temporary, digest)
        finally:
            temporary.unlink(missing_ok=True)
        return digest

    def open(self, digest: str) -> IO[bytes]:
        """The content for reading."""
        return self._place(digest).open("rb")

    def path(self, digest: str) -> Path:
        """The file itself."""
        place = self._place(digest)
        if not place.is_file():
            raise FileNotFoundError(f"no file {digest}")
        return place

    def exists(self, digest: str) -> bool:
        """Whether the file is there."""
        return self._place(digest).is_file()

    def delete(self, digest: str, older_than: float = 0.0) -> bool:
        """Remove the file. It is taken aside first and looked at there: a `put` of the same content that comes in between
        either has renewed its age, and it is put back, or finds no file, and brings its own."""
        place = self._place(digest)
        aside = self._root / _INCOMING / f"{digest}.{secrets.token_hex(8)}"
        _make_folder(aside.parent)
        try:
            place.rename(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime > time.time() - older_than:
            aside.rename(place)
            return False
        aside.unlink()
        return True

    def delete_unfinished(self, older_than: float) -> int:
        """Remove what a crash left half written at least `older_than` seconds ago; returns how many files that were."""
        latest = time.time() - older_than
        deleted = 0
        for path in (self._root / _INCOMING).glob("*"):
            # Its `put` may finish, and take it away, at any moment.
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime <= latest:
                    path.unlink()
                    deleted += 1
        return deleted

    def digests(self, older_than: float = 0.0) -> Iterator[str]:
        """Every stored digest, by age of its last `put`."""
        latest = time.time() - older_than
        for place in sorted(self._root.glob("??/??/*")):
            with contextlib.suppress(FileNotFoundError):
                if DIGEST.fullmatch(place.name) and place.stat().st_mtime <= latest:
                    yield place.name

    def _place(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"{digest[:100]!r} is no SHA-256 in hex")
        return self._root / digest[:2] / digest[2:4] / digest

    def _keep(self, temporary: Path, digest: str) -> None:
        place = self._place(digest)
        _make_folder(place.parent)
        if not _is_wanted_again(place, temporary.stat().st_size):
            temporary.rename(place)
        # Also when it was there: whoever wrote it may not have come to this line yet.
        _sync_folder(place.parent)


def _is_wanted_again(place: Path, size: int) -> bool:
    """Renew the age of a whole file that is there: a sweep must not take what a new row is about to name."""
    try:
        os.utime(place)
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes | IO[bytes]) -> str:
    sum256 = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if isinstance(content, bytes):
            sum256.update(content)
            file.write(content)
        else:
            while chunk := content.read(_CHUNK):
                sum256.update(chunk)
                file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return sum256.hexdigest()


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents durably: a new name is safe only when the folder that has it is synced."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_storage: Storage | None = None
_making = threading.Lock()


def storage() -> Storage:
    """The storage of this installation: `HOME/files`."""
    global _storage
    with _making:
        if _storage is None:
            _storage = FolderStorage(Path(settings.HOME) / "files")
        return _storage
