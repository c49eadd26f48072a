"""Mail somebody a link that works once: to join, or to set a new password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.people.granting import check_grant
from tandem.people.models import Account, Person, SignInLink

#: The effect that mails what a person has to know about their account.
MAIL = "mail.account"


@dataclass
class SendLink(Command[None]):
    """A new link of a purpose ends the one before. The token never reaches the command, only its digest does."""

    verb = "person.send_link"
    creates = "sign_in_link"

    person_id: int
    purpose: str
    link_id: int
    digest: str
    #: Milliseconds for which it works.
    lasts: int

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person, *(Ref("sign_in_link", link) for link in open_links(self.person_id, self.purpose)))

    def read(self, run: Run) -> None:
        person: Person = run.record(self.person)
        if person.role is None:
            raise NotFound()
        check_grant(run.actor, person.role)
        if not person.active:
            raise Invalid([Problem("", "disabled", _("Somebody who is deactivated gets no link."))])
        account = Account.objects.filter(person_id=person.id).first()
        if self.purpose == SignInLink.INVITATION and account is not None and account.has_usable_password():
            raise Invalid([Problem("", "joined", _("This person has a password already. Send a link for a new one."))])

    def address(self, run: Run) -> str:
        """Where it is sent."""
        return str(run.record(self.person).email)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        changes.create(
            Ref("sign_in_link", self.link_id),
            {
                "person_id": self.person_id,
                "purpose": self.purpose,
                "address": self.address(run),
                "digest": self.digest,
                "created_at": run.now,
                "expires_at": run.now + self.lasts,
            },
        )
        for ref, record in run.records.items():
            if ref.kind == "sign_in_link" and record.used_at is None and record.revoked_at is None:
                changes.set(ref, "revoked_at", None, run.now)
        changes.effects.append(EffectRequest(MAIL, f"link:{self.link_id}", {"link_id": str(self.link_id)}))
        return changes


def open_links(person_id: int, *purposes: str) -> list[int]:
    """The ids of the links of these purposes that were neither used nor revoked, expired ones among them."""
    found = SignInLink.objects.filter(person_id=person_id, purpose__in=purposes, used_at=None, revoked_at=None)
    return list(found.order_by("id").values_list("id", flat=True))
