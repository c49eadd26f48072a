"""What commands plan, on a hand-made run: no database, milliseconds."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.infra.addresses import Address
from tandem.kernel.changes import ChangeSet, FieldChange, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid
from tandem.kernel.merging import Edit
from tandem.people.actors import StaffActor, delivering_actor
from tandem.people.finding import Known
from tandem.tickets.bodies import Body
from tandem.tickets.commands import edit_ticket, open_ticket, reply
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.open_ticket import OpenTicket
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.reply import Reply
from tandem.tickets.models import Ticket
from tandem.tickets.statuses import StatusFacts

NOW = 1_800_000_000_000
TICKET = Ref("ticket", 10)
KIM = Address("Kim", "kim@customer.example")
LEE = Address("Lee", "lee@customer.example")
BEN = StaffActor(kind="agent", person_id=7, role="agent", department_ids=frozenset({1}))
STATUSES = {
    "open": StatusFacts(1, "open", "open", False, 1),
    "waiting": StatusFacts(2, "waiting", "on_hold", False, 1),
    "solved": StatusFacts(3, "solved", "closed", False, 1),
}


def a_run(**columns: Any) -> Run:
    """A run that holds one open ticket of Kim's."""
    values: dict[str, Any] = {"id": 10, "seq": 5, "version": 2, "requester_id": 20, "subject": "Hum", "status_id": 1}
    values |= {"status_group": "open", "department_id": 1, "priority": 0, "owner_id": None, "team_id": None} | columns
    run = Run(actor=BEN, now=NOW, records={TICKET: Ticket(**values)})
    run.sets = {(TICKET, "tags"): frozenset({"vip"}), (TICKET, "cc"): frozenset({21})}
    return run


def changes_of(changes: ChangeSet, kind: str) -> list[Any]:
    return [change.values for change in changes.created(kind)]


def a_reply(**fields: Any) -> Reply:
    return Reply(ticket_id=10, body=Body("Hold B flat."), seen=5, client_id="c1", **fields)


def reply_reads(**fields: Any) -> reply.Reads:
    values: dict[str, Any] = {
        "acknowledged": [],
        "to": [KIM],
        "cc": [],
        "statuses": STATUSES,
        "default_status": "waiting",
    }
    return reply.Reads(**(values | {"files": []} | fields))


def test_a_reply_is_a_public_message_with_one_delivery_a_recipient(settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    changes = a_reply().plan(a_run(), reply_reads(cc=[LEE]))
    (message,) = changes_of(changes, "message")
    assert (message["kind"], message["visibility"], message["author_id"]) == ("reply", "public", 7)
    deliveries = changes_of(changes, "delivery")
    assert [delivery["recipient"] for delivery in deliveries] == [KIM.address, LEE.address]
    assert {delivery["not_before"] for delivery in deliveries} == {NOW + 10_000}
    assert {delivery["state"] for delivery in deliveries} == {"undo_window"}


def test_one_person_named_twice_gets_one_delivery() -> None:
    changes = a_reply().plan(a_run(), reply_reads(cc=[Address("Kim again", "KIM@customer.example")]))
    assert len(changes_of(changes, "delivery")) == 1


def test_without_a_status_a_reply_sets_the_department_s_and_remembers_the_old_one() -> None:
    changes = a_reply().plan(a_run(), reply_reads())
    change = changes.changed(TICKET, "status")
    assert change is not None and (change.old, change.new) == (1, 2)
    assert changes_of(changes, "message")[0]["set_with_it"] == {"status": ["1", "2"]}


@pytest.mark.parametrize(
    ("status", "default", "columns", "expected"),
    [
        ("solved", "waiting", {}, 3),
        ("open", "waiting", {}, None),
        (None, "", {}, None),
        (None, "waiting", {"status_id": 3, "status_group": "closed"}, None),
        ("", "waiting", {}, None),
    ],
)
def test_the_status_that_a_reply_sets(status: str | None, default: str, columns: Any, expected: int | None) -> None:
    changes = a_reply(status=status).plan(a_run(**columns), reply_reads(default_status=default))
    change = changes.changed(TICKET, "status")
    assert (change.new if change else None) == expected


def test_a_status_of_another_department_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        a_reply(status="boxing").plan(a_run(), reply_reads())
    assert refusal.value.problems[0].pointer == "/status"


def test_the_same_composition_means_the_same_whatever_was_seen() -> None:
    first, again = a_reply(), Reply(10, Body("Hold B flat."), seen=9, client_id="c1", acknowledge=[4])
    assert first.once() == again.once()
    assert a_reply().once() != Reply(10, Body("Other"), seen=5, client_id="c1").once()


def edited(run: Run, edits: dict[str, Edit], **reads: Any) -> ChangeSet:
    values: dict[str, Any] = {"statuses": STATUSES, "new_statuses": STATUSES, "known": Known({}, {})}
    return EditTicket(10, edits).plan(run, edit_ticket.Reads(**(values | reads)))


def test_edits_of_different_fields_merge() -> None:
    changes = edited(a_run(priority=2), {"subject": Edit("Hum", "Buzz")})
    assert [change.new for change in changes if isinstance(change, FieldChange)] == ["Buzz"]


def test_an_edit_of_a_field_that_moved_names_all_three_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_ticket, "refuse", lambda code, ref, clashes, shown: Conflict(code, "", extra={"c": shown}))
    with pytest.raises(Conflict) as refusal:
        edited(a_run(priority=3), {"priority": Edit(0, 4)})
    assert refusal.value.extra["c"] == {"priority": {"base": "none", "theirs": "high", "mine": "urgent"}}


def test_wanting_what_is_so_already_is_no_conflict_and_no_change() -> None:
    assert len(edited(a_run(priority=4), {"priority": Edit(0, 4)})) == 0


def test_tags_merge_member_by_member() -> None:
    changes = edited(a_run(), {"tags": Edit(["old"], ["printer"])})
    (change,) = changes
    assert isinstance(change, SetChange) and (change.added, change.removed) == (("printer",), ())


def test_a_ticket_that_moves_keeps_its_status_by_slug_and_loses_its_team() -> None:
    billing = {"open": StatusFacts(11, "open", "open", False, 2)}
    changes = edited(a_run(team_id=5), {"department": Edit(1, 2)}, new_statuses=billing)
    assert [(change.field, change.new) for change in changes if isinstance(change, FieldChange)] == [
        ("department", 2),
        ("status", 11),
        ("team", None),
    ]


def test_a_status_without_a_namesake_goes_to_one_of_its_group() -> None:
    billing = {"todo": StatusFacts(11, "todo", "open", False, 2), "done": StatusFacts(12, "done", "closed", False, 2)}
    changes = edited(a_run(status_id=3, status_group="closed"), {"department": Edit(1, 2)}, new_statuses=billing)
    change = changes.changed(TICKET, "status")
    assert change is not None and change.new == 12


def test_opening_makes_the_customer_in_the_organisation_of_the_domain() -> None:
    command = OpenTicket(subject="Hum", body=Body("It hums"), requester=KIM, channel="email", cc=[LEE, KIM])
    run = Run(actor=delivering_actor(None), now=NOW)
    reads = open_ticket.Reads(Known({LEE.key: 21}, {"customer.example": 99}), 1, STATUSES)
    changes = command.plan(run, reads)
    (person,) = changes_of(changes, "person")
    assert (person["email"], person["organisation_id"]) == ("kim@customer.example", 99)
    (ticket,) = changes_of(changes, "ticket")
    assert ticket["status_id"] == 1
    copies = [change.added for change in changes if isinstance(change, SetChange) and change.field == "cc"]
    assert copies == [(21,)]


def test_an_unverified_message_adds_nobody_to_the_copies() -> None:
    known = Known({KIM.key: 20, LEE.key: 22}, {})
    for unverified, expected in ((True, []), (False, [(22,)])):
        command = ReceiveMessage(10, Body("Me too"), KIM, "email", joining=[LEE], unverified=unverified)
        changes = command.plan(a_run(), known)
        assert [change.added for change in changes if isinstance(change, SetChange)] == expected


def test_putting_aside_what_is_aside_changes_nothing() -> None:
    assert len(MarkSpam(10).plan(a_run(spam_at=1), None)) == 0
    (change,) = TrashTicket(10).plan(a_run(), None)
    assert isinstance(change, FieldChange) and change.new == NOW
