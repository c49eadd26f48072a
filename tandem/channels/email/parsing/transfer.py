"""Content-Transfer-Encoding (RFC 2045 6), decoded as far as it is valid (sec:C-05)."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_BROKEN_QUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\r?\Z)")
_IDENTITY = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"})
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """(content, whether the encoding was known and valid). Never raises; what cannot be decoded is left as it is."""
    name = encoding.strip().strip("\"'").lower().partition(";")[0].strip()
    if name in _IDENTITY:
        return data, True
    if name in {"base64", "base-64", "b64"}:
        content, is_sound = decode_base64(data)
        return (data, False) if not is_sound and _is_written_plainly(data) else (content, is_sound)
    if name in {"quoted-printable", "quoted-printeable", "quotedprintable"}:
        return binascii.a2b_qp(data), _BROKEN_QUOTED.search(data) is None
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _decode_uu(data)
    return data, False


def _is_written_plainly(data: bytes) -> bool:
    """Whether a text that says it is in Base64 was never encoded: words have blanks and stops between them, Base64 has none."""
    line = b"".join(data[:4_000].strip().splitlines())
    return b" " in line and len(_NOT_BASE64.sub(b"", line)) * 10 < len(line) * 9


def decode_base64(data: bytes) -> tuple[bytes, bool]:
    """Base64 with whatever stands between read over, padding supplied, and several padded runs joined."""
    packed = b"".join(data.split())
    clean = _NOT_BASE64.sub(b"", packed)
    sound = len(clean) == len(packed)
    out: list[bytes] = []
    runs = [run for run in re.split(rb"=+", clean) if run]
    for run in runs:
        whole = run if len(run) % 4 != 1 else run[:-1]
        sound = sound and len(whole) == len(run)
        out.append(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)))
    return b"".join(out), sound and len(runs) <= 1 and len(clean) % 4 == 0


def _decode_uu(data: bytes) -> tuple[bytes, bool]:
    begin = _UU_BEGIN.search(data)
    if not begin:
        return data, False
    out: list[bytes] = []
    for line in data[begin.end() :].split(b"\n"):
        line = line.rstrip(b"\r")
        if line == b"end":
            return b"".join(out), True
        try:
            out.append(binascii.a2b_uu(line) if line else b"")
        except binascii.Error:
            return data, False
    return b"".join(out), False
