"""Customers' mails of the demo world: each program's form is read back to the very words, apart from what it quotes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from tandem.channels.email.parsing import parse
from tandem.cli.demo_world import reading
from tandem.cli.demo_world.letters import Letter, Mailbox, Program, Quoted
from tandem.cli.demo_world.programs import (
    APPLE_MAIL,
    GMAIL_CS,
    GMAIL_EN,
    GMAIL_ZH,
    MAIL_RU,
    OUTLOOK,
    QQ,
    SEZNAM,
    THUNDERBIRD_DE,
    YANDEX,
)
from tandem.cli.demo_world.reading import HERE, read_customers
from tandem.cli.demo_world.script import Mail
from tandem.cli.demo_world.threads import THREADS
from tandem.sample_data.moments import moment

NOW = datetime(2026, 3, 4, 0, 2, tzinfo=UTC)
SHOP = Mailbox("Lantern Cycles Support", "support@localhost")
MAILS = [
    pytest.param(step, id=f"{thread.key}-{index}")
    for thread in THREADS
    for index, step in enumerate(thread.steps)
    if isinstance(step, Mail)
]


#: A picture's place, and what separates a signature, are no words of the mail that is read.
MADE_OTHERWISE = {"[image:", "vypis.png]", "--"}


def letter_of(step: Mail, quoted: Quoted | None) -> Letter:
    sender = Mailbox(step.by.name, step.by.address)
    return Letter(
        sender=sender,
        to=SHOP,
        subject=step.subject or "Re: etwas: ještě něco 车灯 ключ"
        if step.program is QQ
        else step.subject or "Re: light",
        when=step.at(NOW).astimezone(timezone(timedelta(hours=step.by.offset))),
        message_id="<one@mail.example>",
        text=step.text,
        html=step.html,
        cc=[Mailbox(copy.name, copy.address) for copy in step.cc],
        quoted=quoted,
        quote_at=step.quote,
        files=step.files,
    )


def words(text: str) -> set[str]:
    return set(text.replace("—", "-").split())


@pytest.mark.parametrize("step", MAILS)
def test_a_mail_is_read_as_it_was_meant(step: Mail) -> None:
    quoted = None
    if step.follows == "answer" and step.quote != "nowhere":
        quoted = Quoted(SHOP, Mailbox(step.by.name, step.by.address), "Re: this", NOW, "We put it into the box.\n\nMei")
    letter = letter_of(step, quoted)
    parsed = parse(step.program.write(letter))
    assert parsed.problems == []
    assert parsed.from_ is not None
    assert (parsed.from_.name, parsed.from_.address) == (step.by.name, step.by.address)
    assert [copy.address for copy in parsed.cc] == [copy.address for copy in step.cc]
    assert parsed.subject == letter.subject
    assert [(one.name, one.type, one.inline) for one in parsed.attachments] == [
        (file.name, file.type, file.inline) for file in step.files
    ]
    if step.html is None:
        assert words(step.text) <= words(f"{parsed.visible_text} {parsed.signature}") | MADE_OTHERWISE
    if quoted is not None and step.quote in {"below", "above"}:
        assert "into the box" in parsed.quoted_text
        assert "into the box" not in parsed.visible_text


@pytest.mark.parametrize(
    ("program", "octets"),
    [
        (GMAIL_EN, b"gmail_quote"),
        (GMAIL_CS, b"odes=C3=ADlatel"),
        (GMAIL_ZH, b"=E5=86=99=E9=81=93"),
        (OUTLOOK, b"divRplyFwdMsg"),
        (APPLE_MAIL, b"iPhone Mail"),
        (THUNDERBIRD_DE, b"format=flowed"),
        (QQ, b"charset=gb18030"),
        (MAIL_RU, b"charset=koi8-r"),
        (SEZNAM, b"charset=windows-1250"),
        (YANDEX, b"Yamail"),
    ],
)
def test_programs_keep_their_habits(program: Program, octets: bytes) -> None:
    quoted = Quoted(SHOP, SHOP, "Re: this", NOW, "Yes.")
    letter = Letter(SHOP, SHOP, "Re: this", NOW, "<two@mail.example>", "No.", quoted=quoted)
    raw = program.write(letter)
    assert octets in raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("clock", ["2026-03-04T00:02", "2026-03-04T12:00", "2026-03-04T23:58", "2026-01-01T04:59"])
def test_steps_of_a_matter_follow_one_another_whenever_it_is_loaded(clock: str) -> None:
    now = datetime.fromisoformat(clock).replace(tzinfo=UTC)
    for thread in THREADS:
        moments = [step.at(now) for step in thread.steps]
        assert all(earlier < later for earlier, later in pairwise(moments)), thread.key
        assert moments[-1] < now
        assert now - moments[0] < timedelta(days=29)


def test_the_matters_are_as_many_and_as_mixed_as_promised() -> None:
    assert 55 <= len(THREADS) == len({thread.key for thread in THREADS}) <= 70
    programs = {step.program for thread in THREADS for step in thread.steps if isinstance(step, Mail)}
    assert len(programs) >= 14


def test_nobody_and_nothing_of_the_world_outside_is_named() -> None:
    customers = read_customers().values()
    addresses = {address for known in customers for address in (known.customer.address, *known.also)}
    assert {address.rpartition(".")[2] for address in addresses} <= {"example", "support@localhost"}
    files = [*(HERE / "threads").glob("*.toml"), HERE / "macros.toml", HERE / "views.toml"]
    lines = [line for path in files for line in path.read_text("utf-8").split("\n")]
    # Comments name mail programs.
    written = "\n".join(line for line in lines if not line.startswith("#"))
    assert set(re.findall(r"[\w.]+\.(?:com|net|org|io|de|cz|cn|ru|jp|uk|se|fr|it)\b", written)) == set()


@pytest.mark.parametrize("words", ["", "day 3", "yesterday", "ago", "day x 09:30"])
def test_a_moment_that_means_nothing_is_refused(words: str) -> None:
    with pytest.raises(ValueError):
        moment(words)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "threads").mkdir()
    (tmp_path / "customers.toml").write_text("")
    (tmp_path / "threads" / "odd.toml").write_text('subject = "Odd"\n[[step]]\nat = "day 1 09:00"\nmail = "nobody"\n')
    monkeypatch.setattr(reading, "HERE", tmp_path)
    with pytest.raises(ValueError, match=r"odd\.toml: KeyError"):
        reading.read_threads()
