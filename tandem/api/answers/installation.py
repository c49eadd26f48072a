"""What is told before anybody is signed in."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer
from tandem.api.answers.words import Role


class DemoPerson(Answer):
    """Somebody whose part a visitor of the demonstration can take."""

    id: str
    name: str
    email: str
    role: Role
    departments: list[str]
    other_origin: str


class InstallationShown(Answer):
    """`state` is first_run or ready; people and version are told in the demonstration only."""

    state: Literal["first_run", "ready"]
    demo: bool
    demo_people: list[DemoPerson]
    version: str


class SetUpDone(Answer):
    """The first admin, who is signed in, and the first mailbox. `restart_for` is a public address that holds after a restart:
    hosts, cookies and Message-IDs are settled when the server starts."""

    person_id: str
    department_id: str
    mailbox_id: str | None
    restart_for: str | None


class TrialSent(Answer):
    """The mail server took a trial mail to this address."""

    to: str
