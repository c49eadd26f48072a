"""Say from which server a mailbox fetches, or to which one it hands its replies; or that it does so no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.models import MailServer, MailSignIn
from tandem.channels.email.servers.account import seal_secret
from tandem.channels.email.servers.fields import unfit
from tandem.channels.email.servers.oauth.providers import HOSTS
from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem

#: Who changes one of these says the password again: it must not go to another server than it was given for (sec:F-07).
BOUND: Final = ("host", "port", "security", "user")


@dataclass
class SetMailServer(Command[MailServer | None]):
    """`values` are the fields of the server in stored form; `password` None keeps the one that is stored."""

    verb = "mail_server.set"
    creates = "mail_server"

    mailbox_id: int
    direction: str
    values: Mapping[str, Json]
    password: str | None = field(default=None, repr=False)

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id, self.direction)

    def read(self, run: Run) -> MailServer | None:
        found = read_server(run, self.mailbox_id, self.direction)
        self.check(found)
        return found

    def check(self, found: MailServer | None) -> None:
        """Raise Invalid when these values do not go together, or not with the password that is stored."""
        problems = [*unfit(self.direction, self.values), *unfit_sign_in(self.mailbox_id, self.values)]
        if needs_password(found, self.values) and self.password is None:
            problems.append(Problem("/password", "required", _("Enter the password for this server and user.")))
        if problems:
            raise Invalid(problems)

    def plan(self, run: Run, reads: MailServer | None) -> ChangeSet:
        changes = ChangeSet()
        if reads is None:
            ref = Ref("mail_server", run.new_id())
            secret = seal_secret(ref.id, "" if _by_token(self.values) else self.password or "")
            told = {"mailbox_id": self.mailbox_id, "direction": self.direction, "created_at": run.now}
            changes.create(ref, {**told, **self.values, "secret": secret})
            return changes
        ref = Ref("mail_server", reads.id)
        for name, value in self.values.items():
            changes.set(ref, name, getattr(reads, name), value)
        if _by_token(self.values):
            changes.set(ref, "secret", reads.secret, "")
        elif self.password is not None:
            changes.set(ref, "secret", reads.secret, seal_secret(ref.id, self.password))
        return changes


def server_of(mailbox_id: int, direction: str) -> MailServer | None:
    """The server of a mailbox for one direction."""
    return MailServer.objects.filter(mailbox_id=mailbox_id, direction=direction).first()


def targets_of(mailbox_id: int, direction: str) -> Sequence[Ref]:
    """The mailbox as well: of two admins who add a server at once, one comes after the other."""
    found = server_of(mailbox_id, direction)
    return (Ref("mailbox", mailbox_id), *([] if found is None else [Ref("mail_server", found.id)]))


def read_server(run: Run, mailbox_id: int, direction: str) -> MailServer | None:
    """The server, which the run holds if there is one. Raises Conflict."""
    found = server_of(mailbox_id, direction)
    if found is not None and Ref("mail_server", found.id) not in run.records:
        raise Conflict("mailbox.changed", _("Somebody else has just changed this. Look again."))
    return found


def existing(run: Run, mailbox_id: int, direction: str) -> MailServer:
    """The same. Raises NotFound, Conflict."""
    found = read_server(run, mailbox_id, direction)
    if found is None:
        raise NotFound()
    return found


def unfit_sign_in(mailbox_id: int, values: Mapping[str, Any]) -> list[Problem]:
    """Why a server with these values cannot be opened by the sign-in of its mailbox, if it is meant to be."""
    if not _by_token(values):
        return []
    sign_in = MailSignIn.objects.filter(mailbox_id=mailbox_id).first()
    if sign_in is None:
        return [Problem("/auth", "required", _("Say first at which provider this mailbox is signed in."))]
    problems = []
    if sign_in.provider in HOSTS and values["host"] not in HOSTS[sign_in.provider]:
        sentence = _("A sign-in at this provider is good for the provider's own servers only.")
        problems.append(Problem("/host", "unknown", sentence))
    if not values.get("user"):
        problems.append(Problem("/user", "required", _("Enter the address of the account that is signed in.")))
    return problems


def _by_token(values: Mapping[str, Any]) -> bool:
    return bool(values.get("auth") == "oauth")


def needs_password(server: MailServer | None, values: Mapping[str, Any]) -> bool:
    """Whether the stored password, if there is one, may not be used with these values. Without a user there is none."""
    if not values.get("user") or _by_token(values):
        return False
    return server is None or not server.secret or any(getattr(server, name) != values[name] for name in BOUND)
