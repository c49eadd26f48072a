"""Who sees which tickets, and who may do what to one. Both questions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.conditions.context import Context
from tandem.conditions.nodes import Node, all_of, any_of, rule
from tandem.conditions.sources import ALWAYS
from tandem.conditions.sql import to_q
from tandem.kernel.actors import Actor, ActorKind
from tandem.kernel.records import ALLOWED, Verdict
from tandem.people.actors import StaffActor, has_right
from tandem.people.policies import by_right
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.models import Ticket

#: Verb -> the right that it asks for.
RIGHT_OF: Final[dict[str, str]] = {
    "open": "tickets.open",
    "reply": "tickets.reply",
    "undo": "tickets.reply",
    "note": "tickets.note",
    "hand_reply": "tickets.reply",
    "hand_note": "tickets.note",
    "converse": "tickets.note",
    "edit": "tickets.edit",
    "assign": "tickets.edit",
    "move": "tickets.edit",
    "spam": "tickets.spam",
    "not_spam": "tickets.spam",
    "trash": "tickets.trash",
    "restore": "tickets.trash",
    "delete": "tickets.empty_trash",
    "empty_spam": "tickets.trash",
    "empty_trash": "tickets.empty_trash",
    "edit_note": "tickets.read",
    "edit_notes": "tickets.edit_notes",
    "clone": "tickets.open",
    "move_message": "tickets.edit",
    "remove_file": "tickets.trash",
    "restore_file": "tickets.trash",
    "delete_file": "tickets.empty_trash",
    "retag": "tags.manage",
    "read": "tickets.read",
    "follow": "tickets.read",
    "snooze": "tickets.edit",
    "wake": "tickets.edit",
}
#: What still may be done to a ticket that lies in the trash or in the spam folder. A reply that is about to leave can be
#: stopped from anywhere.
IN_TRASH: Final = frozenset({"restore", "delete", "read", "undo", "follow", "retag", "delete_file"})
IN_SPAM: Final = IN_TRASH | {"not_spam", "trash"}
NOT_IN_TRASH: Final = _("Only what lies in the trash can be deleted for good.")


class TicketPolicy:
    """Agents see the tickets of their departments, managers and admins all; customers what they asked or are copied on."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        if actor.kind == "customer":
            allowed = verb in {"receive", "read"}
            return ALLOWED if allowed else Verdict(False, _("Only the people who work here may do this."))
        if actor.kind in {"system", "import", "rule"}:
            return ALLOWED
        if verb == "receive":
            return Verdict(False, _("Only a channel can deliver a customer's message."))
        verdict = by_right(actor, RIGHT_OF[verb])
        return verdict if not verdict or record is None else _state_allows(verb, record)

    def visible(self, actor: Actor) -> Q:
        return _where(visible_condition(actor))


def visible_condition(actor: Actor) -> Node:
    """Which tickets exist for an actor, as a condition: SQL for lists, a predicate for what is told over the socket."""
    if actor.kind in {"system", "import", "rule"} or has_right(actor, "tickets.read_all"):
        return all_of()
    if isinstance(actor, StaffActor) and has_right(actor, "tickets.read"):
        return _in_departments(actor.department_ids)
    if actor.kind == "customer" and "deliver" in (actor.scopes or ()):
        return all_of()
    if actor.kind == "customer" and actor.person_id is not None:
        return any_of(rule("requester", "is", actor.person_id), rule("cc", "includes_any", [actor.person_id]))
    return any_of()


# The very same object for everybody who sees the same: statements that are written once are found by it (`infra.writing`), and
# a subquery equals nothing but itself.
@lru_cache(maxsize=1024)
def _where(condition: Node) -> Q:
    return to_q(condition, CATALOGUE, Context(now_ms=0))


@lru_cache(maxsize=1024)
def _part_where(ticket: str, condition: Node) -> Q:
    inner = _where(condition)
    return inner if inner == ALWAYS else Q(**{f"{ticket}__in": Ticket._base_manager.filter(inner).values("id")})


@lru_cache(maxsize=1024)
def _public_where(seen: Q, public: tuple[str, str]) -> Q:
    return seen & Q(public)


@lru_cache(maxsize=1024)
def _in_departments(ids: frozenset[int]) -> Node:
    return rule("department", "is_any_of", sorted(ids)) if ids else any_of()


def _state_allows(verb: str, ticket: Any) -> Verdict:
    if ticket.deleted_at is not None and verb not in IN_TRASH:
        return Verdict(False, _("The ticket is in the trash. Restore it first."))
    if ticket.deleted_at is None and verb == "restore":
        return Verdict(False, _("The ticket is not in the trash."))
    if ticket.deleted_at is None and verb == "delete":
        return Verdict(False, NOT_IN_TRASH)
    if ticket.spam_at is not None and verb not in IN_SPAM:
        return Verdict(False, _("The ticket is marked as spam. Take it out of the spam folder first."))
    if ticket.spam_at is None and verb == "not_spam":
        return Verdict(False, _("The ticket is not marked as spam."))
    if verb == "snooze" and ticket.status_group == "closed":
        return Verdict(False, _("The ticket is closed: there is nothing to wake up for."))
    if verb == "reply" and ticket.status.final:
        return Verdict(False, _("The ticket is closed for good and takes no reply. Open a new one."))
    return ALLOWED


TICKET_POLICY = TicketPolicy()


class PartPolicy:
    """Messages, attachments and deliveries are seen and changed with their ticket; only the system moves a delivery.

    `public` is (path, value) of what a customer may see of them: nothing internal exists for customers (OD-37).
    """

    def __init__(self, ticket: str, public: tuple[str, str]) -> None:
        self._ticket = ticket
        self._public = public

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        return TICKET_POLICY.may(actor, verb, getattr(record, self._ticket, None))

    def visible(self, actor: Actor) -> Q:
        seen = _part_where(self._ticket, visible_condition(actor))
        delivering = "deliver" in (actor.scopes or ())
        return seen if actor.kind != "customer" or delivering else _public_where(seen, self._public)


#: Verbs of the ticket page, in the order of its menu; each answer carries the viewer's verdict on all of them.
ABILITIES: Final[tuple[str, ...]] = (
    *("reply", "note", "edit", "assign", "move", "follow", "snooze", "wake"),
    *("spam", "not_spam", "trash", "restore", "delete"),
    *("clone", "edit_notes", "remove_file"),
)


class _Status(NamedTuple):
    final: bool


class _State(NamedTuple):
    """All that the verdicts on a ticket depend on, of the ticket."""

    deleted_at: int | None
    spam_at: int | None
    status_group: str
    status: _Status


def abilities(
    actor: Actor, *, deleted: bool, spam: bool, final: bool, closed: bool = False
) -> Mapping[str, Mapping[str, object]]:
    """What this actor may do now to a ticket in such a state, each with the reason if not. The answer is shared: verdicts
    depend on nothing but the actor's rights and that state, and the reasons on the active language."""
    role, granted = (actor.role, actor.granted) if isinstance(actor, StaffActor) else (None, frozenset[str]())
    return _abilities(actor.kind, role, granted, actor.scopes, deleted, spam, (final, closed), get_language())


@lru_cache(maxsize=4096)
def _abilities(
    kind: ActorKind,
    role: str | None,
    granted: frozenset[str],
    scopes: frozenset[str] | None,
    deleted: bool,
    spam: bool,
    ended: tuple[bool, bool],
    _language: str | None,
) -> Mapping[str, Mapping[str, object]]:
    # Nobody in particular: a verdict that looked at the person or their departments could not be given here.
    anybody = (
        Actor(kind, scopes=scopes) if role is None else StaffActor(kind, scopes=scopes, role=role, granted=granted)
    )
    final, closed = ended
    state = _State(0 if deleted else None, 0 if spam else None, "closed" if closed else "open", _Status(final))
    verdicts = {verb: TICKET_POLICY.may(anybody, verb, state) for verb in ABILITIES}
    return {
        verb: {"allowed": verdict.allowed, "reason": str(verdict.reason) or None} for verb, verdict in verdicts.items()
    }
