"""What the installation asks of everybody who signs in."""

from __future__ import annotations

from contextlib import suppress

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.commands.create_security_policy import CreateSecurityPolicy
from tandem.people.models import SecurityPolicy

#: There is one, and its id is known before it is made.
POLICY_ID = 1


def security_policy() -> SecurityPolicy:
    """The policy as it is; the defaults as long as nobody changed it."""
    return SecurityPolicy.objects.filter(id=POLICY_ID).first() or SecurityPolicy(id=POLICY_ID)


def lacks_factor(account_id: int) -> bool:
    """Whether the installation asks for a second factor that this account does not have: one statement."""
    has = Authenticator.objects.filter(user_id=account_id, type__in=["totp", "webauthn"])
    return SecurityPolicy.objects.filter(~Exists(has), id=POLICY_ID, require_two_factor=True).exists()


def has_what_is_asked() -> Q:
    """Accounts that have the second factor which the installation asks for, as a filter; all where it asks for none."""
    asked = SecurityPolicy.objects.filter(id=POLICY_ID, require_two_factor=True)
    has = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=["totp", "webauthn"])
    return ~Q(Exists(asked)) | Q(Exists(has))


def keep_policy() -> None:
    """Make the one row, with the defaults, where there is none."""
    if not SecurityPolicy.objects.filter(id=POLICY_ID).exists():
        with suppress(IntegrityError), transaction.atomic():
            run(CreateSecurityPolicy(POLICY_ID), SYSTEM)
