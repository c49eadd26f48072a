"""Mail that providers hand over by webhook: kept byte for byte before it is answered, once however often it comes, and by nobody
without the secret (X-11, R-01, R-02, R-16)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import tracemalloc
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import DatabaseError
from django.test import Client

from tandem.channels.email.commands.set_mail_hook import SetMailHook
from tandem.channels.email.intake import webhook
from tandem.channels.email.intake.store import store
from tandem.channels.email.ledger import named_by_mail
from tandem.channels.email.models import HookState, LedgerEntry, Mailbox
from tandem.channels.email.retention import forget_old
from tandem.infra import clock
from tandem.infra.server.assembly import body_limit
from tandem.infra.server.body import TooLarge, read_body
from tandem.infra.storage import storage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tandem.tickets.models import Delivery, Message
from tests.channels.email.fetching import ledger
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.channels.email.test_faults import dies
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "a secret of forty characters, more or less"
PROVIDERS = ("mailgun", "postmark", "sendgrid", "ses")
#: Octets that are no UTF-8, bare line ends, what a form would escape, and what its boundary looks like.
HARD = raw_mail(subject="hard") + b"caf\xe9 \xff\xfe\x80 & a=b+c%20\r\n--xYz\r\n\nlone \r here\r\n"

Request = tuple[bytes, str, dict[str, str]]


def signed(token: str, key: str = SECRET) -> dict[str, str]:
    told = hmac.new(key.encode(), f"1700000000{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": "1700000000", "token": token, "signature": told}


def basic(secret: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"tandem:{secret}".encode()).decode()}


def form(fields: dict[str, bytes], boundary: str = "xYzzY") -> tuple[bytes, str]:
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary.encode(), name.encode(), value)
        for name, value in fields.items()
    ]
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f'multipart/form-data; boundary="{boundary}"'


def mailgun(raw: bytes, event: str, secret: str, to: str, *, urlencoded: bool = False) -> Request:
    fields = {"recipient": to.encode(), "sender": b"kim@customer.example", "body-mime": raw}
    fields |= {name: value.encode() for name, value in signed(event, secret).items()}
    if urlencoded:
        body = "&".join(f"{name}={quote_from_bytes(value, safe='')}" for name, value in fields.items()).encode()
        return body, "application/x-www-form-urlencoded", {}
    return *form(fields), {}


def postmark(raw: bytes, event: str, secret: str, to: str) -> Request:
    headers = [{"Name": "Return-Path", "Value": "<kim@customer.example>"}]
    told = {"MessageID": event, "RawEmail": raw.decode(), "OriginalRecipient": to, "Headers": headers, "From": "kim@x"}
    return json.dumps(told).encode(), "application/json", basic(secret)


def sendgrid(raw: bytes, event: str, secret: str, to: str) -> Request:
    envelope = json.dumps({"from": "kim@customer.example", "to": [to]}).encode()
    return *form({"email": raw, "envelope": envelope}), basic(secret)


def ses(raw: bytes, event: str, secret: str, to: str) -> Request:
    told = {
        "notificationType": "Received",
        "mail": {"messageId": event, "source": "kim@customer.example"},
        "receipt": {"recipients": [to], "action": {"type": "SNS", "encoding": "BASE64"}},
        "content": base64.b64encode(raw).decode(),
    }
    return *sns({"Type": "Notification", "MessageId": "sns-1", "Message": json.dumps(told)}), {
        "HTTP_X_AMZ_SNS_MESSAGE_TYPE": "Notification",
        "HTTP_X_AMZ_SNS_MESSAGE_ID": "sns-1",
    } | basic(secret)


def sns(told: dict[str, str]) -> tuple[bytes, str]:
    return json.dumps(told).encode(), "text/plain; charset=UTF-8"


WRITERS: dict[str, Callable[..., Request]] = {
    "mailgun": mailgun,
    "postmark": postmark,
    "sendgrid": sendgrid,
    "ses": ses,
}


@pytest.fixture(params=PROVIDERS)
def provider(request: Any, mailbox: Mailbox) -> str:
    run(SetMailHook(mailbox.id, request.param, secret=SECRET), SYSTEM)
    return str(request.param)


def call(mailbox: Mailbox, provider: str, request: Request, kind: str = "mime") -> int:
    """As the provider calls: without a session, and with nothing of our pages."""
    body, content_type, headers = request
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post(f"/mail-hooks/{mailbox.id}/{provider}/{kind}", body, content_type=content_type, **headers)
    return int(answer.status_code)


def bring(mailbox: Mailbox, provider: str, raw: bytes, event: str = "e1", **changed: str) -> int:
    told = {"secret": SECRET, "to": mailbox.address} | changed
    return call(mailbox, provider, WRITERS[provider](raw, event, told["secret"], told["to"]))


def test_a_mail_is_kept_as_it_came_and_becomes_a_ticket(mailbox: Mailbox, provider: str) -> None:
    raw = raw_mail() if provider == "postmark" else HARD
    assert bring(mailbox, provider, raw) == 200
    assert ledger() == [raw]
    entry = LedgerEntry.objects.get()
    assert (entry.door, entry.envelope_from, entry.request) == ("webhook", "kim@customer.example", "")
    drain()
    entry.refresh_from_db()
    assert entry.state == "applied" and HookState.objects.get().last_mail_at


def test_a_form_that_is_urlencoded_loses_no_octet_either(mailbox: Mailbox) -> None:
    run(SetMailHook(mailbox.id, "mailgun", secret=SECRET), SYSTEM)
    assert call(mailbox, "mailgun", mailgun(HARD, "e1", SECRET, mailbox.address, urlencoded=True)) == 200
    assert ledger() == [HARD]


def test_the_same_five_times_is_one(mailbox: Mailbox, provider: str) -> None:
    """X-11, sec:F-10: the same event, the same mail under another event, and the same mail by another door."""
    raw = raw_mail()
    assert [bring(mailbox, provider, raw) for _ in range(5)] == [200] * 5
    assert bring(mailbox, provider, raw, event="another") == 200
    store(raw, "kim@customer.example", mailbox.address, "lmtp")
    drain()
    states = list(LedgerEntry.objects.values_list("state", flat=True))
    assert states.count("applied") == 1 and set(states) == {"applied", "duplicate"}
    assert Message.objects.count() == 1


def test_an_event_that_was_kept_brings_no_other_mail(mailbox: Mailbox) -> None:
    """sec:F-10: Mailgun's signature does not cover the mail; what was seen of one is good for no other."""
    run(SetMailHook(mailbox.id, "mailgun", secret=SECRET), SYSTEM)
    raw = raw_mail()
    assert [bring(mailbox, "mailgun", mail) for mail in (raw, raw_mail(subject="forged"))] == [200, 200]
    assert ledger() == [raw]


def test_nobody_brings_mail_without_the_secret(mailbox: Mailbox, second_mailbox: Mailbox, provider: str) -> None:
    """sec:F-10: wrong, another mailbox's, none, of a hook that is not there or switched off: one answer, and nothing is kept."""
    raw = raw_mail()
    body, kind, headers = WRITERS[provider](raw, "e1", SECRET, mailbox.address)
    stripped = {name: value for name, value in headers.items() if name != "HTTP_AUTHORIZATION"}
    assert bring(mailbox, provider, raw, secret="wrong") == 401
    assert bring(second_mailbox, provider, raw) == 401
    assert call(mailbox, provider, (body.replace(b"signature", b"signatura"), kind, stripped)) == 401
    assert call(mailbox, "elsewhere", (body, kind, headers)) == 401
    run(SetMailHook(mailbox.id, provider, active=False), SYSTEM)
    assert bring(mailbox, provider, raw) == 401
    assert not LedgerEntry.objects.exists() and not HookState.objects.exists()


def test_secrets_are_compared_in_constant_time() -> None:
    """sec:F-10"""
    import inspect

    from anymail.webhooks import base as anymail_base
    from anymail.webhooks import mailgun as anymail_mailgun

    for page in (anymail_base.AnymailBasicAuthMixin, anymail_mailgun.MailgunBaseWebhookView):
        assert "constant_time_compare(" in inspect.getsource(page)


def test_a_fault_of_ours_is_a_5xx_and_the_mail_comes_again(mailbox: Mailbox, provider: str, monkeypatch: Any) -> None:
    """R-16, sec:F-10"""
    raw = raw_mail()

    def away(*_arguments: Any, **_options: Any) -> None:
        raise DatabaseError("away")

    with monkeypatch.context() as broken:
        broken.setattr(webhook, "store_for", away)
        assert bring(mailbox, provider, raw) == 500
    assert not LedgerEntry.objects.exists() and HookState.objects.get().trouble == "fault"
    assert bring(mailbox, provider, raw) == 200
    assert ledger() == [raw] and HookState.objects.get().trouble == ""


@pytest.mark.faults
@pytest.mark.parametrize("point", ["after_raw_store", "after_ledger_row", "before_webhook_answer"])
def test_a_process_that_dies_before_its_answer_loses_and_doubles_nothing(
    point: str, mailbox: Mailbox, provider: str
) -> None:
    raw = raw_mail()
    dies(lambda: bring(mailbox, provider, raw), point)
    assert bring(mailbox, provider, raw) == 200
    drain()
    assert Message.objects.count() == 1 and raw in ledger()


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"a=b", b"--x\r\n", b'{"Message": "{"}'])
def test_what_is_no_mail_is_refused_and_breaks_nothing(body: bytes, mailbox: Mailbox, provider: str) -> None:
    for kind in ("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", ""):
        for where in ("mime", "events"):
            assert call(mailbox, provider, (body, kind, basic(SECRET)), where) in {200, 401, 500}
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{}", b"--x\r\n"])
def test_a_stranger_troubles_nobody(body: bytes, mailbox: Mailbox, provider: str) -> None:
    """sec:F-10: what they send is not read as the provider's, and the page stays as it was."""
    for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
        assert call(mailbox, provider, (body, kind, basic("wrong"))) == 401
    assert not HookState.objects.exists()


def test_a_hundred_megabytes_are_refused_while_they_are_read(settings: Any) -> None:
    """sec:F-10: announced or not, and never in memory."""
    limit = body_limit("/mail-hooks/1/mailgun/mime")
    assert settings.MAX_MAIL_BYTES * 4 // 3 < limit < 100_000_000
    piece, pieces = b"x" * 65_536, 0

    async def receive() -> dict[str, Any]:
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": piece, "more_body": True}

    tracemalloc.start()
    for headers in ([(b"transfer-encoding", b"chunked")], [(b"content-length", b"104857600")]):
        with pytest.raises(TooLarge):
            asyncio.run(read_body(receive, headers, limit, 5.0))
    assert pieces <= limit // len(piece) + 1
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_large_ones_hold_nobody_up(mailbox: Mailbox, provider: str) -> None:
    """sec:F-10: of many at once most are asked to come again, at once; small ones go on."""
    large = raw_mail(body="x" * 3_000_000)
    assert webhook._room.acquire(blocking=False) and webhook._room.acquire(blocking=False)
    try:
        assert bring(mailbox, provider, large) == 503 and bring(mailbox, provider, raw_mail()) == 200
    finally:
        webhook._room.release(2)
    assert bring(mailbox, provider, large, event="e2") == 200 and LedgerEntry.objects.count() == 2


def test_a_mail_that_is_too_large_is_not_taken_and_shown(mailbox: Mailbox, provider: str, settings: Any) -> None:
    """sec:C-16"""
    settings.MAX_MAIL_BYTES = 1_000
    assert bring(mailbox, provider, raw_mail(body="x" * 2_000)) == 500
    assert not LedgerEntry.objects.exists() and HookState.objects.get().trouble == "fault"


def test_where_a_provider_sends_fields_the_request_is_kept_with_what_was_made_of_it(mailbox: Mailbox) -> None:
    run(SetMailHook(mailbox.id, "sendgrid", secret=SECRET), SYSTEM)
    headers = b"From: Kim <kim@customer.example>\nTo: support@desk.example\nSubject: Fields\nMessage-ID: <f@customer.example>\n"
    fields = {
        "headers": headers,
        "text": "Grüße".encode(),
        "envelope": b'{"from": "kim@customer.example", "to": ["x@y.example"]}',
    }
    request = *form(fields), basic(SECRET)
    again = *form(fields, "another"), basic(SECRET)
    assert [call(mailbox, "sendgrid", one) for one in (request, again)] == [200, 200]
    entry = LedgerEntry.objects.get()
    with storage().open(entry.request) as file:
        assert file.read() == request[0]
    assert entry.subject == "Fields" and named_by_mail([entry.request]) == {entry.request}
    drain()
    assert Message.objects.get().text.strip() == "Grüße"
    # It goes with the mail when its time has come.
    forget_old(clock.now_ms() + 400 * 24 * 3_600_000)
    assert set(LedgerEntry.objects.values_list("raw", "request")) == {("", "")}


def test_an_answer_finds_its_ticket_by_the_address_in_the_envelope(
    world: World, mailbox: Mailbox, provider: str, sink: Sink
) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.reply(ticket, world.ben)
    Effect.objects.update(not_before=0)
    drain()
    address = sink.replies[0].mail["reply-to"] or sink.replies[0].mail["from"]
    told = address.addresses[0].addr_spec
    assert bring(mailbox, provider, raw_mail(to="support@desk.example", subject="Anything"), to=told) == 200
    drain()
    assert LedgerEntry.objects.get().ticket_id == ticket.id


def test_amazon_is_let_in_by_an_admin(mailbox: Mailbox) -> None:
    run(SetMailHook(mailbox.id, "ses", secret=SECRET), SYSTEM)
    address = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    told = {"Type": "SubscriptionConfirmation", "MessageId": "m", "SubscribeURL": address}
    names = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "SubscriptionConfirmation", "HTTP_X_AMZ_SNS_MESSAGE_ID": "m"}
    assert call(mailbox, "ses", (*sns(told), names)) == 401
    assert call(mailbox, "ses", (*sns(told), names | basic(SECRET))) == 200
    assert HookState.objects.get().confirm_url == address and not LedgerEntry.objects.exists()
    assert bring(mailbox, "ses", raw_mail()) == 200 and HookState.objects.get().confirm_url == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/?Action=ConfirmSubscription",
        "https://sns.eu-central-1.amazonaws.com.evil.example/",
        "http://sns.eu-central-1.amazonaws.com/",
        "https://sns.x@evil.example/.amazonaws.com/",
        "javascript:alert(1)//sns.x.amazonaws.com/",
    ],
)
def test_only_amazon_s_own_address_becomes_a_link(mailbox: Mailbox, address: str) -> None:
    run(SetMailHook(mailbox.id, "ses", secret=SECRET), SYSTEM)
    told = {"Type": "SubscriptionConfirmation", "MessageId": "m", "SubscribeURL": address}
    names = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "SubscriptionConfirmation", "HTTP_X_AMZ_SNS_MESSAGE_ID": "m"}
    assert call(mailbox, "ses", (*sns(told), names | basic(SECRET))) == 200
    assert HookState.objects.get().confirm_url == ""


@pytest.mark.parametrize("provider", ["mailgun", "sendgrid"])
def test_a_reply_that_came_back_is_marked(world: World, mailbox: Mailbox, provider: str, sink: Sink) -> None:
    run(SetMailHook(mailbox.id, provider, secret=SECRET), SYSTEM)
    world.reply(world.open_ticket(mailbox_id=mailbox.id), world.ben)
    Effect.objects.update(not_before=0)
    drain()
    delivery = Delivery.objects.get()
    mail_id = delivery.message.mail_id
    for recipient, state in (("somebody@else.example", "sent"), ("KIM@customer.example", "failed")):
        if provider == "mailgun":
            event = {
                "event": "failed",
                "severity": "permanent",
                "recipient": recipient,
                "timestamp": 1.0,
                "message": {"headers": {"message-id": mail_id}},
                "delivery-status": {"message": "550 gone"},
            }
            request = json.dumps({"signature": signed(recipient), "event-data": event}).encode(), "application/json", {}
        else:
            told = [
                {"event": "bounce", "email": recipient, "smtp-id": f"<{mail_id}>", "reason": "550 gone", "timestamp": 1}
            ]
            request = json.dumps(told).encode(), "application/json", basic(SECRET)
        assert [call(mailbox, provider, request, "events") for _ in range(2)] == [200, 200]
        delivery.refresh_from_db()
        assert delivery.state == state
    assert delivery.detail == "550 gone"
    assert (
        call(mailbox, provider, (request[0].replace(b"token", b"taken"), request[1], basic("wrong")), "events") == 401
    )
