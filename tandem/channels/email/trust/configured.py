"""Whose findings are believed: the receiving hosts that the operator or the mailbox names."""

from __future__ import annotations

from django.conf import settings

from tandem.channels.email.models import LedgerEntry, MailServer


def receivers_of(entry: LedgerEntry) -> frozenset[str]:
    """The names of the hosts (RFC 8601: authserv-id) that received mail for this mailbox before us, in lower case."""
    named = frozenset(settings.AUTHSERV_IDS)
    if entry.transport is None:
        return named
    # What was fetched has been received by the mailbox's own provider.
    lists = MailServer.objects.filter(mailbox=entry.mailbox, direction="incoming")
    return named.union(*lists.values_list("authserv_ids", flat=True))
