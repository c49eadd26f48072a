"""One attempt of an admin to sign a mailbox in: begun here, finished where the provider sends their browser back to.

What proves that the one who comes back is the one who left lies in their session on the server (RFC 6749, 10.12; RFC 7636).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import MutableMapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.models import MailServer, MailSignIn
from tandem.channels.email.servers.oauth import grants, tokens
from tandem.channels.email.servers.oauth.http import Away
from tandem.channels.email.servers.oauth.tokens import ClientRefused, Ended
from tandem.channels.email.servers.troubles import Trouble, words_of
from tandem.infra import clock
from tandem.kernel.errors import NotFound, Refused
from tandem.people.installation import public_url

_KEPT: Final = "mail_sign_in"
#: Milliseconds that an attempt may take.
_LASTS: Final = 15 * 60_000

Session = MutableMapping[str, Any]


class NotSignedIn(Refused):
    """The provider did not let us in, or this attempt is none of ours."""

    def __init__(self, code: str, words: Any) -> None:
        super().__init__(f"mail_sign_in.{code}", words)


def redirect_uri() -> str:
    """Where providers send browsers back to: exactly this is entered there."""
    return f"{public_url()}/agent/mailboxes"


def begin(session: Session, person_id: int, mailbox_id: int) -> str:
    """The address to send an admin's browser to. Raises NotFound."""
    sign_in = _sign_in(mailbox_id)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    session[_KEPT] = {
        "person": str(person_id),
        "mailbox": str(mailbox_id),
        "state": state,
        "verifier": verifier,
        "redirect": redirect_uri(),
        "bound_to": grants.bound_to(sign_in),
        "until": clock.now_ms() + _LASTS,
    }
    user = MailServer.objects.filter(mailbox_id=mailbox_id, auth="oauth").values_list("user", flat=True).first()
    return tokens.authorization_url(sign_in, redirect_uri(), state, verifier, user or "")


def finish(session: Session, person_id: int, state: str, code: str, error: str) -> int:
    """Take what the provider sent the browser back with; the id of the mailbox. An attempt counts once. Raises NotSignedIn."""
    attempt = session.get(_KEPT)
    if not isinstance(attempt, dict) or not _is_ours(attempt, person_id, state):
        # Not ours: the one that is under way, if any, stays.
        raise NotSignedIn("unknown", _("This sign-in was not begun here, or in another browser. Begin it again."))
    del session[_KEPT]
    if attempt["until"] < clock.now_ms():
        raise NotSignedIn("too_late", _("This sign-in has taken too long. Begin it again."))
    if error or not code:
        raise NotSignedIn(
            "declined", _("The provider did not let Tandem in. Begin again and allow it to use the mailbox.")
        )
    sign_in = _sign_in(int(attempt["mailbox"]))
    if attempt["bound_to"] != grants.bound_to(sign_in):
        raise NotSignedIn("changed", _("The settings of this sign-in were changed meanwhile. Begin it again."))
    _take(sign_in, attempt, code)
    return sign_in.mailbox_id


def _is_ours(attempt: dict[str, Any], person_id: int, state: str) -> bool:
    same = hmac.compare_digest(str(attempt["state"]).encode(), state.encode("utf-8", "replace"))
    return same and attempt["person"] == str(person_id)


def _take(sign_in: MailSignIn, attempt: dict[str, Any], code: str) -> None:
    try:
        given = tokens.exchange(sign_in, code, attempt["verifier"], attempt["redirect"])
    except Ended as error:
        raise NotSignedIn("expired", _("The provider's answer has expired. Begin the sign-in again.")) from error
    except ClientRefused as error:
        raise NotSignedIn("client_refused", words_of("client_refused")) from error
    except Away as error:
        raise NotSignedIn("provider_away", words_of("provider_away")) from error
    except Trouble as trouble:
        raise NotSignedIn(trouble.code, words_of(trouble.code)) from trouble
    if not given.refresh:
        raise NotSignedIn(
            "not_lasting",
            _(
                "The provider let Tandem in for an hour only. Allow it offline access (a refresh token), and begin again."
            ),
        )
    hosts = MailServer.objects.filter(mailbox_id=sign_in.mailbox_id, auth="oauth").values_list("host", flat=True)
    grants.keep(sign_in, given, sorted(set(hosts)))


def _sign_in(mailbox_id: int) -> MailSignIn:
    found = MailSignIn.objects.filter(mailbox_id=mailbox_id).first()
    if found is None:
        raise NotFound()
    return found
