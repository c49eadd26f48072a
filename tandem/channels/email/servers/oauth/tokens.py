"""What a provider gives for a code or for a refresh token, and what its refusals mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from tandem.channels.email.models import MailSignIn
from tandem.channels.email.servers.oauth.http import Answer, Away, post_form
from tandem.channels.email.servers.oauth.providers import Endpoints, endpoints
from tandem.channels.email.servers.oauth.sealed import open_client_secret

#: Seconds that a token counts as good for where the provider does not say (RFC 6749, 5.1 leaves it open).
_UNSAID: Final = 300
_LONGEST: Final = 30 * 24 * 3600
#: Answers after which only a person can go on: the right was taken back, has run out, or a step of theirs is missing.
_ENDED: Final = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})
#: Answers that judge what an admin has entered.
_CLIENT: Final = frozenset({"invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"})


class Ended(Exception):
    """The provider does not go on with this sign-in: somebody has to sign in again."""


class ClientRefused(Exception):
    """The provider does not know this client, or its secret has run out."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """`refresh` is empty where the old one stays good; `lasts` in seconds."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lasts: int


def of(sign_in: MailSignIn) -> Endpoints:
    """The addresses of a stored sign-in."""
    return endpoints(sign_in.provider, sign_in.tenant, sign_in.authorize_url, sign_in.token_url, sign_in.scope)


def authorization_url(sign_in: MailSignIn, redirect: str, state: str, verifier: str, user: str) -> str:
    """Where an admin's browser goes to sign in."""
    client, place = WebApplicationClient(sign_in.client_id), of(sign_in)
    challenge = client.create_code_challenge(verifier, "S256")
    hint = {"login_hint": user} if user else {}
    address: str = client.prepare_request_uri(
        place.authorize,
        redirect_uri=redirect,
        scope=place.scope,
        state=state,
        code_challenge=challenge,
        code_challenge_method="S256",
        **place.extra,
        **hint,
    )
    return address


def exchange(sign_in: MailSignIn, code: str, verifier: str, redirect: str) -> Tokens:
    """What a code is worth, once. Raises Ended, ClientRefused, Away, Trouble."""
    client = WebApplicationClient(sign_in.client_id)
    body = client.prepare_request_body(code=code, redirect_uri=redirect, code_verifier=verifier, **_secret(sign_in))
    return _ask(sign_in, client, body)


def refresh(sign_in: MailSignIn, refresh_token: str) -> Tokens:
    """A new access token. Raises Ended, ClientRefused, Away, Trouble."""
    client = WebApplicationClient(sign_in.client_id)
    known = {"client_id": sign_in.client_id} | _secret(sign_in)
    return _ask(sign_in, client, client.prepare_refresh_body(refresh_token=refresh_token, **known))


def _secret(sign_in: MailSignIn) -> dict[str, str]:
    secret = open_client_secret(sign_in)
    return {"client_secret": secret} if secret else {}


def _ask(sign_in: MailSignIn, client: WebApplicationClient, body: str) -> Tokens:
    place = of(sign_in)
    answer = post_form(place.token, body, listed_only=place.listed_only)
    if answer.status >= 500 or answer.status == 429:
        raise Away(f"status {answer.status}")
    return _read(client, answer)


def _read(client: WebApplicationClient, answer: Answer) -> Tokens:
    try:
        told: dict[str, Any] = client.parse_request_body_response(answer.body)
    except OAuth2Error as error:
        if error.error in _ENDED:
            raise Ended(error.error) from error
        if error.error in _CLIENT:
            raise ClientRefused(error.error) from error
        raise Away(str(error.error)) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise Away("no answer of a token endpoint") from error
    access, again = told.get("access_token"), told.get("refresh_token") or ""
    kind = str(told.get("token_type") or "bearer").lower()
    if answer.status != 200 or kind != "bearer" or not _is_token(access) or (again and not _is_token(again)):
        raise Away("no bearer token")
    lasts = told.get("expires_in")
    return Tokens(str(access), again, min(int(lasts), _LONGEST) if isinstance(lasts, int) and lasts > 0 else _UNSAID)


def _is_token(text: object) -> bool:
    """Visible ASCII (RFC 6749, A.12): anything else could end a line of the mail server's protocol."""
    return isinstance(text, str) and 0 < len(text) < 20_000 and all(" " <= letter <= "~" for letter in text)
