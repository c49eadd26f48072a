"""“Forgot password?”: asked by anybody, about any address. Whether there is such an account is found out after the answer, so that
neither its words nor its time tell (sec:G-03)."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from tandem.infra import clock
from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.infra.ids import new_id
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import EffectRequest
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import Refused
from tandem.people.links import send_link
from tandem.people.models import Person, SignInLink

KIND: Final = "account.forgotten"


def ask(address: Address) -> None:
    """Somebody forgot the password of this address: one row, whoever it belongs to."""
    with transaction.atomic():
        outbox.enqueue([EffectRequest(KIND, f"{new_id():x}", {"email": address.address})], clock.now_ms())


def _answer(claim: Claim) -> None:
    try:
        address = make_address(str(claim.payload["email"]))
    except InvalidAddress:
        return
    person = Person.objects.filter(email_key=address.key, role__isnull=False, active=True).first()
    if person is None:
        return
    try:
        send_link(person.id, SignInLink.PASSWORD, SYSTEM)
    except Refused:
        # Deactivated just now.
        return


FORGOTTEN = EffectKind(KIND, _answer, max_attempts=3)
