"""What happens to a request of a provider: verified, kept, noted; a fault of ours is a 5xx, after which it comes again (R-16)."""

from __future__ import annotations

import logging
import threading
from typing import Any, Final, Literal

from anymail.exceptions import AnymailWebhookValidationFailure
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest

from tandem.channels.email.commands.record_bounce import RecordBounce
from tandem.channels.email.hooks.posted import Posted, Unreadable, read_posted
from tandem.channels.email.hooks.providers import (
    PROVIDERS,
    Arrived,
    CameBack,
    check_secret,
    confirmation_of,
    mails,
    outcomes,
)
from tandem.channels.email.hooks.refusals import proved, refused
from tandem.channels.email.hooks.sealed import open_hook_secret
from tandem.channels.email.intake.store import store_for
from tandem.channels.email.models import HookState, MailHook
from tandem.channels.email.routes import OwnAddresses, Route
from tandem.infra import clock, disk, metrics, stop_points
from tandem.infra.addresses import InvalidAddress, lookup_key
from tandem.infra.storage import storage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.tickets.models import Delivery

log = logging.getLogger("tandem.mail.hooks")

DOOR: Final = "webhook"
#: Octets from which a request counts as large; of such ones so many are read at once, since each is held in memory several times
#: over. Nobody waits for that in a thread that others need: the provider is asked to come again.
_LARGE: Final = 2 * 1024 * 1024
_AT_ONCE: Final = 2
_room = threading.BoundedSemaphore(_AT_ONCE)

Kind = Literal["mime", "events"]


def take(mailbox_id: int, provider: str, kind: Kind, request: HttpRequest) -> int:
    """The status to answer with. When it is 200 everything that was brought is ours."""
    hook = MailHook.objects.select_related("mailbox").filter(mailbox_id=mailbox_id, provider=provider).first()
    secret = open_hook_secret(hook) if hook is not None and hook.active and hook.mailbox.active else None
    if provider not in PROVIDERS:
        return 401
    large = int(request.META.get("CONTENT_LENGTH") or 0) > _LARGE
    if large and not _room.acquire(blocking=False):
        return 503
    try:
        # A hook that is not there takes as long as one whose secret is wrong, and answers the same (sec:F-10).
        return _taken(hook, provider, secret, kind, request) if secret else _nobody(hook, provider, request)
    finally:
        if large:
            _room.release()


def _nobody(hook: MailHook | None, provider: str, request: HttpRequest) -> int:
    try:
        _verified(provider, "x" * 43, request)
    except Exception:
        log.debug("a webhook that nobody has set up was called")
    if hook is not None and hook.active and hook.mailbox.active:
        refused(hook.id, "sealed")
    metrics.MAILS_IN.labels(DOOR, "refused").inc()
    return 401


def _verified(provider: str, secret: str, request: HttpRequest) -> Posted:
    """What was posted, by somebody who knows the secret. Raises AnymailWebhookValidationFailure, Unreadable."""
    check_secret(provider, secret, request)
    try:
        posted = read_posted(request)
    except Unreadable as error:
        if not PROVIDERS[provider].signs:
            raise
        # Without its fields there is no signature either.
        raise AnymailWebhookValidationFailure(str(error)) from error
    return posted


def _taken(hook: MailHook | None, provider: str, secret: str, kind: Kind, request: HttpRequest) -> int:
    assert hook is not None
    try:
        posted = _verified(provider, secret, request)
        found = mails(provider, secret, posted) if kind == "mime" else outcomes(provider, secret, posted)
        confirm = confirmation_of(posted) if provider == "ses" else ""
    except AnymailWebhookValidationFailure:
        refused(hook.id, "refused")
        metrics.MAILS_IN.labels(DOOR, "refused").inc()
        return 401
    except Exception:
        # It may be ours to learn what this is, and the provider tries again for hours.
        log.exception("a webhook of %s could not be read", provider)
        return _failed(hook, "unreadable")
    try:
        _keep_all(hook, posted, found)
        _note(hook, confirm, brought=bool(found) and kind == "mime")
    except Exception as error:
        log.exception("what a webhook of %s brought could not be kept", provider)
        return 507 if disk.is_full(error) else _failed(hook, "fault")
    stop_points.reach("before_webhook_answer")
    return 200


def _keep_all(hook: MailHook, posted: Posted, found: list[Any]) -> None:
    for one in found:
        if isinstance(one, Arrived):
            _keep(hook, posted, one)
        else:
            _came_back(one)


def _keep(hook: MailHook, posted: Posted, mail: Arrived) -> None:
    """For each mailbox of ours once. The provider's name for it is its transport, so that the same event is one row (sec:F-10)."""
    if len(mail.raw) > settings.MAX_MAIL_BYTES:
        # It comes again until the provider gives up; the page says why.
        raise ValueError("larger than a mail may be")
    request_kept = "" if mail.whole else storage().put(posted.body)
    name = f"hook:{hook.provider}:{mail.event_id}"[:400] if mail.event_id else None
    for route in _routes(hook, mail):
        sender = mail.sender.strip("<> ") if mail.sender is not None else None
        store_for(mail.raw, sender, route, DOOR, transport=name, request=request_kept)
        metrics.MAILS_IN.labels(DOOR, "kept").inc()


def _routes(hook: MailHook, mail: Arrived) -> list[Route]:
    """Where the envelope leads; a recipient that is none of ours goes to the mailbox whose hook this is."""
    own = OwnAddresses()
    found = [route for one in mail.recipients if (route := own.route(one)) is not None]
    # An address with a token says most.
    found.sort(key=lambda route: not own.may_carry_token(route.recipient))
    first = {route.mailbox_id: route for route in reversed(found)}
    return list(first.values()) or [Route(hook.mailbox_id, hook.mailbox.address)]


def _came_back(word: CameBack) -> None:
    for row in Delivery.objects.filter(message__mail_id=word.message_id):
        if _key(row.recipient) == _key(word.recipient):
            run(RecordBounce(row.ticket_id, row.id, word.detail[:500]), SYSTEM)


def _key(address: str) -> str:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return address


def _note(hook: MailHook, confirm: str, *, brought: bool) -> None:
    proved(hook.id)
    values: dict[str, Any] = {
        "trouble": "",
        "trouble_since": None,
        "trouble_at": None,
        "last_called_at": clock.now_ms(),
    }
    if brought:
        values |= {"last_mail_at": clock.now_ms(), "confirm_url": ""}
    if confirm:
        values["confirm_url"] = confirm
    HookState.objects.update_or_create(hook_id=hook.id, defaults=values)


def _failed(hook: MailHook, code: str) -> int:
    try:
        now = clock.now_ms()
        state = HookState.objects.filter(hook_id=hook.id).first()
        since = state.trouble_since if state is not None and state.trouble else now
        told = {"trouble": code, "trouble_since": since or now, "trouble_at": now}
        HookState.objects.update_or_create(hook_id=hook.id, defaults=told)
    except DatabaseError:
        log.exception("what went wrong with a webhook could not be noted")
    return 500
