"""What the operations on one's own sign-in answer."""

from __future__ import annotations

from typing import Any

from tandem.api.answers.base import Answer


class PasskeyShown(Answer):
    """A passkey by the name that its person gave it."""

    id: str
    name: str
    added_at: str
    last_used_at: str | None


class SecurityShown(Answer):
    """How somebody signs in. `confirmed`: who they are was said just now, so that changes are open; `required`: the installation
    asks for a second factor. `may_add`: a second factor may be added, for the first one also after having just signed in.
    `recovery_codes_left` is null where there are none."""

    has_password: bool
    app_added_at: str | None
    passkeys: list[PasskeyShown]
    recovery_codes_left: int | None
    required: bool
    confirmed: bool
    may_add: bool


class AppBegun(Answer):
    """What an authenticator app needs: the address, as a picture (SVG) too, and the secret to type."""

    secret: str
    uri: str
    picture: str


class RecoveryCodes(Answer):
    """Each is good for one sign-in. They are shown this once; empty where the ones from before stay."""

    codes: list[str]


class PasskeyBegun(Answer):
    """The options for `navigator.credentials.create` (WebAuthn Level 2, 5.4), binary values in base64url."""

    options: dict[str, Any]


class PasskeyAdded(Answer):
    """A new passkey; with the first second factor come recovery codes, shown this once."""

    passkey: PasskeyShown
    recovery_codes: list[str]


class SessionShown(Answer):
    """A browser in which one is signed in. `active_at`: when its person last did something there."""

    id: str
    browser: str
    system: str
    user_agent: str
    address: str
    method: str
    signed_in_at: str
    active_at: str
    current: bool


class SessionList(Answer):
    """All of them, the one that was used last first."""

    results: list[SessionShown]


class SessionsEnded(Answer):
    """How many were ended."""

    ended: int


class AddressAsked(Answer):
    """A mail is on its way to the new address; nothing has changed yet."""

    email: str
    expires_at: str


class SecurityPolicyShown(Answer):
    """What the installation asks of everybody who signs in. `without_factor` counts the active colleagues who
    have no second factor."""

    require_two_factor: bool
    idle_minutes: int
    absolute_hours: int
    password_ends_tokens: bool
    without_factor: int
