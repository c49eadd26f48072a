"""The kinds of the mail channel that the pipeline tracks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from tandem.kernel.actors import Actor
from tandem.kernel.changes import Json
from tandem.kernel.records import ALLOWED, RecordKind, Verdict
from tandem.people.actors import StaffActor, has_right
from tandem.people.policies import EVERYTHING, NOTHING, ConfigurationPolicy, by_right


class LedgerPolicy:
    """Raw mail is read, released and tried again by those who may read the quarantine; the channel places what it delivers."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        if verb in {"receive", "reply", "note"} and _delivers(actor):
            return ALLOWED
        return by_right(actor, "quarantine.read")

    def visible(self, actor: Actor) -> Q:
        return EVERYTHING if _delivers(actor) or has_right(actor, "quarantine.read") else NOTHING


def _delivers(actor: Actor) -> bool:
    """The author of a mail that is being placed (see `delivering_actor`), or the colleague whose answer by mail is."""
    if isinstance(actor, StaffActor):
        return actor.by_mail
    return actor.kind == "customer" and "deliver" in (actor.scopes or ())


MAILBOX = RecordKind(
    name="mailbox",
    model="email_channel.Mailbox",
    policy=ConfigurationPolicy("mailboxes.manage"),
    created="mailbox.created",
    tracked={
        "address": "mailbox.address_changed",
        "address_key": None,
        "from_name": "mailbox.renamed",
        "department": "mailbox.moved",
        "signature_html": "mailbox.signature_changed",
        "active": "mailbox.activity_changed",
        "subject_token": "mailbox.subject_token_changed",
        "language": "mailbox.language_changed",
        "reply_address": "mailbox.reply_address_changed",
        "reply_address_key": None,
        "acknowledges": "mailbox.acknowledging_changed",
        "acknowledgements": "mailbox.acknowledgement_changed",
        "confirms": "mailbox.confirming_changed",
    },
)


class MailServerPolicy(ConfigurationPolicy):
    """Names of hosts and accounts are for those who look after them."""

    def visible(self, actor: Actor) -> Q:
        return EVERYTHING if has_right(actor, "mailboxes.manage") else NOTHING


MAIL_SIGN_IN = RecordKind(
    name="mail_sign_in",
    model="email_channel.MailSignIn",
    policy=MailServerPolicy("mailboxes.manage"),
    created="mail_sign_in.added",
    tracked={
        "provider": "mail_sign_in.client_changed",
        "tenant": "mail_sign_in.client_changed",
        "client_id": "mail_sign_in.client_changed",
        "authorize_url": "mail_sign_in.client_changed",
        "token_url": "mail_sign_in.client_changed",
        "scope": "mail_sign_in.client_changed",
        "client_secret": "mail_sign_in.secret_changed",
    },
    secret=frozenset({"client_secret"}),
    removed="mail_sign_in.removed",
    keeps_history=True,
)

MAIL_SERVER = RecordKind(
    name="mail_server",
    model="email_channel.MailServer",
    policy=MailServerPolicy("mailboxes.manage"),
    created="mail_server.added",
    tracked={
        "active": "mail_server.activity_changed",
        "protocol": "mail_server.connection_changed",
        "host": "mail_server.connection_changed",
        "port": "mail_server.connection_changed",
        "security": "mail_server.connection_changed",
        "user": "mail_server.connection_changed",
        "auth": "mail_server.connection_changed",
        "secret": "mail_server.password_changed",
        "folder": "mail_server.handling_changed",
        "after_fetch": "mail_server.handling_changed",
        "moved_to": "mail_server.handling_changed",
        "take_from": "mail_server.handling_changed",
        "authserv_ids": "mail_server.trust_changed",
    },
    secret=frozenset({"secret"}),
    removed="mail_server.removed",
    keeps_history=True,
)

MAIL_HOOK = RecordKind(
    name="mail_hook",
    model="email_channel.MailHook",
    policy=MailServerPolicy("mailboxes.manage"),
    created="mail_hook.added",
    tracked={
        "provider": "mail_hook.provider_changed",
        "active": "mail_hook.activity_changed",
        "secret": "mail_hook.secret_changed",
    },
    secret=frozenset({"secret"}),
    removed="mail_hook.removed",
    keeps_history=True,
)

SIGNING_KEY = RecordKind(
    name="signing_key",
    model="email_channel.SigningKey",
    policy=MailServerPolicy("mailboxes.manage"),
    created="signing_key.made",
    # The key itself is made once and never changed.
    tracked={"signs": "signing_key.signing_changed", "secret": None},
    secret=frozenset({"secret"}),
    removed="signing_key.removed",
    keeps_history=True,
)


#: Rows are made before the run that weighs a mail, so that it can lock them; their events tell what became of an address.
CORRESPONDENT = RecordKind(
    name="correspondent",
    model="email_channel.Correspondent",
    policy=MailServerPolicy("mailboxes.manage"),
    created=lambda _values: None,
    tracked={
        # Told as one fact each: `correspondent.paused`, `.resumed`, `.blocked`, `.unblocked`.
        "paused_at": None,
        "blocked_at": None,
        "paused_by": None,
        "ticket_id": None,
        "counted_from": None,
    },
)


def _automatic_event(values: Mapping[str, Json]) -> str | None:
    """An acknowledgement is told by its message; what did not leave stands in the trace of its mail."""
    asked = (values["purpose"], values["outcome"]) == ("confirmation", "sent")
    return "sender.asked" if asked else None


#: Written with what it tells of, and never changed.
AUTOMATIC_MAIL = RecordKind(
    name="automatic_mail",
    model="email_channel.AutomaticMail",
    policy=MailServerPolicy("mailboxes.manage"),
    created=_automatic_event,
    part_of=("ticket", "ticket_id"),
)

#: Rows are written by the intake before anybody can plan anything; its events tell only of what people did with them.
LEDGER_ENTRY = RecordKind(
    name="ledger_entry",
    model="email_channel.LedgerEntry",
    policy=LedgerPolicy(),
    created="ledger.received",
    # What the machine does is told by these columns themselves.
    tracked={
        "state": None,
        "reason": None,
        "attempts": None,
        "ticket_id": None,
        "ticket_message_id": None,
        "trace": None,
    },
)
