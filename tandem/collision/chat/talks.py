"""Begin, join and leave a talk; who is in it; who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tandem.collision.chat.lines import add_line
from tandem.collision.models import Chat, ChatMember
from tandem.collision.presence.live import PRESENCE
from tandem.infra import rooms
from tandem.infra.clock import now_ms
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem
from tandem.people.actors import StaffActor
from tandem.tickets.audience import who_sees
from tandem.tickets.models import Ticket
from tandem.tickets.queries import visible_to


def pair_of(one: int, other: int) -> str:
    """How the talk of two is named."""
    return ":".join(str(person) for person in sorted((one, other)))


def begin_with(actor: StaffActor, ticket: Ticket, person: int) -> Chat:
    """The talk with one colleague about a ticket; begun when there is none (AC-39). Raises Invalid for somebody who neither is
    there nor has just left, or does not see the ticket (AC-44)."""
    if person == actor.me or person not in PRESENCE.listed(ticket.id) or not who_sees(frozenset({person}), ticket.id):
        raise Invalid([Problem("/person_id", "not_here", _("This colleague is not on the ticket now."))])
    return _begin(ticket, pair_of(actor.me, person), (actor.me, person))


def begin_group(actor: StaffActor, ticket: Ticket) -> Chat:
    """The one group talk of a ticket with everybody who has it open; who comes later joins it (AC-40)."""
    present = {*PRESENCE.people(ticket.id), actor.me}
    if len(present) < 2 and not Chat.objects.filter(ticket=ticket, pair="", ended_at__isnull=True).exists():
        raise Invalid([Problem("", "nobody_here", _("Nobody else is on this ticket now."))])
    return _begin(ticket, "", (actor.me,), invited=present)


def _begin(ticket: Ticket, pair: str, joining: Iterable[int], invited: Iterable[int] = ()) -> Chat:
    """Whoever is `joining` is in it from now on, also after they left; whoever is only `invited`, and left, stays out."""
    with transaction.atomic():
        chat = _standing(ticket, pair)
        known = set(chat.members.values_list("person_id", flat=True))
        for person in dict.fromkeys([*joining, *(one for one in invited if one not in known)]):
            _join(chat, person)
        tell(chat)
        return chat


def _standing(ticket: Ticket, pair: str) -> Chat:
    found = Chat.objects.select_for_update().filter(ticket=ticket, pair=pair, ended_at__isnull=True).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Chat.objects.create(ticket=ticket, pair=pair)
    except IntegrityError:
        # The other one began it at the same moment.
        return Chat.objects.select_for_update().get(ticket=ticket, pair=pair, ended_at__isnull=True)


def _join(chat: Chat, person: int) -> None:
    member, new = ChatMember.objects.get_or_create(chat=chat, person_id=person)
    if new or member.left_at is not None:
        ChatMember.objects.filter(id=member.id).update(left_at=None, joined_at=now_ms())
        if not new or chat.lines.exists():
            # Who is in it from its beginning need not be announced.
            add_line(chat, person, "joined")


def leave(actor: StaffActor, chat: Chat) -> None:
    """Out of the talk; the last one who leaves ends it, and it can only be read from then on (AC-42)."""
    with transaction.atomic():
        chat = Chat.objects.select_for_update().get(id=chat.id)
        left = chat.members.filter(person_id=actor.me, left_at__isnull=True).update(left_at=now_ms())
        if left:
            add_line(chat, actor.me, "left")
        if not chat.members.filter(left_at__isnull=True).exists():
            Chat.objects.filter(id=chat.id, ended_at__isnull=True).update(ended_at=now_ms())
        tell(chat)


def readable(actor: StaffActor, chat_id: int) -> Chat:
    """A talk that the actor is, or was, in, on a ticket that they see. Raises NotFound."""
    mine = Chat.objects.filter(id=chat_id, members__person_id=actor.me, ticket__in=visible_to(actor))
    chat = mine.select_related("ticket").first()
    if chat is None:
        raise NotFound()
    return chat


def check_inside(actor: StaffActor, chat: Chat) -> None:
    """Raises Conflict for whoever has left it, or when it has ended."""
    if not chat.members.filter(person_id=actor.me, left_at__isnull=True).exists():
        raise Conflict("chat.left", _("You have left this chat. Join it again to write."))


def tell(chat: Chat) -> None:
    """After commit: the screens of everybody in it look again."""
    people = chat.members.values_list("person_id", flat=True)
    for person in people:
        word = {"type": "chat", "person": str(person), "chat": str(chat.id), "ticket": str(chat.ticket_id)}
        transaction.on_commit(partial(rooms.tell, "me", word), robust=True)
