"""Mails of many programs and languages are seen as their writers meant them."""

from __future__ import annotations

import pytest

from tandem.channels.email.parsing import parse
from tests.channels.email.parsing.mails import ALL, Sample


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_sample(sample: Sample) -> None:
    mail = parse(sample.raw)
    assert mail.decision.kind == sample.kind, mail.decision
    assert (mail.from_.address if mail.from_ else None) == sample.author
    assert mail.problems == list(sample.problems)
    for name, value in sample.expected.items():
        assert getattr(mail, name) == value, name
    for piece in sample.has:
        assert piece in mail.visible_text
    for piece in sample.has_not:
        assert piece not in mail.visible_text
