"""The ledger of what came in: the quarantine, the way that a mail took, its raw bytes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tandem.api.answers.base import answers, files
from tandem.api.answers.mail import LedgerList, LedgerShown, MailsReplayed, QuarantineList, TriedAgain
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.pages import newest_first
from tandem.api.present import mail as present
from tandem.api.schemas import Identifier, Input
from tandem.channels.email.commands.tell_of_ledger import TellOfLedger
from tandem.channels.email.ledger import RawRemoved, release, try_again, visible_entry
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.replaying import replay
from tandem.infra.server.files import hand_over
from tandem.infra.storage import storage
from tandem.kernel.pipeline import run
from tandem.people.policies import require
from tandem.tickets.file_kinds import OCTETS

#: What became of a mail.
LedgerState = Literal["received", "applied", "noted", "duplicate", "quarantined"]

#: Mails of one request.
MOST: Final = 200

quarantine = Router()
ledger = Router()


class ReplayInput(Input):
    """Ids of mails in the ledger."""

    ids: Annotated[list[Identifier], Field(max_length=MOST)]


@quarantine.get("", openapi_extra=answers(QuarantineList))
def list_quarantine(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """Mails that could not be placed, newest first."""
    require(actor_of(request), "quarantine.read")
    rows = LedgerEntry.objects.filter(state=LedgerEntry.State.QUARANTINED).select_related("mailbox")
    found, following = newest_first(rows, "received_at", cursor)
    return json_response({"results": [present.entry(row) for row in found], "next": following})


@ledger.get("", openapi_extra=answers(LedgerList))
def list_ledger(request: HttpRequest, state: LedgerState | None = None, cursor: str = "") -> HttpResponse:
    """All mail that came in, newest first; `state` leaves what became of it that way."""
    actor = actor_of(request)
    require(actor, "quarantine.read")
    rows = LedgerEntry.objects.select_related("mailbox")
    if state is not None:
        rows = rows.filter(state=state)
    found, following = newest_first(rows, "received_at", cursor)
    return json_response({"results": present.entries(actor, found), "next": following})


@ledger.post("/replay", openapi_extra=answers(MailsReplayed, 202, "They are placed and read again."))
def replay_entries(request: HttpRequest, data: ReplayInput) -> HttpResponse:
    """Place those of these mails again that lie in quarantine, and read those again that are on a ticket: after a better version
    came, or a mailbox was made. To read a mail again mails nobody, and nothing is there twice."""
    actor = actor_of(request)
    require(actor, "quarantine.read")
    return json_response(asdict(replay(actor, data.ids)), 202)


@ledger.get("/{entry_id}", openapi_extra=answers(LedgerShown))
def get_entry(request: HttpRequest, entry_id: Identifier) -> HttpResponse:
    """One mail with every step of how it was placed."""
    actor = actor_of(request)
    require(actor, "quarantine.read")
    return json_response(present.entry_page(actor, visible_entry(actor, entry_id)))


@ledger.get("/{entry_id}/raw", openapi_extra=files(OCTETS))
def get_raw(request: HttpRequest, entry_id: Identifier) -> HttpResponse:
    """The raw mail as a download. That it was looked at is a fact of the audit log."""
    actor = actor_of(request)
    require(actor, "quarantine.read")
    entry = visible_entry(actor, entry_id)
    if entry.raw_removed_at is not None:
        raise RawRemoved
    path = storage().path(entry.raw)
    run(TellOfLedger(entry.id, "ledger.raw_viewed"), actor)
    return raw_mail(path, f"mail-{entry.id}.eml")


@ledger.post("/{entry_id}/retry", openapi_extra=answers(TriedAgain, 202, "It is tried again."))
def retry_entry(request: HttpRequest, entry_id: Identifier) -> HttpResponse:
    """Take a mail out of quarantine and place it once more."""
    actor = actor_of(request)
    require(actor, "quarantine.read")
    return json_response({"tried_again": try_again(actor, entry_id)}, 202)


@ledger.post("/{entry_id}/release", openapi_extra=answers(TriedAgain, 202, "It becomes a ticket."))
def release_entry(request: HttpRequest, entry_id: Identifier) -> HttpResponse:
    """Make a ticket of a mail in quarantine, whatever put it there."""
    actor = actor_of(request)
    require(actor, "quarantine.read")
    return json_response({"tried_again": release(actor, entry_id)}, 202)


def raw_mail(path: Path, name: str) -> HttpResponse:
    """A raw mail for saving: never shown by the browser, whatever it holds."""
    response = HttpResponse(content_type=OCTETS)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return hand_over(response, path)
