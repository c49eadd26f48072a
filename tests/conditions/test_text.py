from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.conditions.text import normalise_text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("  Hello\t\u00a0 World\n", "hello world"),
        ("STRASSE straße", "strasse strasse"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("e\u0301", "é"),
        ("ПРИВЕТ", "привет"),
        ("Σίσυφος ΣΊΣΥΦΟΣ", "σίσυφοσ σίσυφοσ"),
        ("a\0b", "a b"),
        ("a\ud800b", "ab"),
        ("", ""),
    ],
)
def test_what_readers_do_not_tell_apart_is_the_same(text: str, form: str) -> None:
    assert normalise_text(text) == form


@settings(max_examples=1000, deadline=None)
@given(st.text())
def test_normal_form_is_final_and_can_be_stored(text: str) -> None:
    form = normalise_text(text)
    assert normalise_text(form) == form
    assert "\0" not in form
    form.encode("utf-8")
