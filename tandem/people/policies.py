"""Who may see and change people, groups and tokens."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.actors import Actor
from tandem.kernel.errors import Forbidden
from tandem.kernel.records import ALLOWED, Verdict
from tandem.people.actors import has_right

EVERYTHING = Q()
NOTHING = Q(pk__in=[])

NO_RIGHT: Words = _("Your role does not allow this. Ask an admin.")


def by_right(actor: Actor, right: str) -> Verdict:
    """Allowed if the actor carries the right, else refused with the general sentence."""
    return ALLOWED if has_right(actor, right) else Verdict(False, NO_RIGHT)


class ConfigurationPolicy:
    """Everybody on staff reads, only one right changes: departments, teams, tokens, mailboxes, statuses."""

    def __init__(self, change: str) -> None:
        self._change = change

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        return by_right(actor, self._change)

    def visible(self, actor: Actor) -> Q:
        return EVERYTHING if has_right(actor, "people.read") else NOTHING


#: Verbs of somebody who holds a link that was mailed to them.
LINK_VERBS = frozenset({"sign_in_link.use"})


class PersonPolicy(ConfigurationPolicy):
    """Staff see everybody. Members of staff change by the right to manage people, or themselves in what is their own."""

    #: Verbs that anybody on staff may do to their own record.
    OWN = frozenset(
        {"person.set_preferences", "person.signed_in", "person.change_address", "person.secure", "api_token.create"}
        | LINK_VERBS
    )

    #: Verbs about customers, and the right behind each; to mark spam may block its sender.
    OF_CUSTOMERS: Final = {
        "customer.edit": "customers.edit",
        "customer.block": "tickets.spam",
        "customer.merge": "customers.merge",
        "customer.export": "customers.export",
        "customer.erase": "customers.erase",
        "spam": "tickets.spam",
        "not_spam": "tickets.spam",
    }

    def __init__(self) -> None:
        super().__init__("people.manage")

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        if verb in self.OWN and record is not None and record.id == actor.person_id:
            return by_right(actor, "me.edit")
        if verb == "audit.export":
            return by_right(actor, "audit.read")
        if verb in self.OF_CUSTOMERS and (record is None or record.role is None):
            return by_right(actor, self.OF_CUSTOMERS[verb])
        return super().may(actor, verb, record)

    def visible(self, actor: Actor) -> Q:
        """A token without the right to read people still knows whose it is."""
        return EVERYTHING if has_right(actor, "people.read") else Q(pk=actor.person_id)


class AddressPolicy:
    """Further addresses are seen and changed with the person whose they are: who changes one holds that person as well."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        return PersonPolicy().may(actor, verb, None)

    def visible(self, actor: Actor) -> Q:
        return EVERYTHING if has_right(actor, "people.read") else NOTHING


class TokenPolicy(ConfigurationPolicy):
    """A person makes and revokes their own tokens; whoever manages people revokes any."""

    def __init__(self) -> None:
        super().__init__("people.manage")

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        # Whose token a new one is stands in the command, which asks about that person as well.
        if verb == "api_token.create" or (record is not None and record.person_id == actor.person_id):
            return by_right(actor, "me.edit")
        return super().may(actor, verb, record)

    def visible(self, actor: Actor) -> Q:
        return EVERYTHING if has_right(actor, "people.manage") else Q(person_id=actor.person_id)


class LinkPolicy(ConfigurationPolicy):
    """Whoever manages people sends and revokes links; a person uses what was mailed to them."""

    def __init__(self) -> None:
        super().__init__("people.manage")

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        # Whose address a new one changes stands in the command, which asks about that person as well.
        if verb in LINK_VERBS or verb == "person.change_address":
            return by_right(actor, "me.edit")
        return super().may(actor, verb, record)

    def visible(self, actor: Actor) -> Q:
        return EVERYTHING if has_right(actor, "people.manage") else Q(person_id=actor.person_id)


def require(actor: Actor, right: str) -> None:
    """Let only those pass who carry a right. Raises Forbidden."""
    verdict = by_right(actor, right)
    if not verdict:
        raise Forbidden(verdict.reason)
