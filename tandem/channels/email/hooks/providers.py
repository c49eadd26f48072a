"""The providers whose webhooks are understood: how their requests are verified, what mail they bring, what became of ours.

anymail knows their formats. Where a provider sends the whole mail, the bytes that came are taken, not the text read out of
them.
"""

from __future__ import annotations

import base64
import json
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email import policy
from typing import Any, Final

from anymail.exceptions import AnymailNotSupportedWarning
from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView, AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView, MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView, PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridInboundWebhookView, SendGridTrackingWebhookView
from django.http import HttpRequest

from tandem.channels.email.hooks.posted import Posted, Unreadable

# Said at each request, of SendGrid: nobody there helps anymail's authors to test.
warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)

#: Where Amazon lets subscriptions be confirmed.
_OF_AMAZON: Final = re.compile(r"https://sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/[!-~]*\Z")
#: The name in the basic authentication of providers that sign nothing.
USER: Final = "tandem"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail that was brought. `whole` says that these are the bytes as they were sent; else they were put together from fields."""

    raw: bytes
    whole: bool
    sender: str | None
    recipients: Sequence[str]
    event_id: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """A mail of ours that did not arrive for good; `message_id` without angle brackets."""

    message_id: str
    recipient: str
    detail: str


class _Repeating(AnymailBaseWebhookView):  # type: ignore[misc]  # untyped
    """Any provider that repeats our secret."""

    esp_name = "provider"


class _SesMails(AmazonSESInboundWebhookView):  # type: ignore[misc]  # untyped
    """Mail by SNS. Subscriptions are confirmed by an admin, and files in S3 are not fetched: both would need Amazon's library."""

    def __init__(self, **options: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **options)

    def auto_confirm_sns_subscription(self, sns_message: Mapping[str, Any]) -> None:
        """See `confirmation_of`."""


class _SesEvents(AmazonSESTrackingWebhookView):  # type: ignore[misc]  # untyped
    def __init__(self, **options: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **options)

    def auto_confirm_sns_subscription(self, sns_message: Mapping[str, Any]) -> None:
        """See `confirmation_of`."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`raw` gives the mail as the bytes that came, where the provider sent it whole."""

    inbound: Callable[..., Any]
    tracking: Callable[..., Any]
    raw: Callable[[Posted], bytes | None]
    #: Whether the provider signs with a key of its own instead of repeating ours.
    signs: bool = False


def _postmark_raw(posted: Posted) -> bytes | None:
    told = json.loads(posted.body).get("RawEmail")
    return told.encode("utf-8", "surrogatepass") if isinstance(told, str) else None


def _ses_raw(posted: Posted) -> bytes | None:
    event = json.loads(json.loads(posted.body)["Message"])
    content, action = event.get("content"), event.get("receipt", {}).get("action", {})
    if not isinstance(content, str):
        return None
    return base64.b64decode(content) if action.get("encoding") == "BASE64" else content.encode("utf-8", "surrogatepass")


PROVIDERS: Final[Mapping[str, Provider]] = {
    "mailgun": Provider(
        MailgunInboundWebhookView,
        MailgunTrackingWebhookView,
        lambda posted: posted.fields.get("body-mime"),
        signs=True,
    ),
    "postmark": Provider(PostmarkInboundWebhookView, PostmarkTrackingWebhookView, _postmark_raw),
    "sendgrid": Provider(
        SendGridInboundWebhookView, SendGridTrackingWebhookView, lambda posted: posted.fields.get("email")
    ),
    "ses": Provider(_SesMails, _SesEvents, _ses_raw),
}


def check_secret(provider: str, secret: str, request: HttpRequest) -> None:
    """Before anything is read: whether a provider that repeats our secret does. Raises AnymailWebhookValidationFailure."""
    if not PROVIDERS[provider].signs:
        _Repeating(**_credentials(provider, secret)).run_validators(request)


def mails(provider: str, secret: str, posted: Posted) -> list[Arrived]:
    """The mails that a request brings. Raises AnymailWebhookValidationFailure where the secret is wrong; whatever else is raised
    says that it cannot be read."""
    known = PROVIDERS[provider]
    view = known.inbound(**_credentials(provider, secret))
    view.run_validators(posted.request)
    return [_arrived(known, event, posted) for event in view.parse_events(posted.request)]


def outcomes(provider: str, secret: str, posted: Posted) -> list[CameBack]:
    """What a request says of mail that we sent: only what came back. Raises as `mails` does."""
    view = PROVIDERS[provider].tracking(**_credentials(provider, secret))
    view.run_validators(posted.request)
    found = []
    for event in view.parse_events(posted.request):
        if event.event_type in {"bounced", "rejected", "failed"} and event.message_id and event.recipient:
            detail = event.mta_response or event.description or event.reject_reason or ""
            found.append(CameBack(str(event.message_id).strip("<> "), str(event.recipient), str(detail)))
    return found


def confirmation_of(posted: Posted) -> str:
    """The address that an admin opens to confirm that Amazon may post here; empty where this asks for none, and for one that is not
    Amazon's: it becomes a link on a page."""
    told = json.loads(posted.body)
    address = told.get("SubscribeURL") if told.get("Type") == "SubscriptionConfirmation" else None
    return address if isinstance(address, str) and len(address) <= 1000 and _OF_AMAZON.match(address) else ""


def _credentials(provider: str, secret: str) -> dict[str, Any]:
    if PROVIDERS[provider].signs:
        return {"webhook_signing_key": secret, "webhook_secret": []}
    return {"webhook_secret": [f"{USER}:{secret}"]}


def _arrived(known: Provider, event: Any, posted: Posted) -> Arrived:
    message = event.message
    raw = known.raw(posted)
    if raw is None and not message.get("From"):
        raise Unreadable("no mail")
    told = message.envelope_recipient or ""
    return Arrived(
        raw=raw if raw is not None else message.as_bytes(policy=policy.SMTP.clone(utf8=False)),
        whole=raw is not None,
        sender=message.envelope_sender,
        recipients=[one.strip() for one in told.split(",") if one.strip()] + _further(posted),
        # Put together twice, a mail is not the same to the byte; what was posted is.
        event_id=str(event.event_id or ("" if raw is not None else posted.fingerprint)),
    )


def _further(posted: Posted) -> list[str]:
    """Recipients beyond the first: SendGrid's envelope has all of them, and so has Amazon's receipt."""
    try:
        if "envelope" in posted.fields:
            named = json.loads(posted.fields["envelope"])["to"]
        else:
            named = json.loads(json.loads(posted.body)["Message"])["receipt"]["recipients"]
    except (ValueError, KeyError, TypeError):
        return []
    return [one for one in named if isinstance(one, str)]
