"""The page that the workspace lives in: one document for every address below /agent/, with a nonce of its own."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from tandem.people.installation import is_demo
from tandem.people.languages import shown_language

#: `'self'` covers the assets, and in most browsers the websocket of this host, which is named for the others; the nonce covers
#: the inline boot data and the styles that the interface makes while it runs.
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; connect-src 'self' {socket}; frame-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'; report-uri /csp-report"
)
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@require_safe
def front_page(_request: HttpRequest) -> HttpResponse:
    """The customers' pages are not built yet; who comes here works here."""
    return HttpResponseRedirect("/agent/")


@require_safe
@ensure_csrf_cookie
def workspace(request: HttpRequest, path: str = "") -> HttpResponse:
    """The shell; which screen is meant is the browser's business, so any path gets the same page."""
    try:
        page = (_folder() / "index.html").read_text("utf-8")
    except OSError:
        sentence = _("The workspace has not been built. Run: make setup")
        return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    nonce = secrets.token_urlsafe(18)
    boot = {"language": shown_language(get_language() or "en"), "demo": is_demo()}
    filled = page.replace("__CSP_NONCE__", nonce).replace("__BOOT__", inert_json(boot))
    response = HttpResponse(filled, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = POLICY.format(nonce=nonce, socket=_socket(request))
    response["Cache-Control"] = "no-cache, private"
    return response


def _socket(request: HttpRequest) -> str:
    return f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"


def _folder() -> Path:
    default = Path(__file__).resolve().parents[1] / "web_build"
    return Path(getattr(settings, "WEB_BUILD", default))


def inert_json(value: Any) -> str:
    """JSON that can stand inside a script element: no character of it can end the element or begin another."""
    return "".join(_ESCAPED.get(character, character) for character in json.dumps(value))
