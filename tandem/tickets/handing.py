"""How a draft goes into other hands: taken over by a colleague, or asked for and handed over by its author.

The text becomes the other's own with its files, under a new client_id; what they were writing themselves, and what the author
wrote, stay recoverable for each. It remembers through whose hands it went.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.changes import Json
from tandem.kernel.errors import Forbidden, NotFound
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor, staff_actors
from tandem.people.policies import require
from tandem.tickets import draft_pointers
from tandem.tickets.audience import who_sees
from tandem.tickets.commands.tell_of_draft import ASKED, DECLINED, HANDED_OVER, TAKEN_OVER, TELL_OF
from tandem.tickets.draft_places import RIGHTS, Place
from tandem.tickets.draft_versions import keep_last
from tandem.tickets.drafts import REQUEST_MS, waiting_requests
from tandem.tickets.models import Draft, DraftRequest, DraftRevision
from tandem.tickets.scheduled.projection import settle_taken
from tandem.tickets.uploads import copy_uploads, renamed_pictures

NOT_SHARED: Final = _("In this department a draft is its author's own. Ask for it.")


def may_read(draft: Draft) -> bool:
    """Whether colleagues who see the ticket may read this draft while it is written."""
    return draft.ticket.department.shares_drafts


def may_take(draft: Draft) -> bool:
    """Whether they may go on with it unasked: what they may read, and what somebody who works here no more has left."""
    return may_read(draft) or not draft.author.active


def take_over(actor: StaffActor, place: Place, author_id: int) -> Draft:
    """Go on with a colleague's draft. Raises NotFound, Forbidden."""
    require(actor, RIGHTS[place.kind])
    if author_id == actor.me:
        raise NotFound()
    with transaction.atomic():
        # The ticket first, as everywhere: whoever deletes it holds it before its drafts.
        run(TELL_OF[place.kind](place.ticket_id, TAKEN_OVER, author_id), actor)
        theirs = _held(place, author_id)
        if not may_take(theirs):
            raise Forbidden(NOT_SHARED)
        return _pass_on(theirs, place, actor.me)


def ask(actor: StaffActor, place: Place, author_id: int) -> DraftRequest:
    """Ask a colleague for the draft that they are writing; asking again while they have not answered changes nothing.
    Raises NotFound, Forbidden."""
    require(actor, RIGHTS[place.kind])
    if author_id == actor.me:
        raise NotFound()
    with transaction.atomic():
        DraftRequest.objects.filter(at__lte=now_ms() - REQUEST_MS).delete()
        draft = Draft.objects.filter(**place.of(author_id)).first()
        if draft is None:
            raise NotFound()
        request, is_new = DraftRequest.objects.get_or_create(draft=draft, asked_by_id=actor.me)
        if is_new:
            run(TELL_OF[place.kind](place.ticket_id, ASKED, author_id), actor)
            draft_pointers.tell(place.ticket_id)
    return request


def answer(actor: StaffActor, place: Place, asked_by: int, *, hand_over: bool) -> None:
    """Give one's draft to the colleague who asked for it, or keep it for now. Raises NotFound when nobody asks any more, and
    Forbidden when they may not go on with it any more."""
    fact = HANDED_OVER if hand_over else DECLINED
    with transaction.atomic():
        run(TELL_OF[place.kind](place.ticket_id, fact, asked_by), actor)
        own = _held(place, actor.me)
        request = waiting_requests().filter(draft=own, asked_by_id=asked_by).first()
        if request is None:
            raise NotFound()
        if not hand_over:
            request.delete()
            draft_pointers.tell(place.ticket_id)
            return
        asker = next(iter(staff_actors([asked_by])), None)
        if asker is None or not who_sees(frozenset({asked_by}), place.ticket_id):
            raise Forbidden(_("This person cannot see this ticket any more."))
        require(asker, RIGHTS[place.kind])
        _pass_on(own, place, asked_by)


def _held(place: Place, author_id: int) -> Draft:
    draft = _held_by(place, author_id)
    if draft is None:
        raise NotFound()
    return draft


def _pass_on(draft: Draft, place: Place, to: int) -> Draft:
    """Within a transaction: the draft is `to`'s from now on."""
    before = _held_by(place, to)
    revision = 1
    if before is not None:
        keep_last(before, DraftRevision.REPLACED)
        revision = before.revision + 1
        before.delete()
    keep_last(draft, DraftRevision.TAKEN_OVER, to)
    settle_taken(draft.ticket_id, draft.author_id, str(draft.content.get("client_id", "")))
    draft.delete()
    draft_pointers.tell(place.ticket_id)
    return Draft.objects.create(
        **place.of(to),
        content=_taken(draft.content, draft.author_id, to),
        revision=revision,
        writers=list(dict.fromkeys([*draft.writers, str(draft.author_id)])),
    )


def _held_by(place: Place, author_id: int) -> Draft | None:
    return Draft.objects.select_for_update().filter(**place.of(author_id)).first()


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
