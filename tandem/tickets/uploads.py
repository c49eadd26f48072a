"""Files that somebody attaches before they send: taken in, named, typed by their content, and given back for a second try.

An upload becomes an attachment under the same id, so that a picture in the text keeps its address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from tandem.infra.clock import now_ms
from tandem.infra.storage import storage
from tandem.kernel.errors import NotFound, Refused
from tandem.tickets.file_kinds import clean_name, kind_of
from tandem.tickets.models import Attachment, Upload

#: What one person may have lying here unsent.
QUOTA_BYTES: Final = 200 * 1024 * 1024
QUOTA_FILES: Final = 200
#: As long as the drafts that may name them.
KEPT_MS: Final = 30 * 24 * 3_600_000
_HEAD: Final = 8192
_OWN_PICTURE = re.compile(r"(/api/v1/attachments/)([0-9]{1,20})")


class TooLarge(Refused):
    """More than is taken in."""

    status = 413


@dataclass(frozen=True, slots=True)
class Restored:
    """Uploads made anew from the files of a message, and its text with the pictures under their new addresses."""

    uploads: Sequence[Upload]
    html: str


def store_upload(person_id: int, name: str, content: IO[bytes], size: int, *, inline: bool = False) -> Upload:
    """Take a file in; its bytes are durable before its row names them. Raises TooLarge."""
    if size > settings.MAX_BODY_BYTES:
        raise TooLarge("file.too_large", _("This file is too large."), extra={"limit": settings.MAX_BODY_BYTES})
    mine = Upload.objects.filter(person_id=person_id)
    mine.filter(created_at__lt=now_ms() - KEPT_MS).delete()
    held = mine.aggregate(files=Count("id"), size=Sum("size"))
    if held["files"] >= QUOTA_FILES or (held["size"] or 0) + size > QUOTA_BYTES:
        detail = _("Too many files of yours wait to be sent. Send or remove some first.")
        raise TooLarge("upload.quota", detail, extra={"limit": QUOTA_BYTES})
    head = content.read(_HEAD)
    content.seek(0)
    shown = clean_name(name)
    kind = kind_of(head, shown)
    digest = storage().put(content)
    return Upload.objects.create(
        person_id=person_id,
        name=shown,
        type=kind,
        size=size,
        digest=digest,
        inline=inline and kind.startswith("image/"),
    )


def remove_upload(person_id: int, upload_id: int) -> None:
    """Forget one's own upload. Raises NotFound. The bytes stay for the sweep: another row may name them."""
    deleted, _rows = Upload.objects.filter(id=upload_id, person_id=person_id).delete()
    if not deleted:
        raise NotFound()


def own_uploads(person_id: int, ids: Sequence[int]) -> list[Upload]:
    """Those of these uploads that are there and one's own, in the order asked for."""
    found = {upload.id: upload for upload in Upload.objects.filter(id__in=ids, person_id=person_id)}
    return [found[upload_id] for upload_id in ids if upload_id in found]


def copy_uploads(ids: Sequence[int], owner_id: int, person_id: int) -> dict[int, Upload]:
    """Copies of somebody's uploads for somebody else, by the id of the original: who takes a draft over takes its files."""
    copies = {}
    for upload in own_uploads(owner_id, ids):
        copies[upload.id] = Upload.objects.create(
            person_id=person_id,
            name=upload.name,
            type=upload.type,
            size=upload.size,
            digest=upload.digest,
            inline=upload.inline,
        )
    return copies


def forget_sent(person_id: int, ticket_id: int) -> None:
    """Drop the rows of uploads that have become attachments of a ticket."""
    sent = Attachment.objects.filter(ticket_id=ticket_id).values("id")
    Upload.objects.filter(person_id=person_id, id__in=sent).delete()


def restore_files(person_id: int, message_id: int, html: str) -> Restored:
    """Uploads from the files of a message that was taken back, so that it can be sent again."""
    uploads = {}
    for file in Attachment.objects.filter(message_id=message_id, removed_at__isnull=True).order_by("id"):
        uploads[file.id] = Upload.objects.create(
            person_id=person_id, name=file.name, type=file.type, size=file.size, digest=file.digest, inline=file.inline
        )
    return Restored(list(uploads.values()), renamed_pictures(html, {old: new.id for old, new in uploads.items()}))


def renamed_pictures(html: str, new_ids: Mapping[int, int]) -> str:
    """The text with its own pictures under other ids."""

    def renamed(found: re.Match[str]) -> str:
        return f"{found[1]}{new_ids.get(int(found[2]), int(found[2]))}"

    return _OWN_PICTURE.sub(renamed, html)
