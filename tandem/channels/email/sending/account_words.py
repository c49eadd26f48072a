"""The words of mails about accounts, in the language that is active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.infra.text import one_line
from tandem.infra.words import Words
from tandem.people.installation import public_url
from tandem.people.models import SignInLink


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body of a mail."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class _Link:
    subject: Words
    lead: Words
    end: Words


_LINKS: Final = {
    SignInLink.INVITATION: _Link(
        gettext_lazy("You are invited to Tandem"),
        gettext_lazy("A colleague has invited you to the help desk. Open this address to choose a password and begin:"),
        gettext_lazy("The link works once, for seven days. If you do not know what this is about, leave it."),
    ),
    SignInLink.PASSWORD: _Link(
        gettext_lazy("A new password for Tandem"),
        gettext_lazy("Somebody asked for a new password for your account. Open this address to choose one:"),
        gettext_lazy("The link works once, for one hour. If it was not you, leave it: your password stays as it is."),
    ),
    SignInLink.ADDRESS: _Link(
        gettext_lazy("Confirm your new address for Tandem"),
        gettext_lazy("You want to sign in with this mail address from now on. Open this address to confirm it:"),
        gettext_lazy("The link works once, for one hour. If it was not you, leave it: nothing changes."),
    ),
}

#: What happened -> what its person reads.
NOTICES: Final[dict[str, Words]] = {
    "person.password_set": gettext_lazy("Your password was changed, and every other session was ended."),
    "person.factor_added": gettext_lazy("A second factor was added to your account."),
    "person.factor_removed": gettext_lazy("A second factor was removed from your account."),
    "person.recovery_codes_made": gettext_lazy("New recovery codes were made for your account. The old ones are void."),
    "person.address_changed": gettext_lazy(
        "You sign in with another mail address from now on, no longer with this one."
    ),
}


def of_link(purpose: str, name: str, url: str) -> Text:
    """A mail with a link. KeyError for an unknown purpose."""
    link = _LINKS[purpose]
    return Text(str(link.subject), f"{_greeting(name)}\n\n{link.lead}\n\n{url}\n\n{link.end}\n")


def of_notice(kind: str, name: str) -> Text | None:
    """A mail that says that something about the account has changed; None for what is not told."""
    sentence = NOTICES.get(kind)
    if sentence is None:
        return None
    end = _("If it was not you, tell an admin at once and change your password:")
    body = f"{_greeting(name)}\n\n{sentence}\n\n{end}\n\n{public_url()}/agent/me/security\n"
    return Text(_("A change to your account"), body)


def _greeting(name: str) -> str:
    return _("Hello %(name)s,") % {"name": one_line(name, 100)} if name else _("Hello,")
