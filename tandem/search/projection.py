"""Documents follow messages and people, in the transaction that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tandem.infra import writing
from tandem.kernel.changes import ChangeSet, FieldChange, NewRecord, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.people.models import PersonAddress
from tandem.search.models import MessageDocument, PersonDocument
from tandem.search.tokenizer import TOKEN_VERSION, Searchable, prepare, together
from tandem.tickets.bodies import Body
from tandem.tickets.models import Message

_DERIVED = ["version", "text", "tokens"]


def before_lock(command: Any) -> None:
    """Split the text that a command brings before anything is locked for it; the projection then finds it prepared."""
    body = getattr(command, "body", None)
    if isinstance(body, Body):
        prepare(body.text)


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """Write the documents of a change set: new messages and people, changed subjects, names and addresses, what was taken back or
    erased."""
    writing.insert([_new_message(changes, change) for change in changes.created("message")])
    people = _people(run, changes)
    if people:
        further = further_addresses([ref.id for ref in people if ref in run.records])
        store_people(_person(run, changes, ref, further.get(ref.id, ())) for ref in people)
    for change in changes:
        if not isinstance(change, FieldChange):
            continue
        if change.ref.kind == "ticket" and change.field == "subject":
            _reindex_first(change.ref.id, change.new)
        elif change.ref.kind == "message" and change.field == "undone_at" and change.new is not None:
            MessageDocument.objects.filter(message_id=change.ref.id).delete()
        elif change.ref.kind == "message" and change.field == "text":
            _rewritten(run.record(change.ref), change.new)


def _new_message(changes: ChangeSet, change: NewRecord) -> MessageDocument:
    ticket = change.values["origin_ticket_id"]
    body = prepare(change.derived.get("searched", change.values["text"]))
    for opened in changes.created("ticket"):
        if opened.ref.id == ticket and change is _first_of(changes, ticket):
            body = together(prepare(opened.values["subject"]), body)
    return message_document(change.ref.id, change.values["shown_in_id"], body)


def _first_of(changes: ChangeSet, ticket: int) -> NewRecord:
    return next(change for change in changes.created("message") if change.values["origin_ticket_id"] == ticket)


def _reindex_first(ticket: int, subject: str) -> None:
    """The subject is found through the first message that was written in the ticket."""
    first = Message._base_manager.filter(origin_ticket_id=ticket).order_by("seq", "id")
    row = first.values_list("id", "shown_in_id", "text", "undone_at").first()
    if row is not None and row[3] is None:
        store_messages([message_document(row[0], row[1], together(prepare(subject), prepare(row[2])))])


def _rewritten(message: Message, text: str) -> None:
    """A note was edited, or what stood in a message was erased, or names were taken out of it. The first message of a ticket
    is found by its subject as well."""
    if not text:
        MessageDocument.objects.filter(message_id=message.id).delete()
        return
    body, earlier = prepare(text), Message._base_manager.filter(origin_ticket_id=message.origin_ticket_id)
    if not earlier.filter(seq__lt=message.seq).exists():
        body = together(prepare(message.origin_ticket.subject), body)
    store_messages([message_document(message.id, message.shown_in_id, body)])


def _people(run: Run, changes: ChangeSet) -> set[Ref]:
    new = {change.ref for change in changes.created("person")}
    new |= {Ref("person", change.values["person_id"]) for change in changes.created("person_address")}
    for change in changes:
        if change.ref.kind == "person_address" and change.ref in run.records:
            new.add(Ref("person", run.record(change.ref).person_id))
            new.add(Ref("person", run.after(changes, change.ref, "person")))
    return new | {
        change.ref
        for change in changes
        if isinstance(change, FieldChange) and change.ref.kind == "person" and change.field in {"name", "email"}
    }


def _person(run: Run, changes: ChangeSet, ref: Ref, further: Sequence[str]) -> PersonDocument:
    return person_document(ref.id, *(run.after(changes, ref, field) or "" for field in ("name", "email")), *further)


def further_addresses(people: Sequence[int]) -> dict[int, list[str]]:
    """The addresses beside the main one, by person, as they stand in the database now."""
    found: dict[int, list[str]] = defaultdict(list)
    if people:
        rows = PersonAddress.objects.filter(person_id__in=people).order_by("id")
        for person, address in rows.values_list("person_id", "address"):
            found[person].append(address)
    return found


def message_document(message: int, ticket: int, found: Searchable) -> MessageDocument:
    """A document that is not stored yet."""
    return MessageDocument(message_id=message, ticket_id=ticket, **_columns(found))


def person_document(person: int, name: str, *addresses: str) -> PersonDocument:
    """A document that is not stored yet."""
    return PersonDocument(person_id=person, **_columns(together(prepare(name), *map(prepare, addresses))))


def _columns(found: Searchable) -> dict[str, Any]:
    return {"version": TOKEN_VERSION, "text": found.text, "tokens": found.tokens}


def store_messages(documents: Iterable[MessageDocument]) -> None:
    """Write documents over the ones that are there."""
    MessageDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["message_id"], update_fields=["ticket_id", *_DERIVED]
    )


def store_people(documents: Iterable[PersonDocument]) -> None:
    """Write documents over the ones that are there."""
    PersonDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["person_id"], update_fields=_DERIVED
    )
