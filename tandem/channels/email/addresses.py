"""Names of mailboxes, for those who know only their ids."""

from __future__ import annotations

from tandem.channels.email.models import Mailbox


def names_of(ids: set[int]) -> dict[int, str]:
    """Id -> address of the mailboxes that are there."""
    return dict(Mailbox.objects.filter(id__in=ids).values_list("id", "address"))
