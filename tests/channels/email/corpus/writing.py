"""The octets of a mail, laid out by hand: nothing here corrects what a sample wants to be wrong."""

from __future__ import annotations

import base64
import binascii
import quopri


def crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def b_word(text: str, charset: str = "utf-8", label: str = "") -> str:
    """An encoded word in Base64 (RFC 2047), under another label where a program lies about its charset."""
    return f"=?{label or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def q_word(text: str, charset: str = "utf-8", label: str = "") -> str:
    """An encoded word in quoted-printable."""
    octets = text.encode(charset)
    safe = "".join(chr(one) if chr(one).isalnum() and one < 128 else f"={one:02X}" for one in octets)
    return f"=?{label or charset}?Q?{safe}?="


def header_word(text: str) -> str:
    """As most programs do it: plain where ASCII is enough."""
    return text if text.isascii() else b_word(text)


def encoded(content: bytes, transfer: str) -> bytes:
    """`content` in a transfer encoding, with lines as long as mail has them."""
    if transfer == "base64":
        return base64.encodebytes(content).replace(b"\n", b"\r\n")
    if transfer == "quoted-printable":
        lines = content.replace(b"\r\n", b"\n")
        return quopri.encodestring(lines).replace(b"\n", b"\r\n")
    return content


def entity(head: str, content: bytes = b"") -> bytes:
    """Header lines, an empty line, the content as it is."""
    return crlf(head.strip("\n")).encode() + b"\r\n\r\n" + content


def text(
    body: str,
    kind: str = "plain",
    *,
    charset: str = "utf-8",
    label: str = "",
    transfer: str = "8bit",
    more: str = "",
) -> bytes:
    """A text part. `label` is the charset that the part claims, `more` further parameters such as `; format=flowed`."""
    octets = crlf(body).encode(charset, "surrogateescape")
    head = f"Content-Type: text/{kind}; charset={label or charset}{more}\nContent-Transfer-Encoding: {transfer}"
    return entity(head, encoded(octets, transfer))


def bundle(kind: str, boundary: str, *parts: bytes, more: str = "", before: bytes = b"", closed: bool = True) -> bytes:
    """A multipart of these parts."""
    line = b"--" + boundary.encode()
    body = before + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + (line + b"--\r\n" if closed else b"")
    return entity(f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}', body)


def file_part(name: str, type_: str, content: bytes, *, disposition: str = "attachment", more: str = "") -> bytes:
    """An attachment with its name in both places, in Base64."""
    head = (
        f'Content-Type: {type_}; name="{name}"\nContent-Disposition: {disposition}; filename="{name}"\n'
        f"Content-Transfer-Encoding: base64{more}"
    )
    return entity(head, encoded(content, "base64"))


def mail(head: str, content: bytes) -> bytes:
    """Header lines of the mail, then an entity with header lines of its own."""
    return crlf(head.strip("\n")).encode("utf-8", "surrogateescape") + b"\r\n" + content


def uuencoded(name: str, content: bytes) -> str:
    """A file as programs put it into plain text before MIME."""
    lines = [binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45)]
    return f"begin 644 {name}\n{''.join(lines)}`\nend\n"


def quoted(lines: str, sign: str = "> ") -> str:
    return "\n".join(f"{sign}{line}".rstrip() for line in lines.split("\n"))


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + b"\x11" * 40
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
ZIP = b"PK\x03\x04\x14\0\0\0\0\0" + b"\0" * 40
