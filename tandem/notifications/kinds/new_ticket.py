"""A new ticket without an owner came in, where I work. Silent until somebody chooses to hear of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import Doors, NotificationKind
from tandem.notifications.choices import who_chose
from tandem.people.models import DepartmentMember


def _watching(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    ticket = Ref("ticket", event.stream_id)
    if run.after(changes, ticket, "owner") is not None or run.after(changes, ticket, "spam_at") is not None:
        return
    watching = run.remember((__name__, "watching"), lambda: who_chose("new_ticket"))
    if not watching:
        return
    department = run.after(changes, ticket, "department")
    places: dict[int, set[int]] = {}
    for person, place in DepartmentMember.objects.filter(person_id__in=watching).values_list(
        "person_id", "department_id"
    ):
        places.setdefault(person, set()).add(place)
    # Whoever sees the whole house and belongs to no part of it watches all of it.
    yield from (person for person in watching if department in places.get(person, {department}))


NEW_TICKET = NotificationKind(
    name="new_ticket",
    label=_("A new ticket without an owner arrives in my departments"),
    events=frozenset({"ticket.opened"}),
    recipients=_watching,
    sentence=_("New ticket from %(actor)s: “%(subject)s”"),
    doors=Doors(in_app=False, mail=False),
)
