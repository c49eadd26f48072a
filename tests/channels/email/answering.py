"""What tests of automatic mail begin with: a mailbox that answers, and mails whose senders are proven or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tandem.channels.email.applying import apply
from tandem.channels.email.commands.edit_mailbox import EditMailbox
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import AutomaticMail, LedgerEntry, Mailbox
from tandem.channels.email.parsing import parse
from tandem.channels.email.trust.proof import Check, Level, Proof
from tandem.kernel.actors import SYSTEM
from tandem.kernel.merging import Edit
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tandem.people.editing import UNSEEN
from tests.channels.email.letters import raw_mail

ENGLISH = {
    "subject": "We have it: #{{ ticket.number }}",
    "body_html": "<p>Hello {{ requester.first_name }}, it is “{{ ticket.subject }}”.</p>",
}
CZECH = {"subject": "Máme to: #{{ ticket.number }}", "body_html": "<p>Dobrý den.</p>"}
TEXTS = {"en": ENGLISH, "cs": CZECH}


def set_up(mailbox: Mailbox, **fields: Any) -> Mailbox:
    """A mailbox that acknowledges and asks strangers, unless these fields say otherwise."""
    values = {"acknowledges": True, "acknowledgements": TEXTS, "confirms": True} | fields
    run(EditMailbox(mailbox.id, {name: Edit(UNSEEN, value) for name, value in values.items()}), SYSTEM)
    return Mailbox.objects.get(id=mailbox.id)


def proof(level: Level, *, enforced: bool = False) -> Proof:
    return Proof(level, "dkim" if level == "proven" else "", enforced, (Check("dmarc", "pass"),))


@contextmanager
def senders_are(level: Level, *, enforced: bool = False) -> Iterator[None]:
    """Within, it is settled how far senders are proven; how that is found out is tested with `trust`."""
    found = proof(level, enforced=enforced)
    with (
        patch.object(apply, "proof_of", lambda _asked, _mail, _entry: found),
        patch.object(apply, "parse_apart", lambda raw, sender, keys=None: parse(raw, envelope_from=sender, keys=keys)),
    ):
        yield


def received(
    level: Level = "proven",
    recipient: str = "support@desk.example",
    envelope_from: str | None = "kim@customer.example",
    *,
    raw: bytes | None = None,
    enforced: bool = False,
    **mail: str,
) -> LedgerEntry:
    """A mail that came in, with all that followed of it."""
    with senders_are(level, enforced=enforced):
        entry = store(raw or raw_mail(**mail), envelope_from, recipient, "lmtp")
        everything()
    return LedgerEntry.objects.get(id=entry.id)


def everything() -> None:
    """All that is to be done, also what waits for its time."""
    for _round in range(3):
        Effect.objects.filter(state="queued").update(not_before=0)
        drain()


def later(milliseconds: int) -> None:
    """What was written by itself was written so much earlier."""
    for row in AutomaticMail.objects.all():
        AutomaticMail.objects.filter(id=row.id).update(at=row.at - milliseconds)


def outcomes() -> list[str]:
    """What became of each mail that was weighed, in their order."""
    return list(AutomaticMail.objects.order_by("id").values_list("outcome", flat=True))


def last_step(entry: LedgerEntry) -> str:
    """The last word of the trace about automatic mail; empty for none."""
    found = [step["outcome"] for step in entry.trace if step["step"] == "automatic_mail"]
    return str(found[-1]) if found else ""
