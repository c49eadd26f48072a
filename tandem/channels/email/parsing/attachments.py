"""Loose parts as attachments with safe names and checked types; pictures written into the HTML are taken out of it."""

from __future__ import annotations

import hashlib
import re

from tandem.channels.email.parsing.bodies import Loose, content_id
from tandem.channels.email.parsing.charsets import clean_text
from tandem.channels.email.parsing.filenames import original_name, safe_name
from tandem.channels.email.parsing.headers import split_headers
from tandem.channels.email.parsing.kinds import type_of
from tandem.channels.email.parsing.mail import Attachment
from tandem.channels.email.parsing.structure import Reading
from tandem.channels.email.parsing.transfer import decode_base64
from tandem.infra.markup.links import clean_cid

_DATA_IMAGE = re.compile(
    r"""(\ssrc\s*=\s*)(["'])\s*data:(image/(?:png|jpe?g|gif|webp|bmp));base64,([A-Za-z0-9+/=\s%]*)\2""", re.IGNORECASE
)
#: Names for what programs send without one.
_NAMES = {
    "text/calendar": "invite.ics",
    "application/ics": "invite.ics",
    "text/vcard": "contact.vcf",
    "text/x-vcard": "contact.vcf",
    "message/delivery-status": "delivery-status.txt",
    "message/global-delivery-status": "delivery-status.txt",
    "message/disposition-notification": "read-receipt.txt",
    "message/feedback-report": "complaint.txt",
    "text/rfc822-headers": "headers.txt",
    "message/rfc822-headers": "headers.txt",
    "message/global-headers": "headers.txt",
    "application/ms-tnef": "winmail.dat",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
}
_MAX_DATA_IMAGES = 50
_MAX_ORIGINAL = 5_000


def make_attachments(loose: list[Loose], html: str | None, reading: Reading) -> list[Attachment]:
    """One attachment for each part, in the order of the mail. `html` decides which of them it shows."""
    shown = html or ""
    return [_attachment(one, number, shown, reading) for number, one in enumerate(loose, start=1)]


def _attachment(loose: Loose, number: int, html: str, reading: Reading) -> Attachment:
    if loose.name:
        type_, _ = type_of("application/octet-stream", loose.name, loose.content)
        safe = safe_name(loose.name, type_, number)
        return attachment(name=safe, original=clean_text(loose.name), type_=type_, content=loose.content)
    written = original_name(loose.part, reading.fallback)
    if not written and loose.part.type == "message/rfc822":
        written = _subject_of(loose.content, reading.fallback)
    offered = written or _NAMES.get(loose.part.type, "")
    type_, holds = type_of(loose.part.type, offered, loose.content)
    if not holds:
        reading.note("type_mismatch")
    cid = clean_cid(content_id(loose.part)) if content_id(loose.part) else None
    return attachment(
        name=safe_name(offered, type_, number),
        original=clean_text(written)[:_MAX_ORIGINAL],
        type_=type_,
        content=loose.content,
        inline=cid is not None and (f"cid:{cid}" in html or (loose.is_related and cid in html)),
        cid=cid,
    )


def attachment(
    *, name: str, original: str, type_: str, content: bytes, inline: bool = False, cid: str | None = None
) -> Attachment:
    return Attachment(
        name=name,
        type=type_,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=inline,
        cid=cid,
        original_name=original,
        content=content,
    )


def _subject_of(content: bytes, fallback: str) -> str:
    subject = split_headers(content, fallback)[0].decoded("subject")
    return f"{subject[:100]}.eml" if subject else ""


def extract_data_images(html: str, digest: str) -> tuple[str, list[Attachment]]:
    """`html` with pictures in `data:` addresses turned into inline attachments, which can be shown safely."""
    taken: list[Attachment] = []

    def take(found: re.Match[str]) -> str:
        content, _ = decode_base64(found.group(4).encode())
        if len(taken) >= _MAX_DATA_IMAGES or not content:
            return found.group()
        number = len(taken) + 1
        type_ = found.group(3).lower().replace("jpg", "jpeg")
        cid = f"data-{number}-{digest[:16]}@inline.invalid"
        name = f"image-{number}.{type_.partition('/')[2]}"
        taken.append(attachment(name=name, original="", type_=type_, content=content, inline=True, cid=cid))
        return f'{found.group(1)}"cid:{cid}"'

    if "data:image/" not in html and "DATA:" not in html:
        return html, []
    return _DATA_IMAGE.sub(take, html), taken
