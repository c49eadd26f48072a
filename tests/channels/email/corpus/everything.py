"""All mails of the corpus, in one list."""

from __future__ import annotations

from importlib import import_module

from tests.channels.email.corpus.sample import Sample

FAMILIES = (
    "gmail",
    "apple",
    "outlook",
    "unix",
    "chinese",
    "webmail",
    "languages",
    "absences",
    "machines",
    "bounces",
    "spoofs",
    "charsets",
    "broken",
    "sealed",
)

ALL: list[Sample] = [
    sample
    for family in FAMILIES
    for sample in import_module(f"tests.channels.email.corpus.{family}").SAMPLES
]  # fmt: skip
