"""Bodies and multiparts as octets (RFC 2045, RFC 2046). Everything is encoded, so lines are short and 7-bit."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from tandem.channels.email.composing.fields import checked, media_type, parameter

#: Types that may not be sent in base64 (RFC 2046 5.2.1); as files they need no type of their own.
_NEVER_ENCODED = ("message/", "multipart/")


def text_part(text: str, subtype: str) -> bytes:
    """A body in UTF-8, in the encoding that is shorter to send and kinder to read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    octets = lines.encode("utf-8", "replace")
    strange = sum(1 for octet in octets if octet > 0x7E)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\n"
    if strange * 6 > len(octets):
        encoded = _base64(lines.replace("\n", "\r\n").encode("utf-8", "replace"))
        return (head + "Content-Transfer-Encoding: base64\r\n\r\n").encode() + encoded
    # mbox readers take a line with `From ` at its start for the next mail.
    quoted = re.sub(rb"^From ", b"=46rom ", binascii.b2a_qp(octets.rstrip(b"\n"), istext=True), flags=re.MULTILINE)
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + quoted.replace(b"\n", b"\r\n") + b"\r\n"


def file_part(name: str, type_: str, content: bytes, cid: str | None) -> bytes:
    """An attachment; with `cid` one that the HTML shows."""
    kind = media_type(type_)
    if kind.startswith(_NEVER_ENCODED):
        kind = "application/octet-stream"
    disposition = "inline" if cid else "attachment"
    head = f"Content-Type: {kind}{parameter('name', name)}\r\nContent-Transfer-Encoding: base64\r\n"
    head += f"Content-Disposition: {disposition}{parameter('filename', name)}\r\n"
    if cid:
        head += f"Content-ID: <{_cid(cid)}>\r\n"
    return (head + "\r\n").encode() + (_base64(content) or b"\r\n")


def multipart(subtype: str, parts: list[bytes], seed: str, extra: str = "") -> bytes:
    """`parts` under one boundary that cannot occur in them: `=_` appears in neither encoding (RFC 2045 6.7)."""
    boundary = "=_" + hashlib.sha256(f"{subtype} {seed}".encode()).hexdigest()[:32]
    head = f'Content-Type: multipart/{subtype}{extra};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    delimiter = f"--{boundary}\r\n".encode()
    return head + b"".join(delimiter + part for part in parts) + f"--{boundary}--\r\n".encode()


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _cid(cid: str) -> str:
    checked(cid, "a Content-ID")
    if not cid.isascii() or set(cid) & set('<>" \\'):
        raise ValueError("a Content-ID has only visible ASCII characters")
    return cid
