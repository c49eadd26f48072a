"""The API: its routers, its errors, its authentication, its description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI

from tandem import __version__
from tandem.api import errors
from tandem.api.answers.base import describe
from tandem.api.authentication import TandemAuth
from tandem.api.bytes import json_response


class TandemAPI(NinjaAPI):
    """Ninja's API whose description knows our answers."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI document, completed with the shapes of answers and problems."""
        return describe(super().get_openapi_schema(**options))

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """The response whose headers an operation may fill in beforehand. Ours make their own and never ask for it, so that one
        that nobody sees does for all."""
        return _UNSEEN


_UNSEEN = HttpResponse()


auth = TandemAuth()
api = TandemAPI(title="Tandem", version=__version__, urls_namespace="api", docs_url=None, openapi_url=None, auth=auth)
errors.install(api)


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this API (sign-in needed)."""
    return json_response(api.get_openapi_schema(path_prefix="/api/v1"))


#: Where each router hangs, which it is, and under which tag it is described; the order is that of the description.
ROUTERS: tuple[tuple[str, str, str], ...] = (
    ("/tickets", "tickets.router", "tickets"),
    ("/tickets/bulk", "bulk.router", "tickets"),
    ("/tickets/bulk", "bulk_replies.router", "messages"),
    ("/tickets", "messages.router", "messages"),
    ("/tickets", "history.router", "tickets"),
    ("/tickets", "notes.router", "messages"),
    ("/tickets", "conversations.router", "messages"),
    ("/tags", "tags.router", "tickets"),
    ("/tickets", "attention.of_tickets", "tickets"),
    ("/tickets", "moving.router", "tickets"),
    ("/tickets", "scheduled.router", "messages"),
    ("/customers", "attention.of_customers", "people"),
    ("/tickets", "macros.on_ticket", "macros"),
    ("/macros", "macros.router", "macros"),
    ("/notifications", "notifications.router", "notifications"),
    ("/statuses", "statuses.router", "configuration"),
    ("/realtime", "realtime.router", "realtime"),
    ("/installation", "installation.router", "installation"),
    ("/setup", "setup.router", "installation"),
    ("/demo", "demo.router", "installation"),
    ("/tokens", "tokens.router", "me"),
    ("/tickets", "drafts.router", "drafts"),
    ("/uploads", "uploads.router", "files"),
    ("/attachments", "attachments.router", "files"),
    ("/audit", "audit.router", "audit"),
    ("/me", "me.router", "me"),
    ("/me", "own_drafts.router", "me"),
    ("/catalogue", "catalogue.router", "configuration"),
    ("/conditions", "conditions.router", "tickets"),
    ("/start", "start.router", "tickets"),
    ("/sample-data", "sample_data.router", "installation"),
    ("/views", "views.router", "tickets"),
    ("/people", "people.router", "people"),
    ("/customers", "customers.router", "people"),
    ("/customers", "customer_data.router", "people"),
    ("/departments", "groups.departments", "people"),
    ("/teams", "groups.teams", "people"),
    ("/mailboxes", "mailboxes.router", "mail"),
    ("/mailboxes", "mail_servers.router", "mail"),
    ("/mailboxes", "mail_sign_in.of_mailboxes", "mail"),
    ("/mailboxes", "mail_hooks.router", "mail"),
    ("/mail-sign-in", "mail_sign_in.router", "mail"),
    ("/signing", "signing.router", "mail"),
    ("/mailboxes", "automatic_mail.of_mailboxes", "mail"),
    ("/automatic-mail", "automatic_mail.router", "mail"),
    ("/quarantine", "mail_ledger.quarantine", "mail"),
    ("/ledger", "mail_ledger.ledger", "mail"),
    ("/failed-mail", "failed_mail.failed", "mail"),
    ("/mail-trouble", "failed_mail.trouble", "mail"),
    ("/tickets", "failed_mail.of_tickets", "mail"),
    ("/tickets", "wrong_ticket.router", "mail"),
    ("/caught-mail", "caught_mail.router", "mail"),
    ("/organisations", "organisations.router", "people"),
    ("/sign-in", "sign_in.router", "sign-in"),
    ("/me", "security.router", "security"),
    ("/me/security/passkeys", "passkeys.router", "security"),
    ("/me", "sessions.router", "security"),
    ("/security-policy", "security_policy.router", "security"),
    ("/roles", "roles.router", "people"),
    ("/collision-policy", "collision.router", "collision"),
    ("/collision-numbers", "collision_numbers.router", "collision"),
    ("/tickets", "chats.of_ticket", "collision"),
    ("/chats", "chats.router", "collision"),
)


def install_routers() -> None:
    """Mount every router."""
    for prefix, path, tag in ROUTERS:
        api.add_router(prefix, import_string(f"tandem.api.routers.{path}"), tags=[tag])


install_routers()
