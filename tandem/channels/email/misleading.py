"""What led a mail to its ticket, for whoever says that it was the wrong one."""

from __future__ import annotations

from tandem.channels.email.applying.decision import answered
from tandem.channels.email.applying.parser import parse_apart
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.parsing.parser_child import ParserDied, ParserUnavailable
from tandem.infra.storage import storage


def parent_of(ledger_id: int | None) -> str | None:
    """The Message-ID, without brackets, of the mail that this one answers; None where it answers none, or its bytes have gone."""
    entry = LedgerEntry.objects.filter(id=ledger_id).first() if ledger_id is not None else None
    if entry is None or not entry.raw:
        return None
    try:
        with storage().open(entry.raw) as file:
            mail = parse_apart(file.read(), entry.envelope_from)
    except (OSError, ParserDied, ParserUnavailable):
        return None
    return next((one[:1000] for one in answered(mail)), None)
