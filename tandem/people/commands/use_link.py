"""Use a link that was mailed: set the password, and for an invitation what one is called; or take the new address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import make_address
from tandem.kernel.changes import ChangeSet, Fact, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid, Problem
from tandem.people.commands.send_link import open_links
from tandem.people.models import ApiToken, Person, SignInLink
from tandem.people.references import check_sign_in_free

#: Purposes that set a password.
OF_PASSWORDS = (SignInLink.INVITATION, SignInLink.PASSWORD)


@dataclass
class UseLink(Command[None]):
    """Once: of two tabs one wins. Whatever else was mailed to set the password ends with it.

    `details` are `name`, `language`, `time_zone` in stored form, checked already; only an invitation has them.
    """

    verb = "sign_in_link.use"

    link_id: int
    person_id: int
    details: Mapping[str, Json] = field(default_factory=dict)
    ends_tokens: bool = False

    @property
    def link(self) -> Ref:
        return Ref("sign_in_link", self.link_id)

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        others = open_links(self.person_id, *OF_PASSWORDS)
        tokens = ApiToken.objects.filter(person_id=self.person_id, revoked_at__isnull=True) if self.ends_tokens else ()
        return (
            self.person,
            self.link,
            *(Ref("sign_in_link", other) for other in others if other != self.link_id),
            *(Ref("api_token", token.id) for token in tokens),
        )

    def read(self, run: Run) -> None:
        link: SignInLink = run.record(self.link)
        person: Person = run.record(self.person)
        check_works(link, person, run.now)
        if link.purpose == SignInLink.ADDRESS:
            address = make_address(link.address)
            if Person.objects.filter(email_key=address.key).exclude(id=person.id).exists():
                raise Invalid([Problem("/token", "taken", _("Somebody has this address already."))])
            check_sign_in_free(address)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        link: SignInLink = run.record(self.link)
        changes.set(self.link, "used_at", None, run.now)
        if link.purpose == SignInLink.ADDRESS:
            address = make_address(link.address)
            changes.set(self.person, "email", run.before(self.person, "email"), address.address)
            changes.set(self.person, "email_key", run.before(self.person, "email_key"), address.key)
            return changes
        changes.append(Fact(self.person, "person.password_set", {"by": link.purpose}))
        for name, value in self.details.items():
            changes.set(self.person, name, run.before(self.person, name), value)
        for ref, record in run.records.items():
            if ref != self.link and ref.kind in {"sign_in_link", "api_token"} and record.revoked_at is None:
                changes.set(ref, "revoked_at", None, run.now)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.person


def check_works(link: SignInLink, person: Person, now: int) -> None:
    """The link can be used at `now` (milliseconds). Raises Conflict, with a sentence that says why not."""
    moved = link.purpose != SignInLink.ADDRESS and link.address.lower() != person.email.lower()
    if link.used_at is not None:
        raise Conflict("link.used", _("This link was used already. Each works once."))
    if link.revoked_at is not None or moved or not person.active or person.role is None:
        raise Conflict("link.revoked", _("This link does not work any more. A newer one may be in your mail."))
    if link.expires_at <= now:
        raise Conflict("link.expired", _("This link has expired. Ask for a new one."))
