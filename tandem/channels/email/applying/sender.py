"""Who a mail is from, as far as name servers say so, without waiting for them in line: see `trust.ahead`."""

from __future__ import annotations

import msgspec

from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.parsing import ParsedMail
from tandem.channels.email.parsing.dkim_signatures import Keys
from tandem.channels.email.trust.ahead import AHEAD, Asked
from tandem.channels.email.trust.assess import Hop, assess_as_first_hop, assess_by_receivers, keys_named, names_in
from tandem.channels.email.trust.configured import receivers_of
from tandem.channels.email.trust.proof import Proof
from tandem.infra.domains import organisation_of


def asked_of(entry: LedgerEntry) -> Asked:
    """What name servers have said for this mail so far. Raises NotYet while they are asked."""
    sender = entry.envelope_from or entry.greeting or entry.author
    domain = organisation_of(sender.rpartition("@")[2].strip("<>").lower())
    return AHEAD.of(entry.id, domain, entry.peer or f"mailbox {entry.mailbox_id}", asks=bool(entry.peer))


def keys_for(asked: Asked, entry: LedgerEntry, raw: bytes) -> Keys | None:
    """The keys of the mail's signatures; None where others have verified them before us. Raises NotYet."""
    if not entry.peer:
        return None
    wanted = names_in(raw)
    return AHEAD.found(asked, lambda: keys_named(wanted))


def proof_of(asked: Asked, mail: ParsedMail, entry: LedgerEntry) -> Proof:
    """How far it is proved who wrote. Raises NotYet."""
    # Other threads hold this while they ask, and nothing is proved by files.
    claimed = msgspec.structs.replace(mail, attachments=[])
    if entry.peer:
        hop = Hop(entry.peer, entry.greeting, entry.envelope_from or "")
        proof = AHEAD.found(asked, lambda: assess_as_first_hop(claimed, hop))
    else:
        receivers = receivers_of(entry)
        proof = AHEAD.found(asked, lambda: assess_by_receivers(claimed, receivers))
    AHEAD.forget(entry.id)
    return proof
