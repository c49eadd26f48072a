"""Where a mailbox is signed in to, and to which mail servers the token of that sign-in may go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from tandem.infra.server.installation import is_loopback
from tandem.infra.text import has_controls
from tandem.kernel.errors import Problem

OTHER: Final = "other"
_TENANT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,99}")
_LONGEST_ADDRESS: Final = 500


@dataclass(frozen=True, slots=True)
class Endpoints:
    """`listed_only`: they are an admin's own words, so they may lead only to networks that the operator has named (sec:F-07)."""

    authorize: str
    token: str
    scope: str
    extra: Mapping[str, str]
    listed_only: bool


#: Hosts of each provider that takes its tokens: what was given for one provider never goes to another's server.
HOSTS: Final[Mapping[str, frozenset[str]]] = {
    "google": frozenset({"imap.gmail.com", "pop.gmail.com", "smtp.gmail.com"}),
    "microsoft": frozenset(
        {
            "outlook.office365.com",
            "smtp.office365.com",
            "imap-mail.outlook.com",
            "pop-mail.outlook.com",
            "smtp-mail.outlook.com",
        }
    ),
}
PROVIDERS: Final = (*HOSTS, OTHER)
#: Without it there is no word on whether organisations, private accounts or both may sign in.
_EVERY_TENANT: Final = "common"


def endpoints(provider: str, tenant: str, authorize_url: str, token_url: str, scope: str) -> Endpoints:
    """The addresses of a sign-in."""
    if provider == "google":
        # Only this pair of words brings a refresh token every time.
        extra = {"access_type": "offline", "prompt": "consent"}
        return Endpoints(
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            "https://mail.google.com/",
            extra,
            listed_only=False,
        )
    if provider == "microsoft":
        base = f"https://login.microsoftonline.com/{tenant or _EVERY_TENANT}/oauth2/v2.0"
        rights = ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")
        scope = " ".join(["offline_access", *(f"https://outlook.office.com/{right}" for right in rights)])
        return Endpoints(f"{base}/authorize", f"{base}/token", scope, {"prompt": "select_account"}, listed_only=False)
    return Endpoints(authorize_url, token_url, scope, {}, listed_only=True)


def unfit(values: Mapping[str, Any]) -> list[Problem]:
    """What cannot be meant in the settings of a sign-in."""
    problems = []
    if not 1 <= len(values["client_id"]) <= 300 or has_controls(values["client_id"]):
        problems.append(Problem("/client_id", "length", _("Enter the client ID that the provider has given you.")))
    if values["tenant"] and not _TENANT.fullmatch(values["tenant"]):
        problems.append(Problem("/tenant", "unknown", _("A tenant is an ID or a domain, such as example.com.")))
    if len(values["scope"]) > _LONGEST_ADDRESS or has_controls(values["scope"]):
        problems.append(Problem("/scope", "too_long", _("These are names of rights, with spaces in between.")))
    if values["provider"] != OTHER:
        return problems
    for name in ("authorize_url", "token_url"):
        if not _is_endpoint(values[name], plain=name == "token_url"):
            sentence = _("This is an address that begins with https:// and has no user name and no # in it.")
            problems.append(Problem(f"/{name}", "address", sentence))
    return problems


def _is_endpoint(text: str, *, plain: bool) -> bool:
    """`plain`: http is enough to this machine. Endpoints have no fragment (RFC 6749, 3.1)."""
    if len(text) > _LONGEST_ADDRESS or has_controls(text) or " " in text:
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (plain and parts.scheme == "http" and is_loopback(host))
