"""What a page says that its viewer may do is what the policy says, for every role, token, state and language."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils import translation

from tandem.kernel.actors import SYSTEM, Actor
from tandem.people.actors import StaffActor
from tandem.people.roles import ROLES
from tandem.tickets.models import Status, Ticket
from tandem.tickets.policies import ABILITIES, TICKET_POLICY, abilities

SCOPES = [None, frozenset[str](), frozenset({"tickets.read", "tickets.note"})]
GRANTED = [frozenset[str](), frozenset({"tickets.spam"})]
STAFF = [
    StaffActor("agent", person, scopes, role=role, department_ids=frozenset({person}), granted=granted)
    for person, (role, scopes, granted) in enumerate(product(ROLES, SCOPES, GRANTED), 1)
]
ACTORS = [*STAFF, SYSTEM, Actor("customer", 77), Actor("customer", 77, frozenset({"deliver"}))]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: f"{actor.key}-{getattr(actor, 'role', '')}")
def test_they_are_the_verdicts_of_the_policy(actor: Actor, language: str) -> None:
    with translation.override(language):
        for deleted, spam, final in product((False, True), repeat=3):
            ticket = Ticket(deleted_at=5 if deleted else None, spam_at=6 if spam else None, status=Status(final=final))
            verdicts = {verb: TICKET_POLICY.may(actor, verb, ticket) for verb in ABILITIES}
            expected = {verb: {"allowed": v.allowed, "reason": str(v.reason) or None} for verb, v in verdicts.items()}
            for _again in range(2):
                assert abilities(actor, deleted=deleted, spam=spam, final=final) == expected


def test_reasons_follow_the_reader_s_language_and_nobody_else_s() -> None:
    reader = StaffActor("agent", 1, role="light_agent")
    reasons = set()
    for language in ("en", "ru", "cs", "zh-hans"):
        with translation.override(language):
            reasons.add(abilities(reader, deleted=False, spam=False, final=False)["reply"]["reason"])
    assert len(reasons) == 4
