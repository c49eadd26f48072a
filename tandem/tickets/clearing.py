"""What clears away: the folders that somebody empties, and the trash that empties itself after sixty days.

Each ticket is one command of its own, so that every event has its author, rights are asked for each, and a crash in the middle
loses nothing: the effect is repeated and finds what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.db.models import QuerySet

from tandem.kernel.actors import SYSTEM, Actor
from tandem.kernel.commands import Command
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import Refused
from tandem.kernel.pipeline import run
from tandem.people.actors import staff_actors
from tandem.tickets.commands.delete_file import DeleteFile
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.put_aside import TrashSpam
from tandem.tickets.models import Attachment, Ticket
from tandem.tickets.queries import visible_to

DAY_MS: Final = 24 * 3_600_000
#: How long the trash keeps a ticket (KF-35).
TRASH_KEPT_MS: Final = 60 * DAY_MS
_BATCH: Final = 200


def in_folder(actor: Actor, folder: str) -> QuerySet[Ticket]:
    """What the actor sees in the folder `spam` or `trash`."""
    tickets = visible_to(actor)
    if folder == "trash":
        return tickets.filter(deleted_at__isnull=False)
    return tickets.filter(spam_at__isnull=False, deleted_at__isnull=True)


def _empty(claim: Claim) -> None:
    folder, until = str(claim.payload["folder"]), int(claim.payload["until"])
    given = claim.payload["scopes"]
    scopes = None if given is None else frozenset(given)
    # Whoever has lost the right, or has left, meanwhile empties nothing; and a program no more than its token lets it see.
    for person in staff_actors([int(claim.payload["person"])]):
        actor = replace(person, scopes=scopes)
        if folder == "trash":
            _each(in_folder(actor, folder).filter(deleted_at__lte=until), DeleteTicket, actor)
        else:
            _each(in_folder(actor, folder).filter(spam_at__lte=until), TrashSpam, actor)


def _purge(claim: Claim) -> None:
    expired = Ticket._base_manager.filter(deleted_at__lte=int(claim.payload["due"]) - TRASH_KEPT_MS)
    _each(expired, DeleteTicket, SYSTEM)
    _purge_files(int(claim.payload["due"]) - TRASH_KEPT_MS)


def _purge_files(until: int) -> None:
    """Files that were removed from messages are kept as long as tickets are."""
    expired, last = Attachment.objects.filter(removed_at__lte=until).exclude(digest=""), 0
    while files := list(expired.filter(id__gt=last).order_by("id").values_list("ticket_id", "id")[:_BATCH]):
        for ticket_id, file_id in files:
            try:
                run(DeleteFile(ticket_id, file_id), SYSTEM)
            except Refused:
                continue
        last = files[-1][1]


def _each(tickets: QuerySet[Any], command: Callable[[int], Command[None]], actor: Actor) -> None:
    """Go through the tickets by id, each once. What somebody took out meanwhile, or may not be touched, is passed over."""
    last = 0
    while ids := list(tickets.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:_BATCH]):
        for ticket_id in ids:
            try:
                run(command(ticket_id), actor)
            except Refused:
                continue
        last = ids[-1]


EMPTY_FOLDER = EffectKind("tickets.empty_folder", _empty, makes_room=True)
PURGE_TRASH = EffectKind("tickets.purge_trash", _purge, every_ms=3_600_000, makes_room=True)
