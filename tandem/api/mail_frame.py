"""A customer's HTML in a document of its own: no scripts, no cookies, nothing loaded that nobody asked for (sec:E-01, D-06).

The frame has no session: its address is a token for one person and one message, good for five minutes, and the person's
rights are asked again each time.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from tandem.api.present.messages import PREVIEWABLE, frame_signer
from tandem.infra.markup import show_destinations, show_images, text_to_html
from tandem.infra.pictures.addresses import proxied
from tandem.infra.server.files import hand_over
from tandem.infra.storage import storage
from tandem.people.actors import StaffActor, staff_actor
from tandem.people.models import Person
from tandem.tickets.models import Attachment, Message
from tandem.tickets.queries import visible_to

#: Seconds that the address of a frame is good for.
FRAME_SECONDS: Final = 5 * 60
#: Seconds that a picture's address is good for: a long mail is scrolled slowly, and pictures load when they come near.
PICTURE_SECONDS: Final = 30 * 60
_STYLE: Final = (
    "html{color-scheme:light;background:#fff}"
    "body{margin:12px;font:14px/1.55 Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC',"
    "'Microsoft YaHei',sans-serif;color:#1f2328;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}"
    "img:not([src]){display:inline-block;min-width:16px;min-height:16px;border:1px dashed #b6bcc4;border-radius:3px}"
    ".true-host{color:#a3160a;font-weight:600;overflow-wrap:anywhere}"
    "table{max-width:100%}pre{white-space:pre-wrap}"
    "blockquote{margin:0 0 0 2px;padding-left:12px;border-left:3px solid #d0d7de;color:#57606a}"
    "summary{cursor:pointer;color:#57606a;width:max-content;padding:0 8px;border-radius:6px;background:#eef0f3}"
    "summary::marker{content:''}"
)


@require_safe
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """The document for one message. `images=1`: with pictures from elsewhere, fetched by us, since the reader asked for them."""
    content = _opened(frame_signer(), token, FRAME_SECONDS)
    actor = _actor(content)
    rows = Message.objects.filter(id=_number(content, "m"), shown_in__in=visible_to(actor))
    message = rows.prefetch_related("attachments").first()
    if message is None:
        raise Http404
    remote = request.GET.get("images") == "1"
    body = message.html if message.html is not None else text_to_html(message.text)
    shown = show_destinations(show_images(body, _pictures(message, actor), proxied if remote else None))
    response = HttpResponse(_document(shown), content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = _policy(request)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def picture(_request: HttpRequest, token: str) -> HttpResponse:
    """A picture that a mail brought along. The frame sends no cookies, so the address itself is the proof."""
    content = _opened(_picture_signer(), token, PICTURE_SECONDS)
    tickets = visible_to(_actor(content))
    file = Attachment.objects.filter(
        id=_number(content, "a"), message__shown_in__in=tickets, type__in=PREVIEWABLE, removed_at__isnull=True
    ).first()
    if file is None:
        raise Http404
    response = HttpResponse(content_type=file.type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    # The frame is sandboxed and so of no origin; the default would hide the picture from it.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"private, max-age={FRAME_SECONDS}"
    return hand_over(response, storage().path(file.digest))


def _pictures(message: Message, actor: StaffActor) -> dict[str, str]:
    """Content-ID -> address, of the pictures that a browser shows."""
    signer = _picture_signer()
    return {
        file.cid: f"/mail-frame/picture/{signer.sign_object({'a': str(file.id), 'p': str(actor.me)})}"
        for file in message.attachments.all()
        if file.cid and file.type in PREVIEWABLE
    }


def _policy(request: HttpRequest) -> str:
    # Named, because 'self' means nothing in a sandboxed document to some browsers.
    pictures = f"{request.scheme}://{escape(request.get_host())}"
    return (
        f"default-src 'none'; img-src 'self' {pictures}; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )


def _document(body: str) -> str:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><base target="_blank">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f'<title>Mail</title><style>{_STYLE}</style></head><body dir="auto">{body}</body></html>'
    )


def _picture_signer() -> TimestampSigner:
    return TimestampSigner(salt="tandem.mail_frame.picture")


def _opened(signer: TimestampSigner, token: str, seconds: int) -> dict[str, Any]:
    """What the token says. A wrong or old one is answered like a message that does not exist."""
    try:
        content = signer.unsign_object(token, max_age=seconds)
    except BadSignature:
        raise Http404 from None
    return content if isinstance(content, dict) else {}


def _actor(content: dict[str, Any]) -> StaffActor:
    """The person for whom the address was made, with the rights that they have now."""
    person = Person.objects.filter(id=_number(content, "p"), active=True, role__isnull=False).first()
    if person is None:
        raise Http404
    return staff_actor(person)


def _number(content: dict[str, Any], name: str) -> int:
    value = str(content.get(name, ""))
    return int(value) if value.isdigit() else 0
