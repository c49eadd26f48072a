"""The second factor: codes of an authenticator app (RFC 6238), recovery codes, passkeys. allauth keeps them; codes are
checked here.

A code counts once (RFC 6238, 5.2), on every node and after a restart: the step that was used last is kept with the secret and
compared under the row's lock. One step before and after is taken as well, for clocks that differ.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction
from qrcode.image.svg import SvgPathImage

from tandem.infra import clock
from tandem.infra.sealing import seal, unseal
from tandem.people.installation import public_url
from tandem.people.models import Account

#: Seconds of one step (RFC 6238, 5.2).
STEP: Final = 30
#: Steps before and after now that are taken.
DRIFT: Final = 1

_PURPOSE: Final = "tandem.people.second_factors"
_STRONG: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Tandem's answers to allauth's questions about second factors."""

    def encrypt(self, text: str) -> str:
        """Secrets in the database are of no use without the secret key of the installation."""
        return seal(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, _PURPOSE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The relying party (WebAuthn Level 2, 5.1.2): the host that is configured; on this machine itself also `localhost`."""
        host = context.request.get_host().partition(":")[0]
        name = "localhost" if host == "localhost" else urlsplit(public_url()).hostname or "localhost"
        return {"id": name, "name": "Tandem"}


def new_secret() -> str:
    """160 random bits in base32 (RFC 4226, 4; RFC 4648, 6)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def has_second_factor(account_id: int) -> bool:
    """Whether signing in takes more than the password."""
    return bool(Authenticator.objects.filter(user_id=account_id, type__in=_STRONG).exists())


def matching_step(secret: str, code: str, after: int = 0) -> int | None:
    """The step of a code, if it is one of now and later than `after`; None for a wrong or a used one."""
    step = clock.now_ms() // 1000 // STEP
    for candidate in range(step - DRIFT, step + DRIFT + 1):
        if candidate > after and hmac.compare_digest(format_hotp_value(hotp_value(secret, candidate)), code):
            return candidate
    return None


def check_code(account_id: int, given: str) -> Authenticator | None:
    """What a code belongs to, which is used up by it; None for a wrong one. Of two requests with the same code one wins."""
    code = "".join(given.replace("-", "").split())
    if not code.isascii() or not code.isdigit():
        return None
    with transaction.atomic():
        # The account is what both kinds hang on: locked first, so that two requests come one after the other.
        Account.objects.select_for_update().filter(id=account_id).first()
        found = Authenticator.objects.select_for_update().filter(user_id=account_id)
        for row in found.exclude(type=Authenticator.Type.WEBAUTHN):
            if _takes(row, code):
                return row
    return None


def _takes(row: Any, code: str) -> bool:
    if row.type == Authenticator.Type.RECOVERY_CODES:
        return bool(RecoveryCodes(row).validate_code(code))
    step = matching_step(FactorAdapter().decrypt(row.data["secret"]), code, int(row.data.get("last_step", 0)))
    if step is None:
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


def add_app(account_id: int, secret: str, step: int) -> None:
    """Keep the secret of an authenticator app, in place of an earlier one. `step` is that of the code by which it was proved."""
    Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).delete()
    data = {"secret": FactorAdapter().encrypt(secret), "last_step": step}
    Authenticator.objects.create(user_id=account_id, type=Authenticator.Type.TOTP, data=data)


def new_recovery_codes(account: Account) -> list[str]:
    """Ten codes, each good for one sign-in, in place of all earlier ones."""
    Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    return codes


def recovery_codes_left(account_id: int) -> int | None:
    """How many were not used yet; None where there are none."""
    row = Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return None if row is None else len(RecoveryCodes(row).get_unused_codes())


def drop_recovery_codes_alone(account_id: int) -> None:
    """Recovery codes stand in for a second factor: without one they are nothing."""
    if not has_second_factor(account_id):
        Authenticator.objects.filter(user_id=account_id).delete()


def picture_of(uri: str) -> str:
    """A QR code (ISO/IEC 18004) as SVG."""
    out = BytesIO()
    qrcode.make(uri, image_factory=SvgPathImage, border=2).save(out)
    return out.getvalue().decode()
