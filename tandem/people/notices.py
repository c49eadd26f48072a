"""Planner: who can sign in is told by mail when somebody, perhaps not they, changed how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.people.commands.send_link import MAIL
from tandem.people.models import Account

#: Kinds of events of a person that are told; what an invitation sets for the first time is no news.
TOLD: Final = frozenset(
    {
        "person.password_set",
        "person.factor_added",
        "person.factor_removed",
        "person.recovery_codes_made",
        "person.address_changed",
    }
)


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """One mail for each such event, to the address from before: whoever takes an account over may change it first."""
    for event in events:
        if event.stream_kind != "person" or event.kind not in TOLD or run.actor.kind in {"import"}:
            continue
        if isinstance(event.new, dict) and event.new.get("by") == "invitation":
            continue
        address = run.before(Ref("person", event.stream_id), "email")
        if not address or not Account.objects.filter(person_id=event.stream_id).exclude(last_login=None).exists():
            continue
        payload = {"person_id": str(event.stream_id), "notice": event.kind, "to": address}
        yield EffectRequest(MAIL, f"notice:{event.id}", payload)
