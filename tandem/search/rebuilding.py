"""Make every document again: after a change of the tokenizer, after an import past the pipeline, or on suspicion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tandem.people.models import Person
from tandem.search.models import MessageDocument, PersonDocument
from tandem.search.projection import further_addresses, message_document, person_document, store_messages, store_people
from tandem.search.tokenizer import TOKEN_VERSION, prepare, together
from tandem.tickets.models import Message, Ticket

BATCH: Final = 500


def rebuild(told: Callable[[int], None] = lambda _done: None) -> int:
    """Make all documents again, in short transactions beside a running house; returns how many. `told` hears of progress."""
    MessageDocument.objects.filter(message__undone_at__isnull=False).delete()
    done = 0
    for step in (_messages, _people):
        for count in step():
            done += count
            told(done)
    return done


def outdated() -> int:
    """How many documents were made by an earlier tokenizer: more than none asks for `rebuild`."""
    return sum(model.objects.exclude(version=TOKEN_VERSION).count() for model in (MessageDocument, PersonDocument))


def _messages() -> Iterator[int]:
    earlier = Message._base_manager.filter(origin_ticket_id=OuterRef("origin_ticket_id"), seq__lt=OuterRef("seq"))
    rows = Message._base_manager.filter(undone_at__isnull=True).annotate(later=Exists(earlier))
    for ids in _batches(rows):
        with transaction.atomic():
            # The lock of the pipeline, in its order: a subject that changes meanwhile waits, and is not overwritten.
            tickets = Ticket._base_manager.filter(id__in=rows.filter(id__in=ids).values("origin_ticket_id"))
            subjects = dict(tickets.select_for_update().order_by("id").values_list("id", "subject"))
            columns = ("id", "shown_in_id", "origin_ticket_id", "text", "later")
            store_messages(
                message_document(
                    message, shown_in, prepare(text) if later else together(prepare(subjects[origin]), prepare(text))
                )
                for message, shown_in, origin, text, later in rows.filter(id__in=ids).values_list(*columns)
            )
        yield len(ids)


def _people() -> Iterator[int]:
    rows = Person._base_manager.all()
    for ids in _batches(rows):
        with transaction.atomic():
            locked = rows.filter(id__in=ids).select_for_update(of=("self",)).order_by("id")
            people = list(locked.values_list("id", "name", "email"))
            further = further_addresses(ids)
            store_people(person_document(*row, *further.get(row[0], ())) for row in people)
        yield len(ids)


def _batches(rows: QuerySet[Any, Any]) -> Iterator[list[int]]:
    last = 0
    while ids := list(rows.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]
