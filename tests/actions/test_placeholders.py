"""Texts with placeholders: names stand for texts, nothing else is reached, nothing runs on (sec:K-01)."""

from __future__ import annotations

import pytest

from tandem.actions.placeholders import PLACEHOLDERS, BadTemplate, render, unknown

VALUES = {name: f"[{name}]" for name in PLACEHOLDERS}


def test_every_name_is_filled_in() -> None:
    text = " ".join(f"{{{{ {name} }}}}" for name in PLACEHOLDERS)
    assert render(text, VALUES) == " ".join(VALUES.values())
    assert unknown(text) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "{{ settings.SECRET_KEY }}",
        "{{ requester }}",
        "{{ requester.name.__class__ }}",
        "{{ nam | upcase }}",
        "{{today.x}}",
    ],
)
def test_a_name_without_meaning_is_shown_as_it_was_typed_and_told_of(typed: str) -> None:
    assert render(f"<p>Dear {typed}!</p>", VALUES) == f"<p>Dear {typed}!</p>"
    assert len(unknown(typed)) == 1


def test_what_a_customer_wrote_is_text_and_never_parsed() -> None:
    hostile = "{{ agent.name }}{% if 1 %}<img src=x onerror=alert(1)>{% endif %}"
    rendered = render("{{ requester.name }}", VALUES | {"requester.name": hostile})
    assert rendered == "{{ agent.name }}{% if 1 %}&lt;img src=x onerror=alert(1)&gt;{% endif %}"


@pytest.mark.parametrize(
    "source",
    [
        *("{% include 'x' %}", "{% render 'x' %}", "{% for i in (1..9999999) %}x{% endfor %}", "{% assign a = 1 %}"),
        *("{% debug %}", "{% capture a %}x{% endcapture %}", "{{ today | safe }}", "{{ 'x' | base64_decode }}"),
        *("{{ today", "{% if today %}", "{{ }}", "{% if" * 50, "{% if 1 %}" * 40 + "{% endif %}" * 40),
    ],
)
def test_what_loads_loops_assigns_or_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(BadTemplate):
        render(source, VALUES)


def test_a_default_stands_in_for_an_empty_value_whatever_the_editor_made_of_its_quotes() -> None:
    for quote in ("'", '"', "&quot;", "“"):
        source = f"{{{{&nbsp;ticket.due | default: {quote}soon{quote} }}}}"
        assert render(source, VALUES | {"ticket.due": ""}) == "soon"


def test_a_choice_between_texts() -> None:
    source = "{% if ticket.due == '' %}No date yet{% else %}By {{ ticket.due }}{% endif %}"
    assert render(source, VALUES | {"ticket.due": ""}) == "No date yet"
    assert render(source, VALUES) == "By [ticket.due]"


def test_a_text_that_grows_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(BadTemplate):
        render("{{ ticket.subject }}" * 1000, VALUES | {"ticket.subject": "x" * 1000})
