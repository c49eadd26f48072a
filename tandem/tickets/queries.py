"""Reads of tickets. Nobody reads one except through `visible_to`; hot reads are prepared statements that give plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import BigIntegerField, CharField, OuterRef, QuerySet, Subquery, Value

from tandem.conditions.context import Context
from tandem.conditions.nodes import Node
from tandem.conditions.sql import to_q
from tandem.infra.addresses import lookup_key
from tandem.infra.prepared import Blank, Prepared, blanks, prepare, rows_of
from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound
from tandem.people.models import PersonAddress
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.models import (
    Attachment,
    Conversation,
    CustomerFollow,
    Delivery,
    Draft,
    Message,
    MessageText,
    ReadMark,
    ScheduledReply,
    Ticket,
    TicketCopy,
    TicketFollower,
    TicketTag,
)
from tandem.tickets.policies import TICKET_POLICY, visible_condition
from tandem.tickets.rows import DeliveryRow, FileRow, MessageRow, OtherRow, PageColumns, TicketRow, paths

#: The largest number that a column holds; to compare with a larger one is an error on both databases.
_LARGEST: Final = (1 << 63) - 1


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that exist for this actor."""
    return Ticket._base_manager.filter(TICKET_POLICY.visible(actor))


def visible_by(condition: Node) -> QuerySet[Ticket]:
    """The same by the condition alone, which actors of equal rights share."""
    return Ticket._base_manager.filter(to_q(condition, CATALOGUE, Context(now_ms=0)))


def ticket_row(reader: Actor, me: int, number: int) -> tuple[TicketRow, PageColumns]:
    """One ticket with everything that its page shows of itself to the person `me`. Raises NotFound unless `reader` sees it."""
    found = _page(visible_condition(reader)).rows(me=me, number=number) if number <= _LARGEST else []
    if not found:
        raise NotFound()
    return TicketRow._make(found[0][:_WIDTH]), PageColumns._make(found[0][_WIDTH:])


_WIDTH: Final = len(TicketRow._fields)


@lru_cache(maxsize=256)
def _page(visible: Node) -> Prepared:
    mark = ReadMark.objects.filter(ticket_id=OuterRef("id"), person_id=Blank("me"))
    follow = CustomerFollow.objects.filter(customer_id=OuterRef("requester_id"), person_id=Blank("me"))
    tickets = (
        visible_by(visible)
        .filter(number=Blank("number"))
        .annotate(read_seq=Subquery(mark.values("seq")), follow_id=Subquery(follow.values("id")))
    )
    return prepare(tickets.values_list(*paths(TicketRow, PageColumns)))


def ticket_id(actor: Actor, number: int) -> int:
    """The id behind a number. Raises NotFound."""
    found = _id(visible_condition(actor)).rows(number=number) if number <= _LARGEST else []
    if not found:
        raise NotFound()
    return int(found[0][0])


@lru_cache(maxsize=256)
def _id(visible: Node) -> Prepared:
    return prepare(visible_by(visible).filter(number=Blank("number")).values_list("id"))


def number_of(ticket: int) -> int:
    """The number of a ticket whose id is known. Raises NotFound once it is deleted for good."""
    number = Ticket._base_manager.filter(id=ticket).values_list("number", flat=True).first()
    if number is None:
        raise NotFound()
    return number


def ids_of_numbers(actor: Actor, numbers: Iterable[int]) -> dict[int, int]:
    """The ids behind those of these numbers that the actor sees, by number."""
    wanted = [number for number in numbers if 0 < number <= _LARGEST]
    return dict(visible_to(actor).filter(number__in=wanted).values_list("number", "id"))


def numbers_of_ids(actor: Actor, ids: Iterable[int]) -> dict[int, int]:
    """The numbers of those of these tickets that the actor sees, by id."""
    return dict(visible_to(actor).filter(id__in=list(ids)).values_list("id", "number"))


def number_seen(actor: Actor, ticket: int) -> int | None:
    """The number of a ticket, None if the actor does not see it."""
    found = _number(visible_condition(actor)).rows(ticket=ticket)
    return int(found[0][0]) if found else None


@lru_cache(maxsize=256)
def _number(visible: Node) -> Prepared:
    return prepare(visible_by(visible).filter(id=Blank("ticket")).values_list("number"))


def others_of(actor: Actor, row: TicketRow) -> list[OtherRow]:
    """The requester's five other tickets that changed last, as far as the actor sees them."""
    found = _others(visible_condition(actor)).rows(requester=row.requester_id, ticket=row.id)
    return list(map(OtherRow._make, found))


@lru_cache(maxsize=256)
def _others(visible: Node) -> Prepared:
    others = visible_by(visible).filter(requester_id=Blank("requester"), deleted_at__isnull=True, spam_at__isnull=True)
    newest = others.exclude(id=Blank("ticket")).order_by("-updated_at")[:5]
    return prepare(newest.values_list(*paths(OtherRow)))


def requester_address(requester_id: int, wrote_from: str) -> str:
    """The address from which a requester wrote last, as long as it is theirs; empty where the main one serves. Asks nothing of the
    database unless they wrote from another."""
    if not wrote_from:
        return ""
    theirs = PersonAddress.objects.filter(person_id=requester_id, key=lookup_key(wrote_from))
    return wrote_from if theirs.exists() else ""


def tags_of(ids: Iterable[int]) -> dict[int, list[str]]:
    """Tags by ticket, in alphabetical order."""
    found: dict[int, list[str]] = defaultdict(list)
    for ticket, tag in rows_of(_tags, "id", list(ids)):
        found[ticket].append(tag)
    return found


@cache
def _tags(length: int) -> Prepared:
    rows = TicketTag.objects.filter(ticket__id__in=blanks("id", length)).order_by("tag")
    return prepare(rows.values_list("ticket_id", "tag"))


class TicketSets(NamedTuple):
    """The sets of one ticket: its tags in alphabetical order; (id, name, address) of those who get copies and of those who
    follow it, the earliest first; (id, kind, title) of its further conversations, the earliest first; how many replies wait for
    their time, or were held at it."""

    tags: list[str]
    copies: list[tuple[int, str, str]]
    followers: list[tuple[int, str, str]]
    conversations: list[tuple[int, str, str]]
    scheduled: int


def sets_of(ticket: int) -> TicketSets:
    """All sets of one ticket by one statement."""
    found = sorted(_sets().rows(ticket=ticket), key=lambda row: row[1])
    people: dict[str, list[tuple[int, str, str]]] = {"copy": [], "follower": []}
    for kind, _row, person, name, email in found:
        if person is not None:
            people[kind].append((person, name, email))
    tags = sorted(word for kind, _row, _person, word, _email in found if kind == "tag")
    conversations = [(row, kind, title) for place, row, _person, title, kind in found if place == "conversation"]
    scheduled = sum(1 for place, *_rest in found if place == "scheduled")
    return TicketSets(tags, people["copy"], people["follower"], conversations, scheduled)


@cache
def _sets() -> Prepared:
    def named(kind: str) -> Value:
        return Value(kind, CharField())

    nobody, nothing = Value(None, BigIntegerField()), Value(None, CharField())
    tags = TicketTag.objects.filter(ticket_id=Blank("ticket")).values_list(named("tag"), "id", nobody, "tag", nothing)
    person = ("id", "person_id", "person__name", "person__email")
    copies = TicketCopy.objects.filter(ticket_id=Blank("ticket")).values_list(named("copy"), *person)
    followers = TicketFollower.objects.filter(ticket_id=Blank("ticket")).values_list(named("follower"), *person)
    further = Conversation.objects.filter(ticket_id=Blank("ticket"))
    conversations = further.values_list(named("conversation"), "id", nobody, "title", "kind")
    waiting = ScheduledReply.objects.filter(ticket_id=Blank("ticket"), state__in=["waiting", "held"])
    scheduled = waiting.values_list(named("scheduled"), "id", nobody, nothing, nothing)
    return prepare(tags.union(copies, followers, conversations, scheduled, all=True))


def read_marks(person_id: int, ids: Iterable[int]) -> dict[int, int]:
    """Up to which seq this person has read, by ticket."""
    return dict(rows_of(_read, "id", list(ids), person=person_id))


@cache
def _read(length: int) -> Prepared:
    rows = ReadMark.objects.filter(person_id=Blank("person"), ticket__id__in=blanks("id", length))
    return prepare(rows.values_list("ticket_id", "seq"))


def drafts_of(person_id: int, ids: Iterable[int]) -> frozenset[int]:
    """Which of these tickets hold an unsent text of this person."""
    return frozenset(ticket for (ticket,) in rows_of(_drafts, "id", list(ids), person=person_id))


@cache
def _drafts(length: int) -> Prepared:
    rows = Draft.objects.filter(author_id=Blank("person"), ticket__id__in=blanks("id", length))
    return prepare(rows.values_list("ticket_id"))


def messages(ticket: int, after_seq: int = 0) -> list[MessageRow]:
    """The messages that are read in a ticket, oldest first."""
    return list(map(MessageRow._make, _messages().rows(ticket=ticket, after=after_seq)))


@cache
def _messages() -> Prepared:
    rows = Message.objects.filter(shown_in_id=Blank("ticket"), seq__gt=Blank("after")).order_by("seq", "id")
    return prepare(rows.values_list(*paths(MessageRow)))


def texts_of(ticket: int, message: int) -> list[tuple[int, str, str | None, int | None, str | None, int]]:
    """(revision, text, html, author, author's name, moment) of every text of a note, the present one first. Raises NotFound
    for what is no note of this ticket."""
    note = (
        Message.objects.select_related("author", "edited_by")
        .filter(id=message, shown_in_id=ticket, kind="note")
        .first()
    )
    if note is None:
        raise NotFound()
    writer = note.author if note.edited_by is None else note.edited_by
    at = note.at if note.edited_at is None else note.edited_at
    by = (None, None) if writer is None else (writer.id, writer.name)
    now = (note.revision, note.text, note.html, *by, at)
    earlier = MessageText.objects.filter(message_id=message).order_by("-revision")
    return [now, *earlier.values_list("revision", "text", "html", "author_id", "author__name", "at")]


def set_with(message: int) -> dict[str, Any]:
    """What was set together with a message, as {field: [old, new]}."""
    return Message.objects.filter(id=message).values_list("set_with_it", flat=True).first() or {}


def files_in(ticket: int, after_seq: int = 0) -> dict[int, list[FileRow]]:
    """The files of those messages, by message."""
    return _by_message(map(FileRow._make, _files().rows(ticket=ticket, after=after_seq)))


@cache
def _files() -> Prepared:
    return prepare(_of_messages(Attachment).values_list(*paths(FileRow)))


def deliveries_in(ticket: int, after_seq: int = 0) -> dict[int, list[DeliveryRow]]:
    """The deliveries of those messages, by message."""
    return _by_message(map(DeliveryRow._make, _deliveries().rows(ticket=ticket, after=after_seq)))


@cache
def _deliveries() -> Prepared:
    return prepare(_of_messages(Delivery).values_list(*paths(DeliveryRow)))


def _of_messages(model: type[Attachment] | type[Delivery]) -> QuerySet[Any]:
    rows = model._base_manager.filter(message__shown_in_id=Blank("ticket"), message__seq__gt=Blank("after"))
    return rows.order_by("id")


Part = TypeVar("Part", FileRow, DeliveryRow)


def _by_message(rows: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    return found
