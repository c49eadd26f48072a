"""What somebody is writing, kept here while they write: one draft a conversation, author and kind, with its earlier texts.

Drafts are nobody's history, so they are not tracked; but nothing that was typed is lost (`draft_versions`). How one goes into
other hands stands in `handing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.infra.clock import now_ms
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.changes import Json
from tandem.kernel.errors import Conflict, NotFound
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets import draft_pointers
from tandem.tickets.draft_hands import hands_of
from tandem.tickets.draft_places import KINDS, RIGHTS, Place, place_of
from tandem.tickets.draft_versions import keep_before, keep_last
from tandem.tickets.models import Draft, DraftRequest, DraftRevision, Message, ScheduledReply, Ticket
from tandem.tickets.uploads import forget_sent

__all__ = ["KINDS", "DraftConflict", "Place", "place_of"]
#: A question that nobody answers ends after this.
REQUEST_MS: Final = 10 * 60_000


def save(actor: StaffActor, place: Place, content: Mapping[str, Json], revision: int, *, keep: bool = False) -> Draft:
    """Store what the actor is writing, built on `revision` (0: on nothing); with `keep` the text whose place it takes becomes an
    earlier version whatever the clock says. Raises Conflict `draft.conflict` with the draft
    that another tab wrote meanwhile, or without one when this very text was sent; NotFound when the ticket is deleted for good."""
    require(actor, RIGHTS[place.kind])
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(**place.of(actor.me)).first()
        if held is None:
            return _begin(actor, place, content)
        if held.revision != revision:
            # The answer to this very text was lost, and it comes again.
            if held.content == content:
                return held
            raise DraftConflict(held)
        if held.content == content:
            return held
        keep_before(held, content, always=keep)
        if held.content["client_id"] != content["client_id"]:
            # A text that came back stands before what was written since: both were in these hands.
            back = hands_of(place, actor.me, str(content["client_id"]))
            held.writers = list(dict.fromkeys([*back, *held.writers]))
        held.content, held.revision, held.updated_at = dict(content), held.revision + 1, now_ms()
        held.save(update_fields=["content", "writers", "revision", "updated_at"])
        draft_pointers.tell_changed(held)
        return held


class DraftConflict(Conflict):
    """Another tab wrote; `draft` is what it wrote, None when the text was sent from there."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__("draft.conflict", _("This text was changed in another window."))
        self.draft = draft


def _begin(actor: StaffActor, place: Place, content: Mapping[str, Json]) -> Draft:
    # Held, so that nobody deletes it for good under the draft.
    if Ticket._base_manager.select_for_update().filter(id=place.ticket_id).values_list("id").first() is None:
        raise NotFound()
    # A tab that does not know yet that its text was sent would bring it back, ready to be sent again.
    name = {"author_id": actor.me, "client_id": content["client_id"]}
    sent = Message.objects.filter(shown_in_id=place.ticket_id, **name)
    if sent.exists() or ScheduledReply.objects.filter(ticket_id=place.ticket_id, state="waiting", **name).exists():
        raise DraftConflict(None)
    writers = hands_of(place, actor.me, str(content["client_id"]))
    try:
        with transaction.atomic():
            draft = Draft.objects.create(**place.of(actor.me), content=dict(content), writers=writers)
    except IntegrityError:
        # Two tabs began at once on PostgreSQL; on SQLite the second one waits and finds the first one's row.
        raise DraftConflict(Draft.objects.filter(**place.of(actor.me)).first()) from None
    draft_pointers.tell_begun(draft)
    return draft


def discard(actor: StaffActor, place: Place, *, replaced: bool = False) -> None:
    """Throw one's draft away, or make room for another text; its own stays recoverable. Harmless when there is none."""
    require(actor, "tickets.note")
    end(place, actor.me, DraftRevision.REPLACED if replaced else DraftRevision.DISCARDED)


def finish(place: Place, person_id: int, client_id: str | None = None) -> None:
    """The draft has become a message: drop it, keep its text as a revision, and let its uploads go.

    With a `client_id` only the draft of that very composition ends: a program that answers for somebody leaves alone what they
    are writing themselves.
    """
    end(place, person_id, DraftRevision.SENT, client_id)
    forget_sent(person_id, place.ticket_id)


def end(place: Place, author_id: int, ended: str, client_id: str | None = None) -> None:
    """Drop somebody's draft, its text becoming an earlier version that says why it `ended`; with a `client_id`, only that of
    this composition."""
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(**place.of(author_id)).first()
        if held is not None and (client_id is None or held.content["client_id"] == client_id):
            keep_last(held, ended)
            held.delete()
            draft_pointers.tell(place.ticket_id)


def writers_of(place: Place, author_id: int, client_id: str) -> list[int]:
    """Ids of those who had this very composition before its author, whoever began it first; empty where one wrote alone."""
    found = _writers().rows(ticket=place.ticket_id, kind=place.kind, conversation=place.conversation, author=author_id)
    for writers, content in found:
        if content["client_id"] == client_id:
            return [int(one) for one in writers]
    # What came back may be sent again before it is saved as a draft.
    return [int(one) for one in hands_of(place, author_id, client_id)]


@cache
def _writers() -> Prepared:
    rows = Draft.objects.filter(
        ticket_id=Blank("ticket"),
        author_id=Blank("author"),
        kind=Blank("kind"),
        conversation_id=Blank("conversation"),
    )
    return prepare(rows.values_list("writers", "content"))


def mine(actor: StaffActor, ticket_id: int) -> list[Draft]:
    """The actor's drafts on a ticket, each with `asked`: the requests for it that still wait for an answer."""
    found = Draft.objects.filter(ticket_id=ticket_id, author_id=actor.me)
    waiting = Prefetch("requests", waiting_requests().select_related("asked_by"), to_attr="asked")
    return list(found.prefetch_related(waiting).order_by("kind", "conversation_id"))


def of_others(actor: StaffActor, ticket_id: int) -> list[Draft]:
    """Colleagues' drafts on a ticket, newest first, each with `asked`: the actor's own request for it."""
    found = Draft.objects.filter(ticket_id=ticket_id).exclude(author_id=actor.me)
    own = Prefetch("requests", waiting_requests().filter(asked_by_id=actor.me), to_attr="asked")
    return list(found.select_related("author", "ticket__department").prefetch_related(own).order_by("-updated_at"))


def waiting_requests() -> QuerySet[DraftRequest]:
    """Requests that still wait for an answer, oldest first."""
    return DraftRequest.objects.filter(at__gt=now_ms() - REQUEST_MS).order_by("at", "id")
