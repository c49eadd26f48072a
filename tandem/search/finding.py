"""Placeholder replaced by the projection."""

from tandem.tickets.models import Message


def find(query: str) -> list[int]:
    return list(Message.objects.filter(text__icontains=query).values_list("shown_in_id", flat=True)[:500])
