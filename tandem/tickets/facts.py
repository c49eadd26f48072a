"""Tickets as predicates read them, loaded for exactly the fields that a condition looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from tandem.tickets.condition_fields import TicketFacts
from tandem.tickets.models import Message, Ticket, TicketCopy, TicketFollower, TicketTag

_OF_REQUESTER = frozenset({"organisation", "requester_address", "requester_domain"})


def ticket_facts(ids: Collection[int], fields: Collection[str]) -> dict[int, TicketFacts]:
    """The facts of these tickets by id, as far as `fields` (see `nodes.fields_read`) ask for them: at most five queries."""
    wanted = frozenset(fields)
    with_status, with_requester = "status" in wanted, bool(wanted & _OF_REQUESTER)
    joined = [name for name, needed in (("status", with_status), ("requester", with_requester)) if needed]
    rows = Ticket._base_manager.filter(id__in=ids)
    tags = _grouped(TicketTag.objects.filter(ticket_id__in=ids), "ticket_id", "tag") if "tags" in wanted else {}
    copies = _grouped(TicketCopy.objects.filter(ticket_id__in=ids), "ticket_id", "person_id") if "cc" in wanted else {}
    follow = TicketFollower.objects.filter(ticket_id__in=ids)
    followers = _grouped(follow, "ticket_id", "person_id") if "followers" in wanted else {}
    texts = _texts(ids) if "text" in wanted else {}
    return {
        row.id: TicketFacts(
            row,
            status_slug=row.status.slug if with_status else "",
            organisation_id=row.requester.organisation_id if with_requester else None,
            requester_key=row.requester.email_key if with_requester else None,
            tags=frozenset(tags.get(row.id, ())),
            copies=frozenset(copies.get(row.id, ())),
            followers=frozenset(followers.get(row.id, ())),
            texts=tuple(texts.get(row.id, ())),
        )
        for row in (rows.select_related(*joined) if joined else rows)
    }


def _texts(ids: Collection[int]) -> dict[int, list[str]]:
    said = Message.objects.filter(shown_in_id__in=ids, undone_at__isnull=True)
    return _grouped(said.order_by("seq", "id"), "shown_in_id", "text_norm")


def _grouped(rows: Any, owner: str, value: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    pairs: Iterable[tuple[int, Any]] = rows.values_list(owner, value)
    for key, one in pairs:
        found[key].append(one)
    return found
