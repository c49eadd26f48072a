"""Which parts are the message and which are attachments (RFC 2046 5.1, RFC 2387, and what mail programs do)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tandem.channels.email.parsing import limits
from tandem.channels.email.parsing.charsets import clean_text, decode
from tandem.channels.email.parsing.flowed import unflow
from tandem.channels.email.parsing.opaque import signed_content
from tandem.channels.email.parsing.structure import Part, Reading, read_structure
from tandem.channels.email.parsing.tnef import tnef_files
from tandem.channels.email.parsing.transfer import decode_transfer
from tandem.channels.email.parsing.uuencoded import take_files
from tandem.infra.markup import text_to_html

#: Ciphertext in the text itself (RFC 9580 6.2).
_ARMOURED = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Loose:
    """What becomes an attachment. `is_related` says that it came with the HTML that may show it; `name` is set for a
    file that stood within the text of the part."""

    part: Part
    content: bytes
    is_related: bool = False
    name: str = ""


@dataclass(slots=True)
class Bodies:
    """The message in both forms, as far as they exist, before any sanitising; and everything else."""

    text: str | None = None
    html: str | None = None
    loose: list[Loose] = field(default_factory=list)


def collect(part: Part, reading: Reading) -> Bodies:
    """The bodies and attachments of the tree. Recursion is as deep as the tree, which has a limit."""
    if not part.is_multipart:
        return _leaf(part, reading)
    if part.type == "multipart/alternative":
        return _alternative(part, reading)
    if part.type == "multipart/related":
        return _related(part, reading)
    if part.type == "multipart/encrypted":
        # Nothing of it is shown beside other content (EFAIL): ciphertext is a file.
        reading.note("encrypted")
        return Bodies(loose=[_loose(child, reading) for child in part.children])
    return _sequence(part, reading)


def _leaf(part: Part, reading: Reading) -> Bodies:
    if part.is_sealed:
        return Bodies(loose=[Loose(part, part.raw)])
    if part.type in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return _sealed(part, reading)
    if part.type == "application/ms-tnef" or _name(part).lower() == "winmail.dat":
        file = _loose(part, reading)
        inner = [Loose(part, one.content, name=one.name or "attachment") for one in tnef_files(file.content)]
        return Bodies(loose=[*inner, file])
    if part.type not in {"text/plain", "text/html"} or _is_file(part):
        return Bodies(loose=[_loose(part, reading)])
    content, is_sound = decode_transfer(part.body, part.headers.text("content-transfer-encoding"))
    if not is_sound:
        reading.note("transfer_encoding")
    text = _text(part, content[: limits.MAX_BODY], reading)
    if part.type == "text/html":
        found = Bodies(html=text)
    else:
        text, files = take_files(text)
        found = Bodies(text=text, loose=[Loose(part, file.content, name=file.name) for file in files])
        if _ARMOURED.search(text):
            reading.note("encrypted")
    if len(content) > limits.MAX_BODY:
        reading.note("html_cut" if part.type == "text/html" else "text_cut")
        found.loose.append(Loose(part, content))
    return found


def _sealed(part: Part, reading: Reading) -> Bodies:
    """S/MIME in one piece: what was only signed is read; what is encrypted stays a file."""
    file = _loose(part, reading)
    inner = signed_content(file.content) if reading.may_open else None
    if inner is None:
        if part.parameters.get("smime-type", "").lower() not in {"signed-data", "certs-only"}:
            reading.note("encrypted")
        return Bodies(loose=[file])
    # Once: a mail that signs a mail that signs a mail is nobody's letter.
    reading.may_open = False
    found = collect(read_structure(inner, reading), reading)
    found.loose.append(file)
    return found


def _is_file(part: Part) -> bool:
    if part.disposition == "attachment":
        return True
    return bool(_name(part)) and (part.disposition == "inline" or part.type == "text/plain")


def _name(part: Part) -> str:
    return part.disposition_parameters.get("filename") or part.parameters.get("name") or ""


def _text(part: Part, content: bytes, reading: Reading) -> str:
    text, is_right = decode(content, part.parameters.get("charset"), reading.fallback)
    if not is_right:
        reading.note("charset")
    clean = clean_text(text)
    if clean.count("\ufffd") > text.count("\ufffd"):
        reading.note("control_characters")
    is_flowed = part.type == "text/plain" and part.parameters.get("format", "").lower() == "flowed"
    if is_flowed and len(clean) <= limits.MAX_TEXT:
        clean = unflow(clean, part.parameters.get("delsp", "").lower() == "yes")
    return clean


def _loose(part: Part, reading: Reading) -> Loose:
    """The part as a file. An attached mail and a multipart stay as they came, with their own headers."""
    if part.is_multipart or part.is_sealed:
        return Loose(part, part.raw)
    content, is_sound = decode_transfer(part.body, part.headers.text("content-transfer-encoding"))
    if not is_sound:
        reading.note("transfer_encoding")
    return Loose(part, content)


def _alternative(part: Part, reading: Reading) -> Bodies:
    """The best of each kind: the last HTML (RFC 2046 5.1.4 puts the richest last) and the first text."""
    result = Bodies()
    for child in part.children:
        found = collect(child, reading)
        result.loose += found.loose
        if found.html is not None:
            result.html = found.html
        if found.text is not None and (result.text is None or not result.text.strip()):
            result.text = found.text
    return result


def _related(part: Part, reading: Reading) -> Bodies:
    """RFC 2387: the root is shown, the others belong to it."""
    wanted = part.parameters.get("start", "").strip("<> ")
    root = next((child for child in part.children if wanted and content_id(child) == wanted), part.children[0])
    result = collect(root, reading)
    if result.text is None and result.html is None:
        # Phones' networks send a slide show whose root only says where each part stands; its texts are the message.
        return _sequence(part, reading)
    for child in part.children:
        if child is not root:
            # Another text in here is a file that the HTML refers to, such as a style sheet or a frame.
            rest = collect(child, reading) if child.is_multipart else Bodies(loose=[_loose(child, reading)])
            for loose in rest.loose:
                loose.is_related = True
            result.loose += rest.loose
            _append(result, rest)
    return result


def _sequence(part: Part, reading: Reading) -> Bodies:
    """Bodies one after another, as Apple Mail and mailing lists' footers have them; past the limit they are files."""
    result = Bodies()
    for child in part.children:
        if len(result.text or "") + len(result.html or "") > limits.MAX_TEXT and not child.is_multipart:
            result.loose.append(_loose(child, reading))
            continue
        found = collect(child, reading)
        result.loose += found.loose
        _append(result, found)
    return result


def _append(result: Bodies, more: Bodies) -> None:
    """Both forms go on. Where one side has HTML only, the text is left to be made from the whole HTML later."""
    if more.text is None and more.html is None:
        return
    if result.text is None and result.html is None:
        result.text, result.html = more.text, more.html
        return
    if result.html is not None or more.html is not None:
        before = result.html if result.html is not None else text_to_html(result.text or "")
        after = more.html if more.html is not None else text_to_html(more.text or "")
        result.html = f"{before}\n{after}"
    if result.text is None or more.text is None:
        result.text = None
    else:
        result.text = "\n".join(text.rstrip("\n") for text in (result.text, more.text) if text.strip())


def content_id(part: Part) -> str:
    """The Content-ID without its angle brackets (RFC 2392), or Content-Location; empty when there is none."""
    found = part.headers.text("content-id").strip().strip("<>").strip()
    return found or part.headers.text("content-location").strip()
