"""`tandem demo` where it must not load anything, and what it tells people to type."""

from __future__ import annotations

import smtplib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tandem.channels.email.parsing import parse
from tandem.cli import demo
from tandem.cli.demo_world import loading
from tandem.cli.demo_world.founding import House
from tandem.kernel.models import Event
from tandem.people.installation import is_demo
from tandem.people.models import Person
from tests.world import World


@pytest.mark.parametrize("arguments", [["--force"], ["--if-empty", "again"], ["now"]])
def test_unknown_arguments_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.run(arguments) == 2
    assert "usage: tandem demo" in capsys.readouterr().err


def test_an_installation_in_use_is_left_alone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = Event.objects.count()
    assert demo.run([]) == 1
    assert "holds data of its own" in capsys.readouterr().err
    assert demo.run(["--if-empty"]) == 0
    assert capsys.readouterr() == ("", "")
    assert Event.objects.count() == before


def test_the_line_to_try_sends_a_mail(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SMTP_IN = "127.0.0.1:2525"
    sent: list[tuple[Any, ...]] = []

    class Door:
        def __init__(self, *address: Any) -> None:
            sent.append(address)

        def sendmail(self, *mail: Any) -> None:
            sent.append(mail)

    monkeypatch.setattr(smtplib, "SMTP", Door)
    line = next(line for line in demo._directions().split("\n") if " -c " in line)
    program, _, code = line.strip().partition(" -c ")
    assert Path(program).resolve().exists() and "\n" not in line and "!" not in line and "$" not in line
    exec(code.strip('"'), {})
    assert sent[0] == ("127.0.0.1", 2525)
    author, recipient, raw = sent[1]
    mail = parse(raw.encode("ascii"))
    assert (mail.problems, mail.decision.kind) == (["no_message_id"], "ordinary")
    assert mail.from_ is not None and mail.from_.address == author and mail.to[0].address == recipient
    assert recipient == "support@localhost" and "pitch dark" in mail.visible_text


def test_a_closed_door_is_said(settings: Any) -> None:
    settings.SMTP_IN = "off"
    assert "TANDEM_SMTP_IN is off" in demo._directions()


def test_a_failure_on_the_way_leaves_the_installation_empty(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(house: House, now: datetime) -> None:
        assert Person.objects.filter(id__in=house.people.values()).count() == 8
        raise OSError("no space left on device")

    monkeypatch.setattr(loading, "_play", fail)
    with pytest.raises(OSError, match="no space"):
        demo.run([])
    assert not Person.objects.exists() and not Event.objects.exists() and not is_demo()
