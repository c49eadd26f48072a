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
    ("/tickets", "messages.router", "messages"),
    ("/tickets", "attention.of_tickets", "tickets"),
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
    ("/catalogue", "catalogue.router", "configuration"),
    ("/conditions", "conditions.router", "tickets"),
    ("/views", "views.router", "tickets"),
    ("/people", "people.router", "people"),
    ("/customers", "customers.router", "people"),
    ("/customers", "customer_data.router", "people"),
    ("/departments", "groups.departments", "people"),
    ("/teams", "groups.teams", "people"),
    ("/mailboxes", "mailboxes.router", "mail"),
    ("/quarantine", "mail_ledger.quarantine", "mail"),
    ("/ledger", "mail_ledger.ledger", "mail"),
    ("/caught-mail", "caught_mail.router", "mail"),
    ("/organisations", "organisations.router", "people"),
    ("/sign-in", "sign_in.router", "sign-in"),
    ("/me", "security.router", "security"),
    ("/me/security/passkeys", "passkeys.router", "security"),
    ("/me", "sessions.router", "security"),
    ("/security-policy", "security_policy.router", "security"),
    ("/roles", "roles.router", "people"),
)


def install_routers() -> None:
    """Mount every router."""
    for prefix, path, tag in ROUTERS:
        api.add_router(prefix, import_string(f"tandem.api.routers.{path}"), tags=[tag])
    from tandem.api.routers import (
        attachments,
        attention,
        audit,
        catalogue,
        caught_mail,
        conditions,
        customer_data,
        customers,
        demo,
        drafts,
        groups,
        installation,
        mail_ledger,
        mailboxes,
        me,
        messages,
        notifications,
        organisations,
        people,
        realtime,
        setup,
        statuses,
        tickets,
        tokens,
        uploads,
        views,
    )

    api.add_router("/tickets", tickets.router, tags=["tickets"])
    api.add_router("/tickets", messages.router, tags=["messages"])
    api.add_router("/tickets", attention.of_tickets, tags=["tickets"])
    api.add_router("/customers", attention.of_customers, tags=["people"])
    api.add_router("/notifications", notifications.router, tags=["notifications"])
    api.add_router("/statuses", statuses.router, tags=["configuration"])
    api.add_router("/realtime", realtime.router, tags=["realtime"])
    api.add_router("/installation", installation.router, tags=["installation"])
    api.add_router("/setup", setup.router, tags=["installation"])
    api.add_router("/demo", demo.router, tags=["installation"])
    api.add_router("/tokens", tokens.router, tags=["me"])
    api.add_router("/tickets", drafts.router, tags=["drafts"])
    api.add_router("/uploads", uploads.router, tags=["files"])
    api.add_router("/attachments", attachments.router, tags=["files"])
    api.add_router("/audit", audit.router, tags=["audit"])
    api.add_router("/me", me.router, tags=["me"])
    api.add_router("/catalogue", catalogue.router, tags=["configuration"])
    api.add_router("/conditions", conditions.router, tags=["tickets"])
    api.add_router("/views", views.router, tags=["tickets"])
    api.add_router("/people", people.router, tags=["people"])
    api.add_router("/customers", customers.router, tags=["people"])
    api.add_router("/customers", customer_data.router, tags=["people"])
    api.add_router("/departments", groups.departments, tags=["people"])
    api.add_router("/teams", groups.teams, tags=["people"])
    api.add_router("/mailboxes", mailboxes.router, tags=["mail"])
    api.add_router("/quarantine", mail_ledger.quarantine, tags=["mail"])
    api.add_router("/ledger", mail_ledger.ledger, tags=["mail"])
    api.add_router("/caught-mail", caught_mail.router, tags=["mail"])
    api.add_router("/organisations", organisations.router, tags=["people"])


def install_sign_in() -> None:
    """Mount what belongs to signing in, and to who may do what."""
    from tandem.api.routers import passkeys, roles, security, security_policy, sessions, sign_in

    api.add_router("/sign-in", sign_in.router, tags=["sign-in"])
    api.add_router("/me", security.router, tags=["security"])
    api.add_router("/me/security/passkeys", passkeys.router, tags=["security"])
    api.add_router("/me", sessions.router, tags=["security"])
    api.add_router("/security-policy", security_policy.router, tags=["security"])
    api.add_router("/roles", roles.router, tags=["people"])


def install_routers_of_tickets() -> None:
    """Mount what goes beyond a ticket's own page: many at once, its history, its notes, tags."""
    from tandem.api.routers import bulk, history, notes, tags

    api.add_router("/tickets/bulk", bulk.router, tags=["tickets"])
    api.add_router("/tickets", history.router, tags=["tickets"])
    api.add_router("/tickets", notes.router, tags=["messages"])
    api.add_router("/tags", tags.router, tags=["tickets"])


install_routers()
install_sign_in()
install_routers_of_tickets()
