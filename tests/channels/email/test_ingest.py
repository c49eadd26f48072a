"""Mails out of files, and the commands of the operator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, OperationalError

from tandem.channels.email.intake import ingest as intake
from tandem.channels.email.intake.folders import mails_in
from tandem.channels.email.intake.ingest import ingest
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.reply_addresses import reply_address
from tandem.cli import ledger, mail_ingest, outbox
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.tickets.models import Ticket
from tests.channels.email.finding import ticket_of
from tests.channels.email.letters import raw_mail
from tests.world import World


def mbox(*mails: bytes) -> bytes:
    return b"".join(
        b"From kim@customer.example Sun Nov 22 01:00:00 2026\n"
        + mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        + b"\n"
        for mail in mails
    )


def lf(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n")


def test_an_mbox_is_split_where_mails_begin_and_nowhere_else(tmp_path: Path) -> None:
    first = raw_mail(body="Dear desk,\n\nFrom here it is quoted.\nFrom Brno with love\n\nFrom\n\n>From before")
    second = raw_mail(body="Second.")
    (tmp_path / "archive").write_bytes(mbox(first, second))
    assert list(mails_in(tmp_path / "archive"))[1] == lf(second)
    assert len(list(mails_in(tmp_path / "archive"))) == 2
    assert b"\nFrom Brno with love\n" in next(mails_in(tmp_path / "archive"))


def test_text_that_begins_with_from_does_not_begin_a_mail(tmp_path: Path) -> None:
    whole = mbox(raw_mail()) + b"\nFrom the beginning it hummed.\n"
    (tmp_path / "a.mbox").write_bytes(whole)
    (mail,) = mails_in(tmp_path / "a.mbox")
    assert mail.endswith(b"From the beginning it hummed.\n")


def test_maildirs_folders_and_single_files(tmp_path: Path) -> None:
    box = tmp_path / "maildir"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "cur" / "1:2,S").write_bytes(b"cur")
    (box / "new" / "2").write_bytes(b"new")
    (box / "tmp" / "3").write_bytes(b"tmp")
    assert list(mails_in(box)) == [b"cur", b"new"]
    (tmp_path / "b.EML").write_bytes(b"b")
    (tmp_path / "notes.txt").write_bytes(b"no mail")
    (tmp_path / "archive").write_bytes(mbox(b"x"))
    assert list(mails_in(tmp_path)) == [b"x\n", b"b", b"cur", b"new"]
    with pytest.raises(OSError, match="missing"):
        list(mails_in(tmp_path / "missing"))


@pytest.mark.django_db(transaction=True)
def test_the_header_says_whose_a_mail_is(world: World, mailbox: Mailbox, second_mailbox: Mailbox) -> None:
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    token = reply_address(mailbox.address, ticket.id)
    done = ingest(
        [
            raw_mail(to="billing@desk.example"),
            raw_mail(to="list@elsewhere.example", Delivered_To="support@desk.example"),
            raw_mail(to=f"support@desk.example, {token}", Return_Path="<bounces@customer.example>"),
            raw_mail(to="nobody@elsewhere.example"),
        ]
    )
    assert (len(done.kept), done.for_nobody) == (3, 1)
    drain()
    rows = list(LedgerEntry.objects.order_by("id"))
    assert [row.mailbox_id for row in rows] == [second_mailbox.id, mailbox.id, mailbox.id]
    assert rows[2].envelope_to == token and rows[2].envelope_from == "bounces@customer.example"
    assert rows[2].ticket_id == ticket.id


@pytest.mark.django_db(transaction=True)
def test_the_only_mailbox_takes_what_names_none_and_a_named_one_takes_all(
    world: World, mailbox: Mailbox, settings: object
) -> None:
    assert len(ingest([raw_mail(to="nobody@elsewhere.example")]).kept) == 1
    setattr(settings, "MAX_MAIL_BYTES", 100)  # noqa: B010
    assert ingest([raw_mail(to="x@elsewhere.example")], mailbox).too_large == 1


@pytest.mark.django_db(transaction=True)
def test_ingesting_twice_files_once(
    world: World, mailbox: Mailbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raws = [raw_mail(subject=f"Letter {number}") for number in range(5)]
    (tmp_path / "box").write_bytes(mbox(*raws))
    (tmp_path / "one.eml").write_bytes(raws[0])
    assert mail_ingest.run([str(tmp_path / "box"), str(tmp_path / "one.eml")]) == 0
    expected = "6 mails: 5 applied, 0 quarantined, 0 waiting, 1 duplicates, 0 too large, 0 for no mailbox, 0 not kept\n"
    assert capsys.readouterr().out == expected
    assert mail_ingest.run([str(tmp_path), "--mailbox", "SUPPORT@desk.example"]) == 0
    assert "0 applied" in capsys.readouterr().out
    assert Ticket.objects.count() == 5
    subjects = Ticket.objects.order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [f"Letter {number}" for number in range(5)]


@pytest.mark.django_db(transaction=True)
def test_one_mail_that_cannot_be_kept_does_not_stop_the_others(
    mailbox: Mailbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store_for = intake.store_for

    def broken(raw: bytes, *arguments: Any) -> LedgerEntry:
        if b"Subject: bad" in raw:
            raise DataError("a value that no column holds")
        return store_for(raw, *arguments)

    monkeypatch.setattr(intake, "store_for", broken)
    (tmp_path / "box").write_bytes(mbox(*(raw_mail(subject=word) for word in ("one", "bad", "two"))))
    assert mail_ingest.run([str(tmp_path / "box")]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("3 mails: 2 applied") and told.out.endswith(", 1 not kept\n")
    assert told.err.splitlines()[-1] == "tandem mail ingest: mail 2: DataError: a value that no column holds"
    assert set(Ticket.objects.values_list("subject", flat=True)) == {"one", "two"}


@pytest.mark.django_db(transaction=True)
def test_without_a_database_no_mail_is_passed_over(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(intake, "store_for", broken)
    with pytest.raises(OperationalError):
        ingest([raw_mail()])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "field", ["Return-Path", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Date"]
)
def test_no_header_holds_what_no_database_takes(field: str, mailbox: Mailbox) -> None:
    """PostgreSQL refuses NUL, and neither database has room for everything."""
    for value in (b"<a\x00b@customer.example>", b"<" + b"a" * 3_000 + b"@customer.example>", b"<\xed\xa0\x80@x>"):
        raw = raw_mail(to="" if field == "To" else "support@desk.example", **{field.replace("-", "_"): ""})
        assert not ingest([field.encode() + b": " + value + b"\r\n" + raw], mailbox).failed
    drain()
    assert not LedgerEntry.objects.filter(state="received").exists()
    assert not any("\0" in (sender or "") for sender in LedgerEntry.objects.values_list("envelope_from", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("arguments", [["missing.mbox"], ["x.eml", "--mailbox", "nobody@desk.example"]])
def test_what_cannot_be_ingested_is_said(
    arguments: list[str], mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mail_ingest.run(arguments) == 1
    assert capsys.readouterr().err.startswith("tandem mail ingest: ")


@pytest.mark.django_db(transaction=True)
def test_the_operator_lists_retries_and_releases(
    world: World, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest([raw_mail(sender="support@desk.example", subject="Loop")])
    drain()
    entry = LedgerEntry.objects.get()
    assert ledger.run([]) == 0
    assert capsys.readouterr().out.split("\t")[:3] == [str(entry.id), "quarantined", "loop"]
    assert ledger.run(["retry", "--all"]) == 0
    drain()
    entry.refresh_from_db()
    assert entry.reason == "loop"
    assert ledger.run(["release", str(entry.id), "77", "x"]) == 1
    assert [line.split("\t")[1] for line in capsys.readouterr().out.splitlines()][-3:] == [
        "taken out",
        "does not lie in quarantine, or its raw form was removed",
        "does not lie in quarantine, or its raw form was removed",
    ]
    drain()
    entry.refresh_from_db()
    assert entry.state == "applied" and ticket_of(entry).subject == "Loop"
    kinds = Event.objects.filter(stream_kind="ledger_entry").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["ledger.tried_again", "ledger.released"]
    assert ledger.run(["release"]) == ledger.run(["what"]) == 2


@pytest.mark.django_db(transaction=True)
def test_parked_effects_are_listed_and_released(mailbox: Mailbox, capsys: pytest.CaptureFixture[str]) -> None:
    effect = Effect.objects.create(
        kind="ledger.apply",
        key="k",
        payload={"entry_id": "1"},
        state="parked",
        created_at=1,
        finished_at=2,
        last_error="a\nb",
    )
    assert outbox.run([]) == 0
    assert capsys.readouterr().out.startswith(f"{effect.id}\tledger.apply\tk\t")
    assert outbox.run(["release", str(effect.id)]) == 0
    effect.refresh_from_db()
    assert effect.state == "queued"
    assert outbox.run(["release", str(effect.id)]) == 1
    assert outbox.run(["release"]) == 2
