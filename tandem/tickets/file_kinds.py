"""What a file is, by its content and never by what its sender says; and under which name it is shown (sec:E-02, E-03)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import puremagic

OCTETS: Final = "application/octet-stream"
MAX_NAME: Final = 200

_OFFICE = "application/vnd.openxmlformats-officedocument"
#: What a ZIP archive is when it has one of these endings; the content is an archive either way.
_ZIPPED: Final[dict[str, str]] = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
#: Types that are told to browsers; everything else is bytes without a meaning.
TOLD: Final = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "application/pdf",
        "application/zip",
        "text/plain",
        "text/csv",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "video/mp4",
        "video/webm",
        *_ZIPPED.values(),
    }
)
#: Types that puremagic calls otherwise.
_SAME: Final = {
    "audio/x-wav": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "application/x-zip-compressed": "application/zip",
}
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)


def raster_type(head: bytes) -> str | None:
    """The type of a real PNG, JPEG, GIF or WebP picture by its signature; None for everything else, SVG first of all."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def kind_of(head: bytes, name: str) -> str:
    """The media type of a file that begins with `head`; the name only tells apart what has the same content."""
    raster = raster_type(head)
    if raster is not None:
        return raster
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if head.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(ending, "application/zip")
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if _is_text(head):
        return "text/csv" if ending == ".csv" else "text/plain"
    return _by_magic(head)


def _by_magic(head: bytes) -> str:
    try:
        found = str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return OCTETS
    found = _SAME.get(found, found)
    # A picture is one by its signature above or not at all.
    return found if found in TOLD and not found.startswith("image/") else OCTETS


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the last character may be cut in the middle."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return not any(ord(character) < 32 and character not in "\t\n\r\f" for character in text)


def told_type(stored: str) -> str:
    """The type that a download is sent with."""
    return stored if stored in TOLD else OCTETS


def clean_name(name: str) -> str:
    """One path component without hidden characters or direction overrides, at most 200 characters."""
    last = name.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    visible = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", _HIDDEN.sub("", last)))
    visible = " ".join(visible.split()).strip(" .") or "file"
    if last.lstrip().startswith(".") or _RESERVED.match(visible):
        visible = f"_{visible}"
    if len(visible) <= MAX_NAME:
        return visible
    stem, dot, ending = visible.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending) <= 16 else ""
    return (stem if kept else visible)[: MAX_NAME - len(kept)].rstrip(" .") + kept
