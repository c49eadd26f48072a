"""Everything about one customer as a zip: JSON for machines, files as they were sent. An effect makes it; it lasts for a week."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

import orjson
from django.conf import settings
from django.db.models import QuerySet

from tandem.infra import clock
from tandem.infra.addresses import lookup_key
from tandem.infra.storage import storage
from tandem.kernel.changes import Json
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.models import Event
from tandem.people.commands.ask_for_export import EXPORT
from tandem.people.customers import taken_in
from tandem.people.models import CustomerExport, Person, PersonAddress
from tandem.tickets.file_kinds import clean_name
from tandem.tickets.merging_customers import tickets_about
from tandem.tickets.models import Attachment, Message, Ticket
from tandem.tickets.vocabulary import PRIORITIES

#: Milliseconds that the file can be fetched.
KEPT_MS: Final = 7 * 24 * 3_600_000
_BATCH: Final = 100


def export(claim: Claim) -> None:
    """Make the file of one wish; made twice, it is the same wish's file."""
    asked = CustomerExport.objects.filter(id=int(claim.payload["export"])).first()
    if asked is None or asked.digest or asked.expires_at <= clock.now_ms():
        return
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.HOME) as file:
        _write(file, asked)
        size = file.tell()
        file.seek(0)
        digest = storage().put(file)
    CustomerExport.objects.filter(id=asked.id).update(digest=digest, size=size)


def named_by_exports(digests: Sequence[str]) -> set[str]:
    """Those of these files that can still be fetched; what has expired is forgotten here."""
    CustomerExport.objects.filter(expires_at__lte=clock.now_ms()).delete()
    return set(CustomerExport.objects.filter(digest__in=digests).values_list("digest", flat=True))


def _write(file: IO[bytes], asked: CustomerExport) -> None:
    people = taken_in(asked.person_id)
    addresses = _addresses(people)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("customer.json", _json(_customer(asked.person_id, people, asked.internal_notes)))
        archive.writestr("events.json", _json(list(_events(people))))
        for ticket in _each(Ticket._base_manager.filter(tickets_about(people)).select_related("status", "requester")):
            messages = list(_messages(ticket.id, addresses, people, asked.internal_notes))
            described = _ticket(ticket, people) | {"messages": [_message(message, people) for message in messages]}
            archive.writestr(f"tickets/{ticket.number}.json", _json(described))
            kept = Attachment.objects.filter(removed_at__isnull=True)
            for attachment in kept.filter(message_id__in=[message.id for message in messages]):
                _add_file(archive, attachment)
    file.seek(0, 2)


def _json(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)


def _each(rows: QuerySet[Ticket]) -> Iterator[Ticket]:
    last = 0
    while page := list(rows.filter(id__gt=last).order_by("id")[:_BATCH]):
        yield from page
        last = page[-1].id


def _customer(person_id: int, people: Sequence[int], internal_notes: bool) -> Json:
    person = Person.objects.select_related("organisation").get(id=person_id)
    further = PersonAddress.objects.filter(person_id__in=people).order_by("id").values_list("address", flat=True)
    return {
        "id": str(person.id),
        "name": person.name,
        "addresses": [person.email, *further],
        "organisation": person.organisation.name if person.organisation else None,
        "language": person.language,
        "time_zone": person.time_zone,
        # Written about them and not to them (sec:Z-04).
        "note": person.note if internal_notes else None,
        "blocked_since": clock.isoformat(person.blocked_at),
        "known_since": clock.isoformat(person.created_at),
        "exported_at": clock.isoformat(clock.now_ms()),
    }


def _events(people: Sequence[int]) -> Iterator[Json]:
    """What happened to them; who did it is a colleague's own business and told only as a kind."""
    told = Event.objects.filter(stream_kind="person", stream_id__in=people).order_by("id")
    for event in told.iterator():
        yield {
            "at": clock.isoformat(event.at),
            "what": event.kind,
            "by": event.actor_kind,
            "old": event.old,
            "new": event.new,
        }


def _ticket(ticket: Ticket, people: Sequence[int]) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "asked_by_them": ticket.requester_id in people,
        "status": ticket.status.slug,
        "priority": PRIORITIES[ticket.priority],
        "channel": ticket.channel,
        "tags": sorted(ticket.tag_rows.values_list("tag", flat=True)),
        "created_at": clock.isoformat(ticket.created_at),
        "solved_at": clock.isoformat(ticket.solved_at),
    }


def _addresses(people: Sequence[int]) -> set[str]:
    main = Person._base_manager.filter(id__in=people).values_list("email_key", flat=True)
    further = PersonAddress.objects.filter(person_id__in=people).values_list("key", flat=True)
    return {str(key) for key in (*main, *further) if key}


def _messages(
    ticket_id: int, addresses: Collection[str], people: Sequence[int], internal_notes: bool
) -> Iterator[Message]:
    rows = Message.objects.filter(shown_in_id=ticket_id, undone_at__isnull=True).select_related(
        "author", "conversation"
    )
    if not internal_notes:
        # What a stranger wrote with the reply address is for colleagues only: it may be the link that proves a mailbox (sec:A-01).
        rows = rows.filter(visibility="public", unverified=False)
    for message in rows.order_by("seq", "id"):
        # A further conversation may be one with somebody else about them, such as a supplier.
        if internal_notes or message.conversation is None or _is_theirs(message, addresses, people):
            yield message


def _is_theirs(message: Message, addresses: Collection[str], people: Sequence[int]) -> bool:
    reached = {lookup_key(str(one.get("email", ""))) for one in (*message.to, *message.cc)}
    return message.author_id in people or not reached.isdisjoint(addresses)


def _message(message: Message, people: Sequence[int]) -> Json:
    # Of a file that was taken out nobody reads anything, here as elsewhere.
    files = message.attachments.filter(removed_at__isnull=True).order_by("id")
    return {
        "at": clock.isoformat(message.at),
        "kind": message.kind,
        "conversation": message.conversation.title if message.conversation else None,
        "by_them": message.author_id in people,
        "author": message.author.name or message.author.email if message.author else "",
        "to": message.to,
        "cc": message.cc,
        "text": message.text,
        "html": message.html,
        "files": [_file_name(file) for file in files],
    }


def _file_name(file: Attachment) -> str:
    """Where a file lies in the archive. The name is the sender's: only its last part, made harmless."""
    return f"files/{file.id}-{clean_name(Path(file.name).name)}"


def _add_file(archive: zipfile.ZipFile, file: Attachment) -> None:
    try:
        with storage().open(file.digest) as source, archive.open(_file_name(file), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)
    except (FileNotFoundError, ValueError):
        # Its row says that it was there; an export without one file is better than none.
        return


EXPORT_CUSTOMER = EffectKind(EXPORT, export, max_attempts=5)
