"""What somebody finds on arriving: numbers with the lists behind them, where they were last, what they have not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tandem.infra.markup import html_to_text
from tandem.people.actors import StaffActor
from tandem.tickets import listing
from tandem.tickets.models import Draft, ReadMark
from tandem.tickets.preset_views import BY_KEY
from tandem.tickets.queries import visible_to

#: The views whose numbers are shown: what is mine, what nobody has, what is late, how all of it stands.
BOXES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("mine", ("waiting_on_me", "mine_open", "my_teams_unassigned", "unassigned")),
    ("late", ("overdue", "due_today")),
    ("state", ("open", "on_hold", "snoozed", "closed")),
)
RECENT: Final = 8
DRAFTS: Final = 8
_EXCERPT: Final = 120


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket that one comes back to."""

    number: int
    subject: str
    status: str
    group: str
    department_id: int
    at: int
    kind: str = ""
    excerpt: str = ""


def counts(actor: StaffActor) -> dict[str, tuple[int, bool]]:
    """(count, capped) by key of the view, all by one statement: the very condition that the list asks."""
    keys = [key for _group, views in BOXES for key in views]
    return dict(zip(keys, listing.counts(actor, [BY_KEY[key].condition for key in keys]), strict=True))


def recent(actor: StaffActor) -> list[Place]:
    """The tickets that the actor looked at last, as far as they still see them."""
    marks = ReadMark.objects.filter(person_id=actor.me, at__gt=0, ticket__in=visible_to(actor))
    rows = marks.filter(ticket__deleted_at__isnull=True).order_by("-at", "-id")[:RECENT]
    columns = ("ticket__number", "ticket__subject", "ticket__status__slug", "ticket__status_group")
    return [Place(*row) for row in rows.values_list(*columns, "ticket__department_id", "at")]


def drafts(actor: StaffActor) -> list[Place]:
    """What the actor has begun to write and not sent, the latest first."""
    rows = Draft.objects.filter(author_id=actor.me, ticket__in=visible_to(actor), ticket__deleted_at__isnull=True)
    columns = ("ticket__number", "ticket__subject", "ticket__status__slug", "ticket__status_group")
    found = rows.order_by("-updated_at", "-id").values_list(
        *columns, "ticket__department_id", "updated_at", "kind", "content"
    )
    return [
        Place(number, subject, status, group, department, at, kind, _excerpt(content.get("body_html") or ""))
        for number, subject, status, group, department, at, kind, content in found[:DRAFTS]
    ]


def _excerpt(html: str) -> str:
    line = " ".join(html_to_text(html).split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
