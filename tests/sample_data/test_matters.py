"""The files of the sample data say the same things in every language."""

from __future__ import annotations

import pytest
from django.conf import settings

from tandem.people.sample import is_sample_address
from tandem.sample_data.reading import read_customers, read_matters
from tandem.tickets.vocabulary import GROUPS, PRIORITIES, TYPES

LANGUAGES = [language for language, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_a_dozen_matters_of_six_customers_in_every_language(language: str) -> None:
    matters = read_matters(language)
    assert 10 <= len(matters) <= 14
    assert {matter.customer for matter in matters} == set(read_customers(language).values())
    addresses = {matter.customer.address for matter in matters}
    assert len(addresses) == 6 and all(is_sample_address(address) for address in addresses)
    for matter in matters:
        assert matter.subject and matter.steps[0].verb == "mail"
        for step in matter.steps:
            assert step.fields.get("status", "open") in GROUPS
            assert step.fields.get("priority", "none") in PRIORITIES
            assert step.fields.get("type", "task") in TYPES


def test_no_text_of_one_language_stands_in_another() -> None:
    """But for the customer who writes in a language of their own."""
    said = {
        language: {
            text
            for matter in read_matters(language)
            for text in (matter.subject, matter.customer.name, *(step.text for step in matter.steps))
            if text and matter.key != "missing_part"
        }
        for language in LANGUAGES
    }
    assert len({len(texts) for texts in said.values()}) == 1
    assert len(set().union(*said.values())) == sum(len(texts) for texts in said.values())
    french = {
        next(matter for matter in read_matters(language) if matter.key == "missing_part").subject
        for language in LANGUAGES
    }
    assert len(french) == 1
