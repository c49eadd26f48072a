"""Octets of mails: header fields, parts and encodings, written out by hand so that each program keeps its own habits
(RFC 2045, RFC 2047, RFC 3676)."""

from __future__ import annotations

import base64
import quopri
import textwrap
from collections.abc import Sequence
from email.header import Header
from email.utils import format_datetime
from typing import Literal

from tandem.cli.demo_world.letters import Enclosure, Letter, Mailbox

#: What programs write where their charset lacks a sign.
_PLAINER = str.maketrans({"—": "-", "–": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "...", "’": "'"})

Encoding = Literal["7bit", "8bit", "quoted-printable", "base64"]


def mail(letter: Letter, charset: str, extra: Sequence[tuple[str, str]], body: bytes) -> bytes:
    """A whole mail: the usual fields, those of the program, and a part."""
    fields = [
        ("From", _mailbox(letter.sender, charset)),
        ("To", _mailbox(letter.to, charset)),
        *([("Cc", ", ".join(_mailbox(copy, charset) for copy in letter.cc))] if letter.cc else []),
        ("Subject", encoded(letter.subject, charset)),
        ("Date", format_datetime(letter.when)),
        ("Message-ID", letter.message_id),
        *([("In-Reply-To", letter.in_reply_to)] if letter.in_reply_to else []),
        *([("References", "\r\n ".join(letter.references))] if letter.references else []),
        *extra,
        ("MIME-Version", "1.0"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return head.encode("ascii") + body


def encoded(text: str, charset: str) -> str:
    """A text for a header field, in encoded words where it needs them."""
    if text.isascii():
        return text
    return Header(text, charset, maxlinelen=70).encode(linesep="\r\n")


def _mailbox(mailbox: Mailbox, charset: str) -> str:
    name = f'"{mailbox.name}"' if mailbox.name.isascii() else encoded(mailbox.name, charset)
    return f"{name} <{mailbox.address}>"


def text(
    content: str,
    subtype: str = "plain",
    charset: str = "utf-8",
    encoding: Encoding = "quoted-printable",
    parameters: str = "",
) -> bytes:
    """A part of text."""
    octets = _in_charset(content.replace("\n", "\r\n"), charset)
    head = (
        f"Content-Type: text/{subtype}; charset={charset}{parameters}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode("ascii") + _transfer(octets, encoding) + b"\r\n"


def file(enclosure: Enclosure) -> bytes:
    """A part that is a file; an inline one has a Content-ID."""
    disposition = "inline" if enclosure.inline else "attachment"
    lines = [
        f'Content-Type: {enclosure.type}; name="{enclosure.name}"',
        f'Content-Disposition: {disposition}; filename="{enclosure.name}"',
        *([f"Content-ID: <{enclosure.cid}>"] if enclosure.inline else []),
        "Content-Transfer-Encoding: base64",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + _transfer(enclosure.content, "base64")


def multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Several parts in one. With a single part, that part."""
    if len(parts) == 1:
        return parts[0]
    line = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def with_files(letter: Letter, plain: bytes, marked_up: bytes) -> bytes:
    """Both forms of the words with the letter's files: inline pictures beside the HTML, the others beside all of it."""
    shown = [file(enclosure) for enclosure in letter.files if enclosure.inline]
    loose = [file(enclosure) for enclosure in letter.files if not enclosure.inline]
    words = multipart("alternative", f"alt{letter.boundary}", [plain, marked_up])
    return multipart(
        "mixed", f"mix{letter.boundary}", [multipart("related", f"rel{letter.boundary}", [words, *shown]), *loose]
    )


def flowed(content: str) -> str:
    """Lines of at most 72 characters that a reader joins again (RFC 3676): a soft line end follows a space."""
    lines: list[str] = []
    for line in content.split("\n"):
        if line.startswith(">") or line in {"", "-- "}:
            lines.append(line)
            continue
        wrapped = textwrap.wrap(line, 71, break_long_words=False, break_on_hyphens=False)
        lines += [f"{part} " for part in wrapped[:-1]] + wrapped[-1:]
    return "\n".join(lines)


def _in_charset(content: str, charset: str) -> bytes:
    try:
        return content.encode(charset)
    except UnicodeEncodeError:
        return content.translate(_PLAINER).encode(charset)


def _transfer(octets: bytes, encoding: Encoding) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(octets).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        lines = octets.split(b"\r\n")
        return b"\r\n".join(quopri.encodestring(line).rstrip(b"\n").replace(b"\n", b"\r\n") for line in lines)
    return octets
