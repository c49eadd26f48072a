"""What a provider posted, read once and without loss: Django decodes text of forms, and a mail is not text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_NAME: Final = re.compile(rb'(?i)[;\s]name="([^"\r\n]*)"')
_FILE: Final = re.compile(rb'(?i)[;\s]filename="([^"\r\n]*)"')
_TYPE: Final = re.compile(rb"(?im)^content-type:[ \t]*([^\r\n]+)")
#: Parts of a form beyond this make it no form of a provider's.
_MOST_PARTS: Final = 2_000


class Unreadable(Exception):
    """What was posted is not what this provider posts."""


@dataclass(frozen=True, slots=True)
class Posted:
    """`request` is for anymail, which reads text and files; `fields` has every text field as the bytes that came, last one last."""

    request: HttpRequest
    body: bytes
    fields: dict[str, bytes] = field(default_factory=dict)
    #: Of all fields and files, whatever boundary stood between them this time.
    fingerprint: str = ""


def read_posted(original: HttpRequest) -> Posted:
    """Read a request whole; the front has bounded it. Raises Unreadable."""
    body = original.read()
    request = HttpRequest()
    request.method, request.path = original.method, original.path
    request.META = {name: value for name, value in original.META.items() if isinstance(value, str)}
    request.content_type, request.content_params = original.content_type, original.content_params
    request._body = body
    pairs, files = _form(original, body)
    posted = QueryDict(mutable=True)
    for name, content in pairs:
        posted.appendlist(name, content.decode("utf-8", "replace"))
    # Django's own attributes of a request that was read.
    read: Any = request
    read.POST, read.FILES = posted, MultiValueDict({name: [file] for name, file in files})
    parts = sorted([*pairs, *((name, file.read()) for name, file in files)])
    for _name, file in files:
        file.seek(0)
    told = hashlib.sha256(b"".join(b"%s:%d:%s" % (name.encode(), len(part), part) for name, part in parts))
    return Posted(request, body, dict(pairs), told.hexdigest())


def _form(request: HttpRequest, body: bytes) -> tuple[list[tuple[str, bytes]], list[tuple[str, SimpleUploadedFile]]]:
    if request.content_type == "application/x-www-form-urlencoded":
        # Octets, not characters: each stands for one of the first 256.
        found = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=_MOST_PARTS
        )
        return [(name, value.encode("latin-1")) for name, value in found], []
    if request.content_type == "multipart/form-data":
        return _multipart(request.META.get("CONTENT_TYPE", ""), body)
    return [], []


def _multipart(kind: str, body: bytes) -> tuple[list[tuple[str, bytes]], list[tuple[str, SimpleUploadedFile]]]:
    """RFC 7578. The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1); everything else to the part."""
    match = _BOUNDARY.search(kind)
    if match is None:
        raise Unreadable("a form without a boundary")
    delimiter = b"\r\n--" + (match[1] or match[2]).encode("latin-1")
    pieces = (b"\r\n" + body).split(delimiter, _MOST_PARTS)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise Unreadable("a form that was cut off")
    pairs: list[tuple[str, bytes]] = []
    files: list[tuple[str, SimpleUploadedFile]] = []
    for piece in pieces[1:-1]:
        head, separator, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not separator or name is None:
            raise Unreadable("a part of a form without a name")
        label, file = name[1].decode("utf-8", "replace"), _FILE.search(head)
        if file is None:
            pairs.append((label, content))
            continue
        told = _TYPE.search(head)
        kind_of_file = told[1].decode("latin-1").strip() if told else "application/octet-stream"
        upload = SimpleUploadedFile(
            file[1].decode("utf-8", "replace") or "file", content, kind_of_file.partition(";")[0]
        )
        files.append((label, upload))
    return pairs, files
