"""What somebody is writing, kept here while they write: one draft a conversation, author and kind, with its earlier texts.

Drafts are nobody's history, so they are not tracked; but nothing that was typed is lost. An earlier text is kept at most every
five seconds, whenever much of it disappears at once, and at the end of every draft, for thirty days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.changes import Json
from tandem.kernel.errors import Conflict, NotFound
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets.models import Draft, DraftRevision, Message, Ticket
from tandem.tickets.uploads import copy_uploads, forget_sent, renamed_pictures

KINDS: Final = ("reply", "note")
#: Kind -> the right that writing it asks for.
_RIGHTS: Final = {"reply": "tickets.reply", "note": "tickets.note"}
SNAPSHOT_MS: Final = 5_000
KEPT_MS: Final = 30 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft is: on this ticket, of this kind, in this further conversation (0: the ticket's first)."""

    ticket_id: int
    kind: str
    conversation: int = 0

    def of(self, author_id: int) -> Mapping[str, Any]:
        """The key of one author's draft here."""
        return {
            "ticket_id": self.ticket_id,
            "kind": self.kind,
            "conversation_id": self.conversation,
            "author_id": author_id,
        }


def place_of(draft: Draft) -> Place:
    """Where a stored draft is."""
    return Place(draft.ticket_id, draft.kind, draft.conversation_id)


def save(actor: StaffActor, place: Place, content: Mapping[str, Json], revision: int) -> Draft:
    """Store what the actor is writing, built on `revision` (0: on nothing). Raises Conflict `draft.conflict` with the draft
    that another tab wrote meanwhile, or without one when this very text was sent; NotFound when the ticket is deleted for good."""
    require(actor, _RIGHTS[place.kind])
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
        _snapshot(held, content)
        held.content, held.revision, held.updated_at = dict(content), held.revision + 1, now_ms()
        held.save(update_fields=["content", "revision", "updated_at"])
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
    sent = Message.objects.filter(shown_in_id=place.ticket_id, author_id=actor.me, client_id=content["client_id"])
    if sent.exists():
        raise DraftConflict(None)
    try:
        with transaction.atomic():
            return Draft.objects.create(**place.of(actor.me), content=dict(content), started_by_id=actor.me)
    except IntegrityError:
        # Two tabs began at once on PostgreSQL; on SQLite the second one waits and finds the first one's row.
        raise DraftConflict(Draft.objects.filter(**place.of(actor.me)).first()) from None


def _snapshot(draft: Draft, following: Mapping[str, Json] | None) -> None:
    """Keep the text that is about to go. `following` is what takes its place; None keeps it whatever the clock says."""
    text = str(draft.content.get("body_html", ""))
    if not text:
        return
    now = now_ms()
    earlier = DraftRevision.objects.filter(**place_of(draft).of(draft.author_id))
    newest = earlier.order_by("-at", "-id").first()
    if following is not None:
        shrinks = len(str(following.get("body_html", ""))) * 2 < len(text)
        if newest is not None and now - newest.at < SNAPSHOT_MS and not shrinks:
            return
    if newest is None or newest.content != draft.content:
        DraftRevision.objects.create(**place_of(draft).of(draft.author_id), content=draft.content, at=now)
    earlier.filter(at__lt=now - KEPT_MS).delete()


def discard(actor: StaffActor, place: Place) -> None:
    """Throw one's draft away; its text stays recoverable. Harmless when there is none."""
    require(actor, "tickets.note")
    _end(place, actor.me)


def finish(place: Place, person_id: int, client_id: str | None = None) -> None:
    """The draft has become a message: drop it, keep its text as a revision, and let its uploads go.

    With a `client_id` only the draft of that very composition ends: a program that answers for somebody leaves alone what they
    are writing themselves.
    """
    _end(place, person_id, client_id)
    forget_sent(person_id, place.ticket_id)


def _end(place: Place, author_id: int, client_id: str | None = None) -> None:
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(**place.of(author_id)).first()
        if held is not None and (client_id is None or held.content["client_id"] == client_id):
            _snapshot(held, None)
            held.delete()


def mine(actor: StaffActor, ticket_id: int) -> list[Draft]:
    """The actor's drafts on a ticket."""
    found = Draft.objects.filter(ticket_id=ticket_id, author_id=actor.me)
    return list(found.select_related("started_by").order_by("kind", "conversation_id"))


def of_others(actor: StaffActor, ticket_id: int) -> list[Draft]:
    """Colleagues' drafts on a ticket, newest first."""
    found = Draft.objects.filter(ticket_id=ticket_id).exclude(author_id=actor.me)
    return list(found.select_related("author").order_by("-updated_at"))


def revisions(actor: StaffActor, place: Place) -> Iterable[DraftRevision]:
    """One's own earlier texts here, newest first, of the last thirty days."""
    recent = DraftRevision.objects.filter(**place.of(actor.me), at__gte=now_ms() - KEPT_MS)
    return list(recent.order_by("-at", "-id")[:200])


def take_over(actor: StaffActor, place: Place, author_id: int) -> Draft:
    """Go on with a colleague's draft: it becomes one's own with its files, under a new client_id; what one was writing oneself
    and what the colleague wrote stay recoverable for each. Raises NotFound, Forbidden."""
    require(actor, _RIGHTS[place.kind])
    if author_id == actor.me:
        raise NotFound()
    with transaction.atomic():
        theirs = Draft.objects.select_for_update().filter(**place.of(author_id)).first()
        if theirs is None:
            raise NotFound()
        own = Draft.objects.select_for_update().filter(**place.of(actor.me)).first()
        revision = 1
        if own is not None:
            _snapshot(own, None)
            revision = own.revision + 1
            own.delete()
        _snapshot(theirs, None)
        theirs.delete()
        return Draft.objects.create(
            **place.of(actor.me),
            content=_taken(theirs.content, author_id, actor.me),
            revision=revision,
            started_by_id=theirs.started_by_id or author_id,
        )


def _taken(content: Mapping[str, Json], author_id: int, person_id: int) -> dict[str, Json]:
    copies = copy_uploads([int(upload) for upload in content.get("attachments", ())], author_id, person_id)
    new_ids = {old: upload.id for old, upload in copies.items()}
    return {
        **content,
        "body_html": renamed_pictures(str(content.get("body_html", "")), new_ids),
        "attachments": [str(new_id_) for new_id_ in new_ids.values()],
        # Two people who send the same composition must pass the fence one after the other.
        "client_id": f"taken-over-{new_id():x}",
    }
