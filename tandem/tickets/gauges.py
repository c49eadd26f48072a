"""How mails to customers are getting on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from tandem.infra.metrics import Reading
from tandem.tickets.models import Delivery


def deliveries() -> Iterable[Reading]:
    """Deliveries that are not over, or ended in doubt or in failure, by state."""
    open_ones = Delivery.objects.filter(state__in=UNSETTLED)
    counts = dict(open_ones.values_list("state").annotate(number=Count("id")).order_by("state"))
    yield Reading(
        "tandem_deliveries",
        "Mails to customers, by state; `uncertain` ones need a person.",
        {(state,): counts.get(state, 0) for state in UNSETTLED},
        ["state"],
    )


#: Every state but `sent`.
UNSETTLED = ("undo_window", "queued", "sending", "retry", "failed", "uncertain")
