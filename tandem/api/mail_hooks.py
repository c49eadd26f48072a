"""The door for providers' webhooks: no session and no form token; each request proves itself by the secret of its mailbox."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tandem.channels.email.intake.webhook import take


@csrf_exempt
@require_POST
def take_hook(request: HttpRequest, mailbox_id: int, provider: str, kind: Literal["mime", "events"]) -> HttpResponse:
    """200 once everything that was brought is kept; 5xx for every fault of ours. No words: nobody reads them."""
    response = HttpResponse(status=take(mailbox_id, provider, kind, request), content_type="text/plain")
    if response.status_code == 401:
        # Amazon sends its credentials only after it was asked (RFC 7617).
        response["WWW-Authenticate"] = 'Basic realm="Tandem"'
    elif response.status_code == 503:
        response["Retry-After"] = "30"
    return response
