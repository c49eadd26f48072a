"""Every mail of the corpus is understood as its writer meant it, and goes where it belongs."""

from __future__ import annotations

import pytest

from tandem.channels.email.applying.decision import Known, TicketFacts, decide
from tandem.channels.email.parsing import parse
from tests.channels.email.corpus.everything import ALL
from tests.channels.email.corpus.sample import Sample
from tests.channels.email.corpus.talk import TALKS

#: The one ticket that the small known world of the decisions holds: everybody of the corpus' customers takes part in it.
_TICKET = TicketFacts(1, takes_replies=True, participants=frozenset(talk.address for talk in TALKS.values()))


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_it_is_read_as_it_was_meant(sample: Sample) -> None:
    mail = parse(sample.raw)
    assert (mail.from_.address if mail.from_ else None) == sample.author
    if sample.subject is not None:
        assert mail.subject == sample.subject
    for piece in sample.sees:
        assert piece in mail.visible_text
    for piece in sample.folds:
        assert piece in mail.quoted_text
        assert piece not in mail.visible_text
    for piece in sample.signs:
        assert piece in mail.signature
    assert [(one.name, one.type) for one in mail.attachments] == list(sample.files)
    assert sorted(mail.problems) == sorted(sample.problems)


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_it_is_of_its_kind(sample: Sample) -> None:
    """sec:B-01, B-03, B-10, C-20."""
    mail = parse(sample.raw)
    assert mail.decision.kind == sample.is_a, mail.decision
    assert (mail.decision.reasons or [""])[0] == sample.reason
    assert mail.bounce_for == sample.bounce_for
    assert [(one.address, one.permanent) for one in mail.failures] == list(sample.failures)


@pytest.mark.parametrize("sample", [sample for sample in ALL if sample.decision], ids=str)
def test_it_goes_where_it_belongs(sample: Sample) -> None:
    facts = {"fallback_author": "mailer-daemon@desk.example", "tickets": {1: _TICKET}, **sample.known}
    decision = decide(parse(sample.raw), Known(**facts))
    unverified = ":unverified" if decision.unverified else ""
    reason = f":{decision.reason}" if decision.reason else ""
    assert f"{decision.action}{unverified}{reason}" == sample.decision, decision.trace
