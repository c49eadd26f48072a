"""Shapes of tickets, messages and events."""

from __future__ import annotations

from typing import Any, Literal

from tandem.api.answers.base import Answer
from tandem.api.answers.words import Channel, ConversationKind, Group, Priority, TicketType
from tandem.api.answers.writing import Writing


class Named(Answer):
    """Something by id and name."""

    id: str
    name: str


class Party(Answer):
    """Somebody by id, name and address."""

    id: str
    name: str
    email: str


class Recipient(Answer):
    """Somebody as a message's header names them."""

    name: str
    email: str


class RowRequester(Answer):
    """Who asked, as the list shows it."""

    id: str
    name: str
    email: str
    organisation: str | None


class OtherTicket(Answer):
    """Another ticket of the same requester."""

    number: int
    subject: str
    status: str
    group: Group
    department_id: str
    updated_at: str


class Requester(RowRequester):
    """Who asked, as the ticket page shows it; `followed` says whether the viewer follows their new tickets."""

    organisation_id: str | None
    followed: bool
    other_tickets: list[OtherTicket]


class Verdict(Answer):
    """Whether the viewer may, and if not, why."""

    allowed: bool
    reason: str | None


class TicketRow(Answer):
    """A ticket in a list."""

    id: str
    number: int
    subject: str
    snippet: str
    status: str
    group: Group
    priority: Priority
    type: TicketType | None
    channel: Channel
    requester: RowRequester
    owner: Named | None
    team: Named | None
    department: Named
    tags: list[str]
    created_at: str
    updated_at: str
    due_at: str | None
    last_message_at: str | None
    last_message_by: Literal["customer", "agent"] | None
    awaiting: Literal["us", "customer"] | None
    unread: bool
    my_draft: bool
    snoozed: bool
    snoozed_until: str | None
    spam: bool
    deleted: bool
    seq: int
    version: int


class TicketList(Answer):
    """A page of the list; `next` is the cursor of the following page. `capped` says that more tickets have the words of a search
    than are listed: the ones with the newest hits are."""

    results: list[TicketRow]
    next: str | None
    capped: bool


class Match(Answer):
    """A ticket by its two names, and how far it has come."""

    id: str
    number: int
    seq: int


class MatchList(Answer):
    """The tickets of a list in its order, at most the first thousand; with `more` there are others."""

    results: list[Match]
    more: bool


class Source(Answer):
    """Where a ticket came from."""

    channel: Channel
    mailbox_id: str | None
    message_id: str | None


class ConversationShown(Answer):
    """A further conversation of a ticket: `customer` goes to the customer, `internal` stays among colleagues."""

    id: str
    kind: ConversationKind
    title: str


class TicketPage(TicketRow):
    """A ticket with everything around its conversation."""

    requester: Requester
    cc: list[Party]
    followers: list[Party]
    #: Those beside the one that the ticket began with, the earliest first.
    conversations: list[ConversationShown]
    #: How many replies wait for their time, or were held at it.
    scheduled: int
    source: Source
    accepted_at: str | None
    solved_at: str | None
    closed_at: str | None
    snoozed_at: str | None
    snoozed_by: Named | None
    spam_at: str | None
    deleted_at: str | None
    reopened_count: int
    message_count: int
    follow_up_of: int | None
    read_seq: int
    abilities: dict[str, Verdict]


class Removed(Answer):
    """When and by whom something was taken out; `restorable` until it is deleted for good."""

    at: str
    by: str
    restorable: bool


class Attachment(Answer):
    """A file of a message. One that was removed cannot be read."""

    id: str
    name: str
    type: str
    size: int
    url: str
    inline: bool
    cid: str | None
    is_image: bool
    preview_url: str | None
    removed: Removed | None


class Delivery(Answer):
    """A message on its way to one recipient."""

    id: str
    recipient: str
    state: Literal["undo_window", "queued", "sending", "sent", "retry", "failed", "uncertain", "undone", "withheld"]
    at: str
    not_before: str | None
    detail: str | None


class Author(Answer):
    """Who wrote a message."""

    id: str | None
    name: str
    email: str
    kind: Literal["customer", "agent", "system"]


class Parts(Answer):
    """The plain text, split for folding; together it is the whole text."""

    visible: str
    quoted: str = ""
    signature: str = ""


class MovedTicket(Answer):
    """The ticket that a message was moved to, or came from; without a number for whoever does not see it."""

    number: int | None


class Message(Answer):
    """A public message or an internal note. `html` is inert; `frame_url` shows a customer's own HTML in a frame."""

    id: str
    seq: int
    #: The further conversation that it is part of; null: the ticket's first.
    conversation_id: str | None
    kind: Literal["customer", "reply", "note"]
    visibility: Literal["public", "internal"]
    channel: Channel
    at: str
    author: Author
    #: Null where its author alone wrote it.
    writing: Writing | None
    to: list[Recipient]
    cc: list[Recipient]
    text: str
    html: str | None
    frame_url: str | None
    has_remote_images: bool
    parts: Parts
    mentions: list[str]
    attachments: list[Attachment]
    automatic: bool
    unverified: bool
    #: How far there is proof that a mail comes from the domain of its author; null where nothing was looked at.
    proof: Literal["proven", "unproven", "failed"] | None
    deliveries: list[Delivery]
    undo_until: str | None
    #: How often its text was changed, and when last (notes only).
    revision: int
    edited_at: str | None
    #: It was taken back, or moved to another ticket: here it does not count any more.
    undone: bool
    moved_to: MovedTicket | None
    moved_from: MovedTicket | None
    client_id: str | None
    ledger_id: str | None


class MessageList(Answer):
    """A conversation, oldest first."""

    results: list[Message]


class EventActor(Answer):
    """Who made a change."""

    id: str | None
    name: str
    kind: Literal["agent", "customer", "system", "rule", "import"]


class CauseShown(Answer):
    """The mechanism behind an automatic change."""

    kind: str
    label: str


class EventShown(Answer):
    """One changed fact."""

    id: str
    seq: int
    kind: str
    at: str
    actor: EventActor
    field: str | None
    old: Any
    new: Any
    old_label: str | None
    new_label: str | None
    #: Another ticket that the event speaks of, if the reader sees it.
    ticket_number: int | None
    message_id: str | None
    #: The further conversation that was written in, or that the event is about.
    conversation_id: str | None
    #: Who took part in writing the message that it tells of; null where one wrote alone.
    writing: Writing | None
    cause: CauseShown | None
    change_id: str
    sentence: str


class EventList(Answer):
    """A stretch of history; `next` is the seq to go on after."""

    results: list[EventShown]
    next: int | None


class PersonFacet(Answer):
    """How many events there are of somebody; `id` is "system" for what no person did."""

    id: str
    name: str
    kind: Literal["agent", "customer", "system"]
    count: int


class NamedCount(Answer):
    """How many events there are of something."""

    name: str
    count: int


class HistoryFacets(Answer):
    """What a history can be filtered by."""

    people: list[PersonFacet]
    fields: list[NamedCount]
    kinds: list[NamedCount]


class EmptyingShown(Answer):
    """How many tickets an emptying was asked for; it runs in the background."""

    count: int


class ReadMarkShown(Answer):
    """Up to where the viewer has read."""

    read_seq: int


class FieldEdit(Answer):
    """A field as its author saw it, and as they want it."""

    base: Any
    mine: Any


class StatusShown(Answer):
    """One status of one department."""

    id: str
    department_id: str
    slug: str
    name: str
    group: Group
    colour: str
    position: int
    offered_on_send: bool
    final: bool


class ReadyStatusShown(Answer):
    """One status as a ready-made set describes it."""

    slug: str
    name: str
    group: Group
    colour: str
    final: bool


class StatusSetShown(Answer):
    """A ready-made list of statuses, with those that messages set by themselves."""

    key: str
    name: str
    statuses: list[ReadyStatusShown]
    on_customer_reply: str
    on_agent_reply: str


class StatusList(Answer):
    """Statuses, by department and place; the sets that a new department chooses from."""

    results: list[StatusShown]
    sets: list[StatusSetShown]
