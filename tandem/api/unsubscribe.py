"""The page behind List-Unsubscribe: it says of what, and a button ends it. Mail programs press that button by themselves.

Nobody is signed in here: the address in the mail is the proof. To look changes nothing, since programs look at every address of
a mail (RFC 8058 1); only POST does, from a mail program without cookies (RFC 8058 3.2) or from the button.
"""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tandem.notifications.base import notification_kinds
from tandem.notifications.unsubscribing import Subscription, read_token, unsubscribe
from tandem.people.installation import public_url
from tandem.people.models import Person

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STYLE: Final = (
    ":root{color-scheme:light dark}body{max-width:34rem;margin:12vh auto;padding:0 20px;"
    "font:15px/1.55 Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Microsoft YaHei',sans-serif}"
    "h1{font-size:20px;line-height:1.3;margin:0 0 8px}p{margin:0 0 20px}"
    "button{font:inherit;font-weight:500;padding:8px 16px;border:0;border-radius:8px;background:#5b50d6;color:#fff;cursor:pointer}"
    "button:focus-visible,a:focus-visible{outline:2px solid #5b50d6;outline-offset:2px}a{color:#5b50d6}"
    "@media(prefers-color-scheme:dark){body{background:#17161c;color:#ececf1}a{color:#a9a1ff}}"
)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What the mails are about and the button; after POST, that there will be none."""
    subscription = read_token(token)
    person = None if subscription is None else Person.objects.filter(id=subscription.person_id).first()
    if subscription is None or person is None:
        raise Http404
    with translation.override(person.language or "en"):
        if request.method == "POST":
            unsubscribe(subscription)
            body = _done(subscription)
        else:
            body = _asked(subscription)
        response = HttpResponse(_document(body), content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = _POLICY
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(subscription: Subscription) -> str:
    title = _("Mails about: %(kind)s") % {"kind": _label(subscription)}
    words = _("You get these mails as you work in this help desk. What is new stays behind the bell there.")
    button = _("Send me no more of these mails")
    return f'{_heading(title)}<p>{escape(words)}</p><form method="post"><button>{escape(button)}</button></form>'


def _done(subscription: Subscription) -> str:
    title = _("You get no more mails about: %(kind)s") % {"kind": _label(subscription)}
    words, settings = _("What is new stays behind the bell."), _("Choose what you are told of")
    link = f'<a href="{escape(public_url())}/agent/me/notifications">{escape(settings)}</a>'
    return f"{_heading(title)}<p>{escape(words)} {link}</p>"


def _heading(title: str) -> str:
    return f"<h1>{escape(title)}</h1>"


def _label(subscription: Subscription) -> str:
    return str(notification_kinds()[subscription.kind].label)


def _document(body: str) -> str:
    language = escape(translation.get_language() or "en")
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>Tandem</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
