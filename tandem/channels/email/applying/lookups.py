"""What the decision asks of the database, none of it inside a lock: nothing but our addresses for a mail that answers none of
ours and copies nobody, some ten queries for one that does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.db.models import Q

from tandem.channels.email import loop_mark
from tandem.channels.email.applying.colleagues_answer import Answered, Colleague
from tandem.channels.email.applying.decision import Known, TicketFacts, Token, addressed, answered
from tandem.channels.email.models import AutomaticMail, LedgerEntry
from tandem.channels.email.parsing.mail import ParsedMail
from tandem.channels.email.reply_addresses import confirmed_by, delivery_of, notification_of, ticket_of
from tandem.channels.email.routes import OwnAddresses, OwnMailbox
from tandem.channels.email.trust.proof import Proof
from tandem.infra.addresses import InvalidAddress, lookup_key
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.people.models import Person, PersonAddress
from tandem.tickets.models import Delivery, Message, Ticket, TicketCopy

#: `[#123]` as our own subjects carry it, where a mailbox says so.
_NUMBER: Final = re.compile(r"\[#([0-9]{1,12})\]")
_MAX_REFERENCES: Final = 100


def entry_of(entry_id: int) -> LedgerEntry:
    """An entry of the ledger."""
    return LedgerEntry(**_entry().dicts(id=entry_id)[0])


@cache
def _entry() -> Prepared:
    columns = [field.attname for field in LedgerEntry._meta.concrete_fields]
    return prepare(LedgerEntry.objects.filter(id=Blank("id")).values_list(*columns), columns)


def known_of(mail: ParsedMail, entry: LedgerEntry, own: OwnAddresses, proof: Proof, *, released: bool = False) -> Known:
    """Everything that the database says of the addresses and ids in this mail."""
    assert entry.mailbox_id is not None
    mailbox = own.mailbox(entry.mailbox_id)
    recipients = _recipients(mail, entry, own)
    author = _key(mail.from_.address) if mail.from_ is not None else None
    found = _token(recipients, own, author)
    ids = answered(mail)[:_MAX_REFERENCES]
    named = (mail.bounce_for or "").strip("<>")
    conversations: dict[str, int] = {}
    sent = _tickets_by_mail_id([*ids, named], Q(kind="reply"), conversations)
    received = _tickets_by_mail_id(ids, Q(kind="customer", shown_in__mailbox_id=mailbox.id), conversations)
    numbered = _numbered(mail, mailbox)
    moved = _moved(ids[:1], mail, found.ticket)
    candidates = {ticket for named_by in (sent, received) for tickets in named_by.values() for ticket in tickets}
    facts = _facts(candidates | {one for one in (found.ticket, numbered, moved) if one is not None})
    people = addressed(mail)
    keys = {key for person in people if (key := _key(person.address))}
    ours = {key for key in keys if own.is_ours(key)}
    if mail.from_ is not None and own.is_ours(mail.from_.address):
        ours.add(lookup_key(mail.from_.address))
    return Known(
        fallback_author=f"mailer-daemon@{mailbox.address.rpartition('@')[2]}",
        notification=_notification(recipients),
        proof=proof,
        token=found.token,
        token_ticket=found.ticket,
        returned=found.delivery,
        sent=_chosen(sent, facts, author),
        received=_chosen(received, facts, author),
        conversations=conversations,
        moved=moved,
        numbered=numbered,
        tickets=facts,
        twins=_twins(entry) if facts else frozenset(),
        ours=ours,
        contacts=_contacts(keys - ours),
        null_sender=entry.envelope_from == "",
        released=released,
        confirms=found.confirms,
        ask_returned=found.ask_returned,
        own_mail=_own_mail(mail),
    )


def _own_mail(mail: ParsedMail) -> str:
    """How a mail is known as one that we wrote; empty for none. Asks the database only where the id has the form of ours."""
    if loop_mark.is_ours(mail.loop_marks):
        return "our mark"
    mail_id = mail.message_id.strip("<>")
    at_home = mail_id.rpartition("@")[2].lower() == settings.MAIL_ID_DOMAIN.lower()
    if at_home and Message.objects.filter(mail_id=mail_id, kind="reply").exists():
        return "our Message-ID"
    return ""


def _contacts(keys: Collection[str]) -> frozenset[str]:
    """Those of these addresses whose people we know."""
    if not keys:
        return frozenset()
    main = Person.objects.filter(email_key__in=keys).values_list("email_key", flat=True)
    further = PersonAddress.objects.filter(key__in=keys).values_list("key", flat=True)
    return frozenset(str(key) for key in main.union(further))


def _notification(recipients: Iterable[str]) -> Answered | None:
    """The notification whose address is among these, and the colleague to whom it went."""
    token = next((found for address in recipients if (found := notification_of(address)) is not None), None)
    if token is None:
        return None
    person = Person.objects.filter(id=token.person_id).values_list("email_key", "active", "role").first()
    if person is None or person[2] is None:
        return Answered(token, None)
    further = PersonAddress.objects.filter(person_id=token.person_id).values_list("key", flat=True)
    addresses = frozenset(str(key) for key in (person[0], *further) if key)
    return Answered(token, Colleague(addresses, bool(person[1])))


def _recipients(mail: ParsedMail, entry: LedgerEntry, own: OwnAddresses) -> list[str]:
    """Our addresses that this mail was sent to. The envelope speaks first; servers before us may have cut its detail."""
    found = [entry.envelope_to, *mail.delivered_to, *(person.address for person in addressed(mail))]
    return [address for address in dict.fromkeys(found) if own.is_ours(address)]


@dataclass(frozen=True, slots=True)
class _Named:
    """What the tokens in some addresses are worth; the ticket that is named, and the delivery. `confirms`: its author was asked to
    answer just there. `ask_returned`: reports about the mail that asked go there."""

    token: Token = "none"  # noqa: S105  # a reply address, no password
    ticket: int | None = None
    delivery: int | None = None
    confirms: bool = False
    ask_returned: bool = False


def _token(recipients: Iterable[str], own: OwnAddresses, author: str | None) -> _Named:
    seen = _Named()
    for address in recipients:
        if not own.may_carry_token(address):
            continue
        if (ticket_id := ticket_of(address)) is not None:
            return _Named("valid", ticket_id)
        if author is not None and (ticket_id := confirmed_by(address, author)) is not None:
            return _Named("valid", ticket_id, confirms=True)
        if (delivery_id := delivery_of(address)) is not None:
            if AutomaticMail.objects.filter(id=delivery_id).exists():
                return _Named("valid", ask_returned=True)
            ticket = Delivery.objects.filter(id=delivery_id).values_list("message__shown_in_id", flat=True).first()
            return _Named("valid", ticket, delivery_id)
        seen = _Named("wrong")
    return seen


def _moved(parents: Sequence[str], mail: ParsedMail, token_ticket: int | None) -> int | None:
    """The ticket that a person moved a mail of this author to that answered the same; or, for a mail to the address of the ticket
    that its parent was moved away from, the one where its parent is read now."""
    author = _key(mail.from_.address) if mail.from_ is not None else None
    if not parents or author is None:
        return None
    parent = parents[0]
    theirs = Q(author__email_key=author) | Q(author__addresses__key=author)
    where = Q(misled_by=parent) & theirs
    if token_ticket is not None:
        where |= Q(mail_id=parent, moved_from_ticket=token_ticket)
    rows = Message.objects.filter(where, kind="customer", undone_at__isnull=True).order_by("-id")
    return rows.values_list("shown_in_id", flat=True).first()


def _tickets_by_mail_id(ids: Iterable[str], which: Q, conversations: dict[str, int]) -> Mapping[str, list[int]]:
    """Message-ID -> the tickets in which messages of that id are read now (the target of a merge, sec:A-19), oldest first. Adds to
    `conversations` those that stand in a further one."""
    wanted = [one for one in ids if one]
    if not wanted:
        return {}
    # What was moved is read elsewhere, where a copy of it stands.
    rows = Message.objects.filter(which, mail_id__in=wanted, moved_to_ticket__isnull=True).order_by("id")
    found: dict[str, list[int]] = {}
    for mail_id, ticket, conversation in rows.values_list("mail_id", "shown_in_id", "conversation_id"):
        found.setdefault(str(mail_id), []).append(ticket)
        if conversation:
            conversations[str(mail_id)] = conversation
    return found


def _chosen(found: Mapping[str, list[int]], facts: Mapping[int, TicketFacts], author: str | None) -> dict[str, int]:
    """One ticket for each Message-ID: that in which the author takes part, else the first. Anybody may send a mail with an id that
    a mail of others has, and must not catch its answers by it (sec:A-17)."""

    def takes_part(ticket: int) -> bool:
        return ticket in facts and author in facts[ticket].participants

    return {mail_id: next(filter(takes_part, tickets), tickets[0]) for mail_id, tickets in found.items()}


def _numbered(mail: ParsedMail, mailbox: OwnMailbox) -> int | None:
    number = _NUMBER.search(mail.subject) if mailbox.subject_token else None
    if number is None:
        return None
    return Ticket._base_manager.filter(number=int(number.group(1))).values_list("id", flat=True).first()


def _facts(ids: Iterable[int]) -> dict[int, TicketFacts]:
    wanted = list(ids)
    if not wanted:
        return {}
    # Somebody takes part with every address that is theirs.
    copies = TicketCopy.objects.filter(ticket_id__in=wanted).values_list(
        "ticket_id", "person__email_key", "person__addresses__key"
    )
    written = Message.objects.filter(shown_in_id__in=wanted, kind="customer", unverified=False)
    writers = written.values_list("shown_in_id", "author__email_key", "author__addresses__key").distinct()
    sent_to = Delivery.objects.filter(ticket_id__in=wanted, message__undone_at__isnull=True)
    # Whoever a reply of ours went to was asked to answer, also when they got a copy of this one reply only.
    asked = (
        (ticket, _key(recipient), None)
        for ticket, recipient in sent_to.values_list("ticket_id", "recipient").distinct()
    )
    people: dict[int, set[str]] = {ticket: set() for ticket in wanted}
    rows = list(
        Ticket._base_manager.filter(id__in=wanted).values_list(
            "id", "requester__email_key", "requester__addresses__key", "status__final", "deleted_at"
        )
    )
    asking = [row[:3] for row in rows]
    for ticket, *keys in [*copies, *writers, *asked, *asking]:
        people[ticket].update(key for key in keys if key)
    return {
        ticket: TicketFacts(ticket, not final and deleted is None, frozenset(people[ticket]))
        for ticket, _key_, _further, final, deleted in rows
    }


def _twins(entry: LedgerEntry) -> frozenset[int]:
    """Tickets that hold this very mail already, because it was addressed to another mailbox of ours too."""
    same = LedgerEntry.objects.filter(digest=entry.digest, message_id=entry.message_id, ticket_id__isnull=False)
    return frozenset(ticket for ticket in same.exclude(id=entry.id).values_list("ticket_id", flat=True) if ticket)


def _key(address: str) -> str | None:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return None
