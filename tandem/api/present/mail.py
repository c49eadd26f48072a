"""Mailboxes, ledger entries and caught mail as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from tandem.channels.email.hooks.providers import PROVIDERS, USER
from tandem.channels.email.hooks.words import words_of_hook
from tandem.channels.email.models import (
    CaughtMail,
    HookState,
    LedgerEntry,
    Mailbox,
    MailHook,
    MailServer,
    MailSignIn,
    ServerState,
)
from tandem.channels.email.reasons import explanation
from tandem.channels.email.servers.oauth.attempts import redirect_uri
from tandem.channels.email.servers.oauth.grants import trouble_of
from tandem.channels.email.servers.troubles import words_of
from tandem.channels.email.step_words import outcome_words, step_words
from tandem.infra.clock import isoformat
from tandem.kernel.actors import Actor
from tandem.kernel.records import record_kinds
from tandem.people.installation import public_url
from tandem.people.languages import shown_language
from tandem.tickets.models import Delivery
from tandem.tickets.queries import visible_to

Row = dict[str, Any]


def mailboxes(actor: Actor, boxes: Iterable[Mailbox]) -> list[Row]:
    """Mailboxes by address; their servers only for those who look after them."""
    shown = record_kinds()["mail_server"].policy.visible(actor)
    servers = MailServer.objects.filter(shown).select_related("state")
    by_place = {(server.mailbox_id, server.direction): server for server in servers}
    seen = record_kinds()["mail_sign_in"].policy.visible(actor)
    hooks = {one.mailbox_id: one for one in MailHook.objects.filter(seen).select_related("state")}
    sign_ins = {one.mailbox_id: one for one in MailSignIn.objects.filter(seen).select_related("grant")}
    return [
        mailbox(box, by_place.get((box.id, "incoming")), by_place.get((box.id, "outgoing")))
        | {
            "sign_in": _sign_in(sign_ins[box.id]) if box.id in sign_ins else None,
            "webhook": _webhook(hooks[box.id]) if box.id in hooks else None,
        }
        for box in boxes
    ]


def mailbox(box: Mailbox, incoming: MailServer | None, outgoing: MailServer | None) -> Row:
    """One mailbox with what an admin needs to lead mail to it."""
    local = box.address.partition("@")[0]
    return {
        "id": str(box.id),
        "address": box.address,
        "from_name": box.from_name,
        "department_id": str(box.department_id),
        "signature_html": box.signature_html,
        "active": box.active,
        "subject_token": box.subject_token,
        "language": shown_language(box.language),
        "reply_address": box.reply_address,
        "acknowledges": box.acknowledges,
        "acknowledgements": {shown_language(name): text for name, text in box.acknowledgements.items()},
        "confirms": box.confirms,
        "forward_to": f"{local}@{settings.REPLY_DOMAIN}" if settings.REPLY_DOMAIN else box.address,
        "intake": {"smtp": _door(settings.SMTP_IN), "lmtp": _door(settings.LMTP_IN)},
        "incoming": None if incoming is None else _server(incoming),
        "outgoing": None if outgoing is None else _server(outgoing),
        "sign_in_return": redirect_uri(),
    }


def _webhook(hook: MailHook) -> Row:
    state = getattr(hook, "state", None) or HookState()
    base = f"{public_url()}/mail-hooks/{hook.mailbox_id}/{hook.provider}"
    return {
        "provider": hook.provider,
        "active": hook.active,
        "user": "" if PROVIDERS[hook.provider].signs else USER,
        "mail_url": f"{base}/mime",
        "events_url": f"{base}/events",
        "last_mail_at": isoformat(state.last_mail_at),
        "last_called_at": isoformat(state.last_called_at),
        "trouble": words_of_hook(state.trouble),
        "confirm_url": state.confirm_url if state.confirm_url.startswith("https://") else "",
    }


def _sign_in(sign_in: MailSignIn) -> Row:
    grant = getattr(sign_in, "grant", None)
    names = ("provider", "tenant", "client_id", "authorize_url", "token_url", "scope")
    return {name: getattr(sign_in, name) for name in names} | {
        "has_secret": bool(sign_in.client_secret),
        "signed_in_at": isoformat(grant.granted_at) if grant is not None else None,
        "trouble": words_of(trouble_of(sign_in, grant)),
    }


_OF_SERVERS = (
    *("active", "protocol", "host", "port", "security", "user", "auth"),
    *("folder", "after_fetch", "moved_to", "take_from", "authserv_ids"),
)


def _server(server: MailServer) -> Row:
    state = getattr(server, "state", None) or ServerState()
    trouble = {
        "code": state.trouble,
        "words": words_of(state.trouble),
        "since": isoformat(state.trouble_since),
        "at": isoformat(state.trouble_at),
    }
    return {name: getattr(server, name) for name in _OF_SERVERS} | {
        "has_password": bool(server.secret),
        "last_success_at": isoformat(state.last_success_at),
        "trouble": trouble if state.trouble else None,
        "compared_at": isoformat(state.compared_at),
        "missed": state.missed,
        "missed_at": isoformat(state.missed_at),
        "older_count": state.older_count if state.older == "waiting" else 0,
    }


def _door(address: str) -> str:
    return "" if address == "off" else address


def entry(row: LedgerEntry) -> Row:
    """One mail of the ledger for a list."""
    return {
        "id": str(row.id),
        "received_at": isoformat(row.received_at),
        "mailbox": row.mailbox.address if row.mailbox else None,
        "from": row.author,
        "subject": row.subject,
        "reason": row.reason,
        "explanation": explanation(row.reason),
        "size": row.size,
        "state": row.state,
    }


def entry_page(actor: Actor, row: LedgerEntry) -> Row:
    """One mail of the ledger with the way it took."""
    return entry(row) | {
        "message_id": row.message_id,
        "door": row.door,
        "envelope_from": row.envelope_from,
        "envelope_to": row.envelope_to,
        "attempts": row.attempts,
        "duplicate_of": None if row.duplicate_of_id is None else str(row.duplicate_of_id),
        "ticket_number": numbers(actor, [row.ticket_id]).get(row.ticket_id or 0),
        "raw_removed_at": isoformat(row.raw_removed_at),
        "trace": [_step(step) for step in row.trace],
    }


def _step(step: Row) -> Row:
    return {**step, "label": step_words(step["step"]), "said": outcome_words(step["outcome"])}


def entries(actor: Actor, rows: Sequence[LedgerEntry]) -> list[Row]:
    """Mails of the ledger for the list of all; tickets that the actor does not see have no number."""
    known = numbers(actor, [row.ticket_id for row in rows])
    return [entry(row) | {"door": row.door, "ticket_number": known.get(row.ticket_id or 0)} for row in rows]


def failed(row: Delivery) -> Row:
    """One mail that did not arrive, for a list."""
    author = row.message.author
    return {
        "id": str(row.id),
        "at": isoformat(row.at),
        "recipient": row.recipient,
        "state": row.state,
        "detail": row.detail,
        "ticket_number": row.ticket.number,
        "ticket_subject": row.ticket.subject,
        "message_id": str(row.message_id),
        "author": author.name or author.email if author is not None else None,
    }


def caught(row: CaughtMail, ticket_numbers: dict[int, int]) -> Row:
    """One caught mail for a list."""
    return {
        "id": str(row.id),
        "at": isoformat(row.at),
        "from": row.envelope_from,
        "to": row.recipients,
        "subject": row.subject,
        "ticket_number": ticket_numbers.get(row.ticket_id or 0),
    }


def numbers(actor: Actor, ids: Iterable[int | None]) -> dict[int, int]:
    """Ticket numbers by id, of the tickets that this actor may see."""
    wanted = {one for one in ids if one is not None}
    return dict(visible_to(actor).filter(id__in=wanted).values_list("id", "number")) if wanted else {}
