"""What an archive says of itself: its first member, read before anything else is believed."""

from __future__ import annotations

import re
from typing import Final

import msgspec

NAME: Final = "manifest.json"
FORMAT: Final = 1
#: Bytes; a manifest lists no files.
LARGEST: Final = 1024 * 1024
SQLITE: Final = "database.sqlite3"
POSTGRESQL: Final = "database.pgdump"
KEY: Final = "secret_key"
PUBLIC_URL: Final = "public_url"
#: Content lies under its digest, so its name is its checksum.
FILE: Final = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})")


class BackupError(Exception):
    """A sentence for the operator: why there is no backup, or why an archive is not restored."""


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """`migrations` is the shape of the database, as app.name; `counts` are rows at the moment of the copy."""

    format: int
    version: str
    made_at: int
    database: str
    database_sha256: str
    database_bytes: int
    migrations: list[str]
    counts: dict[str, int]
    files: int
    file_bytes: int
    secret_key: bool


def encoded(manifest: Manifest) -> bytes:
    """As it stands in an archive."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2)


def decoded(data: bytes) -> Manifest:
    """Raises BackupError."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupError(f"The manifest of this archive cannot be read ({error}).") from None
    if manifest.format != FORMAT:
        raise BackupError(f"The archive has format {manifest.format}; this version of Tandem knows format {FORMAT}.")
    if manifest.database not in {SQLITE, POSTGRESQL}:
        raise BackupError("The archive names a database that this version of Tandem does not know.")
    return manifest
