"""Say something in a talk, propose a move, answer one, keep the talk as a note."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tandem.collision.chat.lines import LONGEST, add_line
from tandem.collision.chat.moves import ANSWER_WITHIN, MOVES
from tandem.collision.chat.talks import check_inside, tell
from tandem.collision.models import Chat, ChatLine
from tandem.collision.numbers.counting import write
from tandem.collision.numbers.happenings import AGREED, Happening
from tandem.collision.presence.live import PRESENCE
from tandem.infra.clock import now_ms
from tandem.infra.text import storable
from tandem.kernel import timers
from tandem.kernel.changes import Ref
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.tickets.bodies import note_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.tell_of_chat import TellOfChat

MOVE_EXPIRES: Final = "collision.move_expires"


def say(actor: StaffActor, chat: Chat, text: str, client_id: str) -> ChatLine:
    """One line of plain text. Raises Invalid for nothing or too much, Conflict for whoever has left."""
    check_inside(actor, chat)
    kept = storable(text).strip()
    if not kept:
        raise Invalid([Problem("/text", "empty", _("Write something first."))])
    if len(kept) > LONGEST:
        raise Invalid([Problem("/text", "too_long", _("This is longer than 4,000 characters."))])
    absent = _who_is_away(chat, actor.me)
    with transaction.atomic():
        line = add_line(chat, actor.me, "text", kept, client_id)
        tell(chat)
    for person in absent:
        run(TellOfChat(chat.ticket_id, person), actor)
    return line


def _who_is_away(chat: Chat, me: int) -> list[int]:
    """In a talk of two, the other one when they are not on the ticket and have read all before: they have to be called once."""
    if chat.pair == "":
        return []
    last = chat.lines.order_by("-id").values_list("id", flat=True).first() or 0
    present = set(PRESENCE.people(chat.ticket_id))
    others = chat.members.exclude(person_id=me).filter(read_up_to__gte=last).values_list("person_id", flat=True)
    return [person for person in others if person not in present]


def propose(actor: StaffActor, chat: Chat, move: str, client_id: str) -> ChatLine:
    """Propose a move to the others. It waits a minute for an answer; a new one takes the place of one's own that waits."""
    check_inside(actor, chat)
    if move not in MOVES:
        raise Invalid([Problem("/move", "unknown", _("There is no such move."))])
    with transaction.atomic():
        chat.lines.filter(person_id=actor.me, answer="open").exclude(client_id=f"{actor.me}-{client_id}").update(
            answer="expired"
        )
        line = add_line(chat, actor.me, move, client_id=client_id, answer="open")
        if line.answer == "open":
            timers.schedule(MOVE_EXPIRES, Ref("chat_line", line.id), line.at + ANSWER_WITHIN)
        tell(chat)
        return line


def answer(actor: StaffActor, chat: Chat, line_id: int, accept: bool) -> ChatLine:
    """Agree to a colleague's move, or not. What was agreed on is done at once. Raises NotFound, Conflict when it is answered
    already or too late, and whatever forbids what the move does: then it is still open."""
    check_inside(actor, chat)
    with transaction.atomic():
        line = chat.lines.select_for_update().filter(id=line_id, kind__in=MOVES).exclude(person_id=actor.me).first()
        if line is None:
            raise NotFound()
        if line.answer != "open":
            raise Conflict("chat.answered", _("This is answered already, or too old."))
        line.answer, line.answered_by_id = ("accepted" if accept else "declined"), actor.me
        line.save(update_fields=["answer", "answered_by"])
        tell(chat)
    if accept:
        _carry_out(actor, chat, line)
    return line


def _carry_out(actor: StaffActor, chat: Chat, line: ChatLine) -> None:
    """After the answer has committed, since it is a run of its own; what refuses it opens the move again."""
    try:
        MOVES[line.kind].carry_out(PRESENCE, actor, chat.ticket_id, line.person_id, actor.me)
    except Exception:
        with transaction.atomic():
            ChatLine.objects.filter(id=line.id).update(answer="open", answered_by=None)
            tell(chat)
        raise
    write([Happening(chat.ticket_id, AGREED, str(line.id), now_ms())])


def _expire(claim: Claim) -> None:
    """Nobody answered: the move ends, and whoever was asked and does not type frees the lease."""
    with transaction.atomic():
        line = ChatLine.objects.select_for_update().filter(id=int(claim.payload["subject_id"]), answer="open").first()
        if line is None:
            return
        line.answer = "expired"
        line.save(update_fields=["answer"])
        tell(line.chat)
    if MOVES[line.kind].frees:
        for person in line.chat.members.exclude(person_id=line.person_id).values_list("person_id", flat=True):
            PRESENCE.free_lease(person, line.chat.ticket_id)


MOVE_EXPIRED = EffectKind(MOVE_EXPIRES, _expire)


def keep(actor: StaffActor, chat: Chat) -> int:
    """Keep what was said as an internal note of the ticket; its message's id. Raises Invalid where nothing was said."""
    lines = list(chat.lines.filter(kind="text").select_related("person").order_by("id"))
    if not lines:
        raise Invalid([Problem("", "empty", _("Nothing was said yet."))])
    text = "\n".join(f"{line.person.name}: {line.text}" for line in lines)
    note = AddNote(chat.ticket_id, note_body(text=text), f"chat-{chat.id}-{lines[-1].id}")
    message = run(note, actor).result_id
    with transaction.atomic():
        add_line(chat, actor.me, "kept", client_id=f"kept-{lines[-1].id}")
        tell(chat)
    return message


def read_up_to(actor: StaffActor, chat: Chat, line_id: int) -> None:
    """Everything up to this line was on the actor's screen."""
    chat.members.filter(person_id=actor.me, read_up_to__lt=line_id).update(read_up_to=line_id)


#: Talks are short-lived: this long after the last word they are forgotten.
KEPT_MS: Final = 30 * 24 * 3_600_000


def _forget(claim: Claim) -> None:
    Chat.objects.filter(active_at__lt=now_ms() - KEPT_MS).delete()


FORGET_CHATS = EffectKind("collision.forget_chats", _forget, every_ms=24 * 3_600_000)
