"""Who may call what, written down route by route: the page that a new route has to enter.

`roles` are those who get through; everybody else on staff is refused with 403. `hidden` routes name something of the department
Support, which does not exist (404) for an agent of Billing. `right` is the scope that a token needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tandem.infra.clock import isoformat, now_ms
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.drafts import Place
from tandem.tickets.handing import ask
from tandem.tickets.models import Message
from tests.policies.scene import CONDITION, DRAFT, Scene

EVERYBODY = frozenset({"ana", "mia", "sam", "ben", "cai", "lin"})
ANSWERING = EVERYBODY - {"lin"}
LEADS = frozenset({"ana", "mia", "sam"})
ADMINS = frozenset({"ana"})
#: Whose the saved view of the scene is, and everybody else.
OWNER = frozenset({"ben"})
OTHERS = EVERYBODY - OWNER

Body = Callable[[Scene], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is expected of one route."""

    roles: frozenset[str]
    right: str | None = None
    hidden: bool = False
    body: Body = lambda scene: {}
    params: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    #: Those for whom the object itself does not exist, whatever their role (somebody else's upload, draft, token).
    unseen_by: frozenset[str] = frozenset()
    #: For programs there is nothing here.
    browsers_only: bool = False
    #: What has to be so before the call.
    prepare: Callable[[Scene], Any] = lambda scene: None


def _message(scene: Scene) -> Any:
    return {"visibility": "public", "body": "x", "seen": scene.ticket.seq}


def _read_everywhere(right: str) -> Rule:
    return Rule(EVERYBODY, right)


def _customer(scene: Scene) -> dict[str, Any]:
    return {"person_id": scene.world.kim.id}


def _edit(scene: Scene) -> Any:
    return {"changes": {"subject": {"base": scene.ticket.subject, "mine": "New"}}}


def _new_ticket(scene: Scene) -> Any:
    return {"subject": "x", "body": "x", "requester": {"email": "new@customer.example"}}


def _trashed(scene: Scene) -> None:
    scene.world.do(TrashTicket(scene.ticket.id), scene.world.ana)


def _asked_for_the_draft(scene: Scene) -> None:
    ask(scene.world.actor(scene.world.sam), Place(scene.ticket.id, "reply"), scene.world.ben.id)


def _tagged(scene: Scene) -> None:
    scene.world.edit(scene.ticket, scene.world.ana, tags=([], ["old"]))


def _note(scene: Scene) -> dict[str, Any]:
    return {"message_id": scene.params["note_id"]}


def _asked(scene: Scene) -> dict[str, Any]:
    return {"message_id": Message.objects.get(shown_in=scene.ticket, kind="customer").id}


def _mail_server(scene: Scene) -> Any:
    return {"host": "127.0.0.1", "port": 1, "security": "none"}


def _spam(scene: Scene) -> None:
    scene.world.do(MarkSpam(scene.ticket.id), scene.world.ana)


_TICKET = "/tickets/{number}"
_STEP = {"action": "set_priority", "value": "high"}
_PERSON = {"name": "Dan", "email": "dan@tandem.example", "role": "agent"}

#: Routes for people who are not signed in; what they check instead stands in tests of their own.
OPEN = {
    "GET /installation",
    "POST /setup",
    "POST /demo/sign-in",
    "POST /sign-in/forgotten",
    "POST /sign-in/link",
    "POST /sign-in/link/use",
}

#: A key's answer that nobody gave.
_CREDENTIAL = {
    "id": "x",
    "rawId": "x",
    "type": "public-key",
    "response": {"clientDataJSON": "x", "attestationObject": "x"},
}


def _own(body: Any = None, **more: Any) -> Rule:
    """Of one's own sign-in: for everybody, in a browser."""
    return Rule(EVERYBODY, browsers_only=True, body=lambda s: body if body is not None else {}, **more)


def _nobodys(body: Any = None) -> Rule:
    """It names something that nobody here has."""
    return _own(body, unseen_by=EVERYBODY)


RULES: dict[str, Rule] = {
    "GET /openapi.json": Rule(EVERYBODY),
    "GET /me": Rule(EVERYBODY),
    "PATCH /me": Rule(EVERYBODY, "me.edit", body=lambda s: {"time_zone": "Asia/Tokyo"}),
    "GET /me/drafts": Rule(EVERYBODY, "tickets.note"),
    "PATCH /me/alerts": Rule(EVERYBODY, "me.edit", body=lambda s: {"left": False}),
    "PATCH /me/shortcuts": Rule(EVERYBODY, "me.edit", body=lambda s: {"keys": {"reply": "Q"}}),
    "GET /me/security": _own(),
    "POST /me/security/confirm": _own({"password": "x"}),
    "POST /me/password": _own({"current_password": "x", "password": "y"}),
    "POST /me/email": _own({"email": "new@tandem.example"}),
    "POST /me/security/app": _own(),
    "PUT /me/security/app": _own({"code": "000000"}),
    "DELETE /me/security/app": _own(),
    "POST /me/security/recovery-codes": _own(),
    "POST /me/security/passkeys/begin": _own(),
    "POST /me/security/passkeys": _own({"name": "x", "credential": _CREDENTIAL}),
    "PATCH /me/security/passkeys/{passkey_id}": _nobodys({"name": "x"}),
    "DELETE /me/security/passkeys/{passkey_id}": _nobodys(),
    "GET /me/sessions": _own(),
    "DELETE /me/sessions": _own(),
    "DELETE /me/sessions/{session_id}": _nobodys(),
    "POST /me/activity": _own(),
    "GET /roles": _read_everywhere("people.read"),
    "GET /collision-policy": Rule(ADMINS, "collision.manage"),
    "PATCH /collision-policy": Rule(ADMINS, "collision.manage", body=lambda s: {"alert_seconds": 6}),
    "GET /collision-numbers": Rule(LEADS, "collision.numbers"),
    "GET /security-policy": Rule(ADMINS, "people.manage"),
    "PATCH /security-policy": Rule(ADMINS, "people.manage", body=lambda s: {"idle_minutes": 60}),
    "GET /tokens": Rule(EVERYBODY, "me.edit"),
    "POST /tokens": Rule(EVERYBODY, "me.edit", body=lambda s: {"scopes": ["me.edit"]}),
    # One's own, or anybody's for those who manage people: two rights lead here.
    "DELETE /tokens/{token_id}": Rule(frozenset({"ana", "ben"}), unseen_by=frozenset({"mia", "sam", "cai", "lin"})),
    "GET /catalogue": _read_everywhere("people.read"),
    "GET /start": _read_everywhere("tickets.read"),
    "GET /views": _read_everywhere("tickets.read"),
    "POST /views": Rule(EVERYBODY, "me.edit", body=lambda s: {"name": "Late", "condition": CONDITION}),
    "POST /views/order": Rule(OWNER, "me.edit", unseen_by=OTHERS, body=lambda s: {"ids": [str(s.params["view_id"])]}),
    "PATCH /views/{view_id}": Rule(OWNER, "me.edit", unseen_by=OTHERS, body=lambda s: {"name": "Later"}),
    "DELETE /views/{view_id}": Rule(OWNER, "me.edit", unseen_by=OTHERS),
    "GET /conditions/fields": _read_everywhere("tickets.read"),
    "POST /conditions/check": Rule(EVERYBODY, "tickets.read", body=lambda s: {"condition": CONDITION}),
    "GET /statuses": Rule(EVERYBODY),
    "PATCH /statuses/{status_id}": Rule(
        ADMINS, "people.manage", body=lambda s: {"changes": {"name": {"base": "", "mine": "New"}}}
    ),
    # The list and the conversation.
    "GET /tickets": Rule(EVERYBODY),
    "GET /tickets/matches": Rule(EVERYBODY),
    "POST /tickets": Rule(ANSWERING, "tickets.open", body=_new_ticket),
    f"GET {_TICKET}": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"PATCH {_TICKET}": Rule(ANSWERING, "tickets.edit", hidden=True, body=_edit),
    f"GET {_TICKET}/events": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/trash": Rule(LEADS, "tickets.trash", hidden=True),
    f"POST {_TICKET}/restore": Rule(LEADS, "tickets.trash", hidden=True, prepare=_trashed),
    f"POST {_TICKET}/spam": Rule(LEADS, "tickets.spam", hidden=True),
    f"POST {_TICKET}/not-spam": Rule(LEADS, "tickets.spam", hidden=True, prepare=_spam),
    f"DELETE {_TICKET}": Rule(ADMINS, "tickets.empty_trash", hidden=True, prepare=_trashed),
    # One right for each folder: the trash is an admin's, the spam folder everybody's who may move tickets to the trash.
    "POST /tickets/empty": Rule(LEADS, "tickets.trash", body=lambda s: {"folder": "spam"}),
    # A ticket that may not be changed is skipped with the reason; whoever may nothing gets that for each.
    "POST /tickets/bulk": Rule(EVERYBODY, body=lambda s: {"ids": [str(s.ticket.id)], "action": "owner", "value": None}),
    "POST /tickets/bulk/reply": Rule(
        EVERYBODY,
        body=lambda s: {"tickets": [{"id": str(s.ticket.id), "seen": s.ticket.seq}], "body_html": "<p>x</p>"},
    ),
    "POST /tickets/bulk/reply/preview": Rule(
        ANSWERING, "tickets.reply", body=lambda s: {"ids": [str(s.ticket.id)], "body_html": "<p>x</p>"}
    ),
    "POST /tickets/bulk/undo": Rule(
        EVERYBODY, body=lambda s: {"changes": [{"id": str(s.ticket.id), "change_id": "1"}]}
    ),
    f"POST {_TICKET}/read": Rule(EVERYBODY, "tickets.read", hidden=True, body=lambda s: {"seq": 1}),
    f"POST {_TICKET}/unread": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/follow": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"DELETE {_TICKET}/follow": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/snooze": Rule(ANSWERING, "tickets.edit", hidden=True, body=lambda s: {"until": None}),
    f"POST {_TICKET}/wake": Rule(ANSWERING, "tickets.edit", hidden=True),
    f"POST {_TICKET}/move": Rule(
        ANSWERING, "tickets.edit", hidden=True, body=lambda s: {"department_id": str(s.world.billing.id)}
    ),
    f"GET {_TICKET}/messages": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/messages": Rule(ANSWERING, "tickets.reply", hidden=True, body=_message),
    # Only its author takes a reply back; that others are refused says nothing that they do not see.
    f"POST {_TICKET}/messages/{{message_id}}/undo": Rule(frozenset({"ben"}), "tickets.reply", hidden=True),
    f"GET {_TICKET}/scheduled": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/scheduled": Rule(
        ANSWERING,
        "tickets.reply",
        hidden=True,
        body=lambda s: {"body": "x", "seen": s.ticket.seq, "at": isoformat(now_ms() + 60_000)},
    ),
    f"POST {_TICKET}/scheduled/{{scheduled_id}}/send": Rule(OWNER, "tickets.reply", hidden=True),
    f"POST {_TICKET}/scheduled/{{scheduled_id}}/edit": Rule(OWNER, "tickets.reply", hidden=True),
    f"DELETE {_TICKET}/scheduled/{{scheduled_id}}": Rule(ANSWERING, "tickets.reply", hidden=True),
    # Macros: anybody keeps their own; the one of the scene is for everybody.
    "GET /macros": _read_everywhere("tickets.read"),
    "GET /macros/actions": _read_everywhere("tickets.read"),
    "POST /macros": Rule(EVERYBODY, "me.edit", body=lambda s: {"name": "Own", "steps": [_STEP]}),
    "PATCH /macros/{macro_id}": Rule(frozenset({"ana", "mia"}), "macros.share", body=lambda s: {"name": "X"}),
    "DELETE /macros/{macro_id}": Rule(frozenset({"ana", "mia"}), "macros.share"),
    f"GET {_TICKET}/macros/{{macro_id}}": Rule(EVERYBODY, "tickets.read", hidden=True),
    # Nobody's note: one's own asks for the right to write notes.
    f"POST {_TICKET}/messages/{{message_id}}/wrong-ticket": Rule(
        ANSWERING, "tickets.edit", hidden=True, params=_asked, body=lambda s: {"to": None}
    ),
    f"PATCH {_TICKET}/messages/{{message_id}}": Rule(
        LEADS, "tickets.edit_notes", hidden=True, params=_note, body=lambda s: {"base": 0, "body": "x"}
    ),
    f"GET {_TICKET}/messages/{{message_id}}/texts": Rule(EVERYBODY, "tickets.read", hidden=True, params=_note),
    f"GET {_TICKET}/events/facets": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/clone": Rule(ANSWERING, "tickets.open", hidden=True),
    "GET /tags": _read_everywhere("tickets.read"),
    "GET /tags/replacements": Rule(ADMINS, "tags.manage"),
    "POST /tags/replacements": Rule(ADMINS, "tags.manage", prepare=_tagged, body=lambda s: {"tag": "old", "by": "new"}),
    f"GET {_TICKET}/chats": Rule(EVERYBODY, "tickets.note", hidden=True),
    f"POST {_TICKET}/chats": Rule(EVERYBODY, "tickets.note", hidden=True),
    "GET /chats": Rule(EVERYBODY, "tickets.note"),
    "GET /chats/{chat_id}": Rule(EVERYBODY, "tickets.note", hidden=True),
    "POST /chats/{chat_id}/lines": Rule(
        EVERYBODY, "tickets.note", hidden=True, body=lambda s: {"text": "I do.", "client_id": "1"}
    ),
    "POST /chats/{chat_id}/moves": Rule(
        EVERYBODY, "tickets.note", hidden=True, body=lambda s: {"move": "i_take", "client_id": "1"}
    ),
    "POST /chats/{chat_id}/moves/{line_id}/answer": Rule(
        EVERYBODY, "tickets.note", hidden=True, body=lambda s: {"accept": False}
    ),
    "PUT /chats/{chat_id}/read": Rule(EVERYBODY, "tickets.note", hidden=True, body=lambda s: {"line_id": "1"}),
    "POST /chats/{chat_id}/leave": Rule(EVERYBODY, "tickets.note", hidden=True),
    "POST /chats/{chat_id}/note": Rule(EVERYBODY, "tickets.note", hidden=True),
    f"GET {_TICKET}/drafts": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/conversations": Rule(
        EVERYBODY, "tickets.note", hidden=True, body=lambda s: {"title": "x", "kind": "internal"}
    ),
    f"PATCH {_TICKET}/conversations/{{conversation_id}}": Rule(
        EVERYBODY, "tickets.note", hidden=True, body=lambda s: {"title": "y"}
    ),
    f"PUT {_TICKET}/drafts/{{kind}}": Rule(
        EVERYBODY, "tickets.note", hidden=True, body=lambda s: dict(DRAFT, client_id="n")
    ),
    f"DELETE {_TICKET}/drafts/{{kind}}": Rule(EVERYBODY, "tickets.note", hidden=True),
    f"GET {_TICKET}/drafts/{{kind}}/revisions": Rule(EVERYBODY, "tickets.read", hidden=True),
    f"POST {_TICKET}/drafts/ask": Rule(
        frozenset({"ana", "mia", "sam"}),
        "tickets.reply",
        hidden=True,
        unseen_by=frozenset({"ben"}),
        body=lambda s: {"author_id": str(s.world.ben.id), "kind": "reply"},
    ),
    f"POST {_TICKET}/drafts/answer": Rule(
        frozenset({"ben"}),
        "tickets.reply",
        hidden=True,
        unseen_by=frozenset({"ana", "mia", "sam"}),
        body=lambda s: {"asked_by_id": str(s.world.sam.id), "kind": "reply", "hand_over": False},
        prepare=_asked_for_the_draft,
    ),
    f"POST {_TICKET}/drafts/take-over": Rule(
        frozenset({"ana", "mia", "sam"}),
        "tickets.reply",
        hidden=True,
        unseen_by=frozenset({"ben"}),
        body=lambda s: {"author_id": str(s.world.ben.id), "kind": "reply"},
    ),
    "POST /uploads": _read_everywhere("tickets.note"),
    "DELETE /uploads/{upload_id}": Rule(frozenset({"ben"}), unseen_by=EVERYBODY - {"ben"}),
    "GET /attachments/{attachment_id}": Rule(EVERYBODY, "tickets.read", hidden=True),
    "GET /attachments/{attachment_id}/preview": Rule(EVERYBODY, "tickets.read", hidden=True),
    "DELETE /attachments/{attachment_id}": Rule(LEADS, "tickets.trash", hidden=True),
    "POST /attachments/{attachment_id}/restore": Rule(LEADS, "tickets.trash", hidden=True),
    "GET /notifications": Rule(EVERYBODY),
    "GET /notifications/settings": Rule(EVERYBODY),
    "PATCH /notifications/settings": Rule(
        EVERYBODY, "me.edit", body=lambda s: {"kinds": {"assigned": {"mail": False}}}
    ),
    "POST /notifications/read": Rule(EVERYBODY, body=lambda s: {"all": True}),
    "POST /realtime/ticket": Rule(EVERYBODY, browsers_only=True),
    # People and groups.
    "GET /people": _read_everywhere("people.read"),
    "POST /people": Rule(ADMINS, "people.manage", body=lambda s: _PERSON),
    "GET /people/{person_id}": _read_everywhere("people.read"),
    "PATCH /people/{person_id}": Rule(ADMINS, "people.manage", body=lambda s: {"name": "X"}),
    "POST /people/{person_id}/invitation": Rule(ADMINS, "people.manage"),
    "DELETE /people/{person_id}/invitation": Rule(ADMINS, "people.manage"),
    "POST /people/{person_id}/password-link": Rule(ADMINS, "people.manage"),
    "GET /customers": _read_everywhere("people.read"),
    "GET /customers/{person_id}": Rule(EVERYBODY, "people.read", params=_customer),
    "PATCH /customers/{person_id}": Rule(ANSWERING, "customers.edit", params=_customer, body=lambda s: {"name": "X"}),
    "POST /customers/{person_id}/block": Rule(LEADS, "tickets.spam", params=_customer),
    "POST /customers/{person_id}/unblock": Rule(LEADS, "tickets.spam", params=_customer),
    "POST /customers/{person_id}/follow": Rule(EVERYBODY, "tickets.read", params=_customer),
    "DELETE /customers/{person_id}/follow": Rule(EVERYBODY, "tickets.read", params=_customer),
    "POST /customers/{person_id}/addresses": Rule(
        ANSWERING, "customers.edit", params=_customer, body=lambda s: {"email": "kim@home.example"}
    ),
    "DELETE /customers/{person_id}/addresses/{address_id}": Rule(ANSWERING, "customers.edit", params=_customer),
    "POST /customers/{person_id}/addresses/{address_id}/main": Rule(ANSWERING, "customers.edit", params=_customer),
    "POST /customers/{person_id}/merge": Rule(
        LEADS, "customers.merge", params=_customer, body=lambda s: {"absorbed_id": str(s.world.lee.id)}
    ),
    "GET /customers/{person_id}/erasure": Rule(ADMINS, "customers.erase", params=_customer),
    "POST /customers/{person_id}/erase": Rule(
        ADMINS, "customers.erase", params=_customer, body=lambda s: {"name": "Kim"}
    ),
    "GET /customers/{person_id}/exports": Rule(ADMINS, "customers.export", params=_customer),
    "POST /customers/{person_id}/exports": Rule(ADMINS, "customers.export", params=_customer),
    "GET /customers/{person_id}/exports/{export_id}/file": Rule(ADMINS, "customers.export", params=_customer),
    "GET /departments": _read_everywhere("people.read"),
    "POST /departments": Rule(ADMINS, "people.manage", body=lambda s: {"name": "Sales"}),
    "PATCH /departments/{department_id}": Rule(ADMINS, "people.manage", body=lambda s: {"name": "Sales"}),
    "GET /teams": _read_everywhere("people.read"),
    "POST /teams": Rule(
        ADMINS, "people.manage", body=lambda s: {"name": "A", "department_id": str(s.world.support.id)}
    ),
    "PATCH /teams/{team_id}": Rule(ADMINS, "people.manage", body=lambda s: {"name": "B"}),
    "DELETE /teams/{team_id}": Rule(ADMINS, "people.manage"),
    "GET /organisations": _read_everywhere("people.read"),
    "POST /organisations": Rule(ANSWERING, "customers.edit", body=lambda s: {"name": "Other"}),
    "GET /organisations/{organisation_id}": _read_everywhere("people.read"),
    "PATCH /organisations/{organisation_id}": Rule(ANSWERING, "customers.edit", body=lambda s: {"name": "Other"}),
    "POST /organisations/{organisation_id}/take-in": Rule(ANSWERING, "customers.edit"),
    "DELETE /organisations/{organisation_id}": Rule(ANSWERING, "customers.edit"),
    # Mail, the installation, the audit log.
    "GET /mailboxes": _read_everywhere("people.read"),
    "POST /mailboxes": Rule(
        ADMINS,
        "mailboxes.manage",
        body=lambda s: {"address": "b@tandem.example", "department_id": str(s.world.support.id)},
    ),
    "PATCH /mailboxes/{mailbox_id}": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"from_name": "X"}),
    "POST /mailboxes/{mailbox_id}/test": Rule(ADMINS, "mailboxes.manage"),
    "PUT /mailboxes/{mailbox_id}/incoming": Rule(ADMINS, "mailboxes.manage", body=_mail_server),
    "PUT /mailboxes/{mailbox_id}/outgoing": Rule(ADMINS, "mailboxes.manage", body=_mail_server),
    "POST /mailboxes/{mailbox_id}/incoming/test": Rule(ADMINS, "mailboxes.manage", body=_mail_server),
    "POST /mailboxes/{mailbox_id}/outgoing/test": Rule(ADMINS, "mailboxes.manage", body=_mail_server),
    "POST /mailboxes/{mailbox_id}/incoming/older": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"take": False}),
    "PUT /mailboxes/{mailbox_id}/webhook": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"provider": "postmark"}),
    "DELETE /mailboxes/{mailbox_id}/webhook": Rule(ADMINS, "mailboxes.manage"),
    "PUT /mailboxes/{mailbox_id}/sign-in": Rule(
        ADMINS, "mailboxes.manage", body=lambda s: {"provider": "google", "client_id": "x", "client_secret": "y"}
    ),
    "DELETE /mailboxes/{mailbox_id}/sign-in": Rule(ADMINS, "mailboxes.manage"),
    "POST /mailboxes/{mailbox_id}/sign-in/begin": Rule(ADMINS, "mailboxes.manage"),
    "POST /mail-sign-in/finish": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"state": "x"}),
    "DELETE /mailboxes/{mailbox_id}/incoming": Rule(ADMINS, "mailboxes.manage"),
    "DELETE /mailboxes/{mailbox_id}/outgoing": Rule(ADMINS, "mailboxes.manage"),
    "GET /signing/domains": Rule(ADMINS, "mailboxes.manage"),
    "POST /signing/keys": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"domain": "tandem.example"}),
    "POST /signing/keys/{key_id}/check": Rule(ADMINS, "mailboxes.manage"),
    "PATCH /signing/keys/{key_id}": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"signs": False}),
    "DELETE /signing/keys/{key_id}": Rule(ADMINS, "mailboxes.manage"),
    "POST /mailboxes/{mailbox_id}/acknowledgement/preview": Rule(
        ADMINS, "mailboxes.manage", body=lambda s: {"language": "en", "subject": "x", "body_html": "<p>x</p>"}
    ),
    "GET /automatic-mail": Rule(ADMINS, "mailboxes.manage"),
    "GET /automatic-mail/words": Rule(ADMINS, "mailboxes.manage"),
    "POST /automatic-mail/{correspondent_id}/resume": Rule(ADMINS, "mailboxes.manage"),
    "POST /automatic-mail/{correspondent_id}/block": Rule(ADMINS, "mailboxes.manage"),
    "POST /automatic-mail/{correspondent_id}/unblock": Rule(ADMINS, "mailboxes.manage"),
    "GET /quarantine": Rule(LEADS, "quarantine.read"),
    "GET /ledger": Rule(LEADS, "quarantine.read"),
    "GET /ledger/{entry_id}": Rule(LEADS, "quarantine.read"),
    "GET /ledger/{entry_id}/raw": Rule(LEADS, "quarantine.read"),
    "POST /ledger/replay": Rule(LEADS, "quarantine.read", body=lambda s: {"ids": [str(s.params["entry_id"])]}),
    "POST /ledger/{entry_id}/retry": Rule(LEADS, "quarantine.read"),
    "POST /ledger/{entry_id}/release": Rule(LEADS, "quarantine.read"),
    "GET /failed-mail": _read_everywhere("tickets.read"),
    "GET /mail-trouble": _read_everywhere("tickets.read"),
    f"POST {_TICKET}/deliveries/{{delivery_id}}/send-again": Rule(ANSWERING, "tickets.reply", hidden=True),
    f"POST {_TICKET}/deliveries/{{delivery_id}}/settle": Rule(ANSWERING, "tickets.edit", hidden=True),
    "GET /caught-mail": Rule(ADMINS, "mailboxes.manage"),
    "DELETE /caught-mail": Rule(ADMINS, "mailboxes.manage"),
    "GET /caught-mail/{caught_id}": Rule(ADMINS, "mailboxes.manage"),
    "GET /caught-mail/{caught_id}/raw": Rule(ADMINS, "mailboxes.manage"),
    "POST /setup/test-mail": Rule(ADMINS, "mailboxes.manage", body=lambda s: {"to": "a@b.example"}),
    "GET /sample-data": Rule(ADMINS, "people.manage"),
    "POST /sample-data": Rule(ADMINS, "people.manage"),
    "DELETE /sample-data": Rule(ADMINS, "customers.erase"),
    "GET /audit/export": Rule(ADMINS, "audit.read"),
    "GET /audit": Rule(ADMINS, "audit.read"),
}
