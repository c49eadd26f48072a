"""The sweep takes files that nobody names, and no other."""

from __future__ import annotations

import io
import os
import time
from typing import Any

import pytest

from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.intake.store import store
from tandem.infra.addresses import make_address
from tandem.infra.storage import storage
from tandem.tickets import sweeping
from tandem.tickets.models import Attachment, Upload
from tandem.tickets.sweeping import UNNAMED_FOR, sweep_files
from tandem.tickets.uploads import KEPT_MS, store_upload
from tests.world import World


def aged(digest: str) -> str:
    then = time.time() - UNNAMED_FOR - 10
    os.utime(storage().path(digest), (then, then))
    return digest


def test_only_old_files_without_a_row_go(world: World) -> None:
    """sec:E-06, E-10."""
    ticket = world.open_ticket()
    sent = store_upload(world.ben.id, "sent.txt", io.BytesIO(b"sent"), 4)
    world.reply(ticket, world.ben, uploads=[sent.id])
    waiting = store_upload(world.ben.id, "waiting.txt", io.BytesIO(b"waiting"), 7)
    forgotten = store_upload(world.ben.id, "forgotten.txt", io.BytesIO(b"forgotten"), 9)
    Upload.objects.filter(id=forgotten.id).update(created_at=forgotten.created_at - KEPT_MS - 1)
    Upload.objects.filter(id=sent.id).delete()
    orphan, young = storage().put(b"orphan"), storage().put(b"young")
    for digest in (sent.digest, waiting.digest, forgotten.digest, orphan):
        aged(digest)
    sweep_files()
    there = {
        digest for digest in (sent.digest, waiting.digest, forgotten.digest, orphan, young) if storage().exists(digest)
    }
    assert there == {sent.digest, waiting.digest, young}
    assert Attachment.objects.get().digest == sent.digest


def test_a_file_that_is_sent_while_the_sweep_asks_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """sec:E-10."""
    ticket = world.open_ticket()
    draft = store_upload(world.ben.id, "draft.txt", io.BytesIO(b"draft"), 5)
    aged(draft.digest)
    ask, asked = sweeping._names, []

    def between(model: Any, digests: Any) -> set[str]:
        found = ask(model, digests)
        if not asked:
            asked.append(model)
            world.reply(ticket, world.ben, uploads=[draft.id])
            Upload.objects.filter(id=draft.id).delete()
        return found

    monkeypatch.setattr(sweeping, "_names", between)
    sweep_files()
    assert asked == [Upload]
    assert storage().exists(draft.digest)


def test_raw_mail_stays_as_long_as_the_ledger_names_it(world: World) -> None:
    """sec:E-10."""
    address = make_address("support@desk.example")
    world.do(CreateMailbox(address, world.support.id), world.ana)
    entry = store(b"From: a@b.example\r\n\r\nhello", "a@b.example", address.address, "lmtp")
    aged(entry.raw)
    sweep_files()
    assert storage().exists(entry.raw)
