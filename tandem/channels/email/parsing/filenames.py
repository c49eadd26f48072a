"""Names of attachments: safe to show and to save, whatever the sender wrote (sec:C-10, E-03)."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

from tandem.channels.email.parsing.parameters import decode_parameter
from tandem.channels.email.parsing.structure import Part

MAX_NAME = 200
_MAX_WRITTEN = 20_000

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\uffff\ud800-\udfff\ufdd0-\ufdef]|[\U000e0000-\U000e0fff]"
)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
#: Names that some systems take for devices, with or without an extension.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)", re.IGNORECASE)
#: Without the files of the machine, whose lists differ.
_EXTENSIONS = mimetypes.MimeTypes()
_EXTENSION = re.compile(r"\.[\w+-]{1,16}\Z")


def original_name(part: Part, fallback: str) -> str:
    """The name as the sender meant it: disposition first, then type, RFC 2231 before plain; may be anything."""
    name = part.disposition_parameters.get("filename") or part.parameters.get("name") or ""
    return decode_parameter(name[:_MAX_WRITTEN], fallback).encode("utf-8", "replace").decode()


def safe_name(name: str, type_: str, number: int) -> str:
    """One path component without hidden characters, at most 200 characters; made up from the type when empty."""
    last = name.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    visible = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", _HIDDEN.sub("", last)))
    visible = " ".join(visible.split()).strip(" .")
    if not visible.strip("._ "):
        return f"attachment-{number}{_extension_for(type_)}"
    if last.lstrip().startswith("."):
        visible = "_" + visible
    if _RESERVED.match(visible):
        visible = "_" + visible
    return _shortened(visible)


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    extension = _EXTENSION.search(name)
    end = extension.group() if extension else ""
    return name[: MAX_NAME - len(end)].rstrip(" .") + end


def _extension_for(type_: str) -> str:
    known = {"message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html", "application/octet-stream": ".bin"}
    return known.get(type_) or _EXTENSIONS.guess_extension(type_) or ".bin"
