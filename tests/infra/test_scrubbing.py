"""Words taken out of texts and out of JSON."""

from __future__ import annotations

from tandem.infra.scrubbing import BLANK, scrubber


def test_names_and_addresses_go_however_they_are_written() -> None:
    scrub = scrubber(["Jana Nová", "jana@x.example", "李娜"])
    assert scrub("Dear JANA, Ms Nová <Jana@X.example>") == f"Dear {BLANK}, Ms {BLANK} <{BLANK}>"
    assert scrub("请联系李娜女士") == f"请联系{BLANK}女士"
    assert scrub({"to": [{"name": "Jana"}], "n": 1, "none": None}) == {"to": [{"name": BLANK}], "n": 1, "none": None}


def test_longer_words_stay_and_so_does_everything_without_words() -> None:
    assert scrubber(["Ann"])("Anna has an annual plan") == "Anna has an annual plan"
    assert (
        scrubber(["Al", ""])("Al stays: too short to be told from other words")
        == "Al stays: too short to be told from other words"
    )
