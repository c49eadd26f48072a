"""Carry out a colleague's answer by mail: as they themselves, with their rights of now, past the same fence as on screen.

What is refused does not come back to them by mail, where it would be lost among others: it becomes their draft on the ticket.
"""

from __future__ import annotations

import io
import logging
from dataclasses import replace

from django.utils import translation

from tandem.channels.email.applying.colleagues_answer import is_clean
from tandem.channels.email.applying.decision import Decision, Step
from tandem.channels.email.commands.arrival import Arrival
from tandem.channels.email.commands.hold_answer import HoldAnswer
from tandem.channels.email.commands.note_by_mail import NoteByMail
from tandem.channels.email.commands.reply_by_mail import ReplyByMail
from tandem.channels.email.commands.tell_of_ledger import TellOfLedger
from tandem.channels.email.composing import NotificationToken
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.parsing import ParsedMail
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim
from tandem.kernel.errors import Forbidden, NotFound, Refused
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor, staff_actors
from tandem.people.installation import public_url
from tandem.tickets.bodies import authored_body, note_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.composition import html_of
from tandem.tickets.commands.reply import Reply
from tandem.tickets.draft_places import Place
from tandem.tickets.draft_returns import give_back
from tandem.tickets.mailed_answers import UNCLEAR
from tandem.tickets.models import Message
from tandem.tickets.queries import number_seen
from tandem.tickets.scheduled.reasons import code_of
from tandem.tickets.uploads import TooLarge, store_upload

log = logging.getLogger("tandem.mail.apply")

CHANNEL = "email"


class Unanswerable(Exception):
    """Its author may not answer here (any more); the text is the reason for the quarantine."""


def carry_out_answer(mail: ParsedMail, decision: Decision, entry: LedgerEntry, claim: Claim) -> None:
    """The answer leaves, or becomes a draft. Raises Unanswerable, and Settled when somebody else has placed this mail."""
    token = decision.answered
    assert token is not None
    actors = staff_actors([token.person_id])
    if not actors or number_seen(actors[0], token.ticket_id) is None:
        _refuse(entry, "agent_inactive" if not actors else "agent_refused")
    arrival = Arrival(entry.id, entry.attempts, entry.trace)
    actor = replace(actors[0], by_mail=True)
    with translation.override(actor.language or "en"):
        _answer(mail, token, arrival, actor, claim)


def _answer(mail: ParsedMail, token: NotificationToken, arrival: Arrival, actor: StaffActor, claim: Claim) -> None:
    if not is_clean(mail, f"{public_url()}/agent/tickets/"):
        # All of it, so that nothing is lost; they cut it themselves.
        _hold(mail.shown_text, UNCLEAR, token, arrival, actor, claim)
        return
    written = _written(mail, token, arrival, actor)
    answer = ReplyByMail(written, arrival) if isinstance(written, Reply) else NoteByMail(written, arrival)
    try:
        run(answer, actor, claim)
    except (NotFound, Forbidden) as refusal:
        code = code_of(refusal, token.ticket_id)
        if code in {"not_found", "forbidden"}:
            _refuse(LedgerEntry.objects.get(id=arrival.entry_id), "agent_refused")
        _hold(mail.visible_text, code, token, arrival, actor, claim, written)
    except Refused as refusal:
        _hold(mail.visible_text, code_of(refusal, token.ticket_id), token, arrival, actor, claim, written)


def _refuse(entry: LedgerEntry, reason: str) -> None:
    """That somebody tried is a fact of the audit log (sec:A-07). Raises Unanswerable."""
    run(TellOfLedger(entry.id, "ledger.answer_refused"), SYSTEM)
    raise Unanswerable(reason)


def _written(mail: ParsedMail, token: NotificationToken, arrival: Arrival, actor: StaffActor) -> Reply | AddNote:
    """Plain words only: of the HTML nobody can say where the quotation of internal things ends."""
    client_id = client_id_of(arrival.entry_id)
    files = _uploads(mail, actor.me)
    conversation = _conversation(token)
    if token.answers == "note":
        body = note_body(text=mail.visible_text)
        return AddNote(token.ticket_id, body, client_id, uploads=files, conversation_id=conversation)
    return Reply(
        token.ticket_id,
        authored_body(text=mail.visible_text),
        token.seen,
        client_id,
        uploads=files,
        conversation_id=conversation,
        channel=CHANNEL,
    )


def client_id_of(entry_id: int) -> str:
    """The name of the composition, the same in every attempt."""
    return f"mail-{entry_id}"


def _uploads(mail: ParsedMail, person_id: int) -> list[int]:
    """The files of the mail as if they had been attached on screen. Pictures of a signature stay behind, and so do files for which
    there is no room."""
    kept = []
    for file in mail.attachments:
        if file.inline:
            continue
        try:
            kept.append(store_upload(person_id, file.name, io.BytesIO(file.content), file.size).id)
        except TooLarge as refusal:
            log.warning("a file of a colleague's answer was left out: %s", refusal.code)
    return kept


def _conversation(token: NotificationToken) -> int | None:
    """That of the message which they were told of."""
    visibility = "internal" if token.answers == "note" else "public"
    rows = Message.objects.filter(shown_in_id=token.ticket_id, seq__lte=token.seen, visibility=visibility)
    return rows.order_by("-seq").values_list("conversation_id", flat=True).first()


def _hold(
    text: str,
    code: str,
    token: NotificationToken,
    arrival: Arrival,
    actor: StaffActor,
    claim: Claim,
    written: Reply | AddNote | None = None,
) -> None:
    arrival = replace(arrival, trace=[*arrival.trace, Step("result", "kept_as_draft", code).to_json()])
    body = authored_body(text=text or "…")
    content = {
        "body_html": html_of(body),
        "seen": token.seen,
        "client_id": client_id_of(arrival.entry_id),
        "attachments": [str(one) for one in written.uploads] if written else [],
        "changes": {},
    }
    conversation = _conversation(token) or 0
    give_back(Place(token.ticket_id, token.answers, conversation), actor.me, content)
    run(HoldAnswer(token.ticket_id, actor.me, code, arrival), SYSTEM, claim)
