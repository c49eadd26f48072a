"""What follows of itself from a change of a ticket, whoever makes it and through whichever door.

A customer's message reopens (OD-11, ST-08; the department says to which status, or not at all), and so does a reply that was not
delivered; closing, reopening, taking up
and the last-message columns are derived here, so that no command can forget one. A reply that is taken back leaves all of them
as they would be without it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tandem.conditions.text import normalise_text
from tandem.kernel.changes import Cause, ChangeSet, FieldChange, Json, NewRecord, Ref
from tandem.kernel.context import Run
from tandem.tickets import snoozing, statuses
from tandem.tickets.department_rules import rules_of
from tandem.tickets.models import Message
from tandem.tickets.standing import columns_without, taken_back

REOPENED = Cause("reopened_by_customer")
NOT_DELIVERED = Cause("not_delivered")


def extend(run: Run, changes: ChangeSet) -> ChangeSet:
    """The derived changes that are not in the change set yet; nothing once they are (extenders run in rounds)."""
    addition = ChangeSet()
    for ref in _tickets(run, changes):
        undone = taken_back(run, changes, ref)
        if undone is not None:
            _without(run, changes, addition, ref, undone)
        _messages(run, changes, addition, ref)
        _deliveries(run, changes, addition, ref)
        _status(run, changes, addition, ref, undone)
        _subject_and_owner(run, changes, addition, ref)
    return addition


def _tickets(run: Run, changes: ChangeSet) -> list[Ref]:
    held = [ref for ref in run.records if ref.kind == "ticket"]
    return held + [change.ref for change in changes.created("ticket")]


def _set(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref, field: str, value: Json) -> None:
    """Ask for a derived value unless the run holds it already."""
    current = run.after(changes, ref, field)
    if current != value:
        addition.set(ref, field, current, value)


def _without(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref, undone: Message) -> None:
    for field, value in run.remember(("without", undone.id), lambda: columns_without(undone, run.record(ref))).items():
        _set(run, changes, addition, ref, field, value)


def _messages(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref) -> None:
    new = [change for change in changes.created("message") if change.values["shown_in_id"] == ref.id]
    if not new:
        return
    count = (run.before(ref, "message_count") or 0) + len(new)
    if run.after(changes, ref, "message_count") == count:
        return
    _set(run, changes, addition, ref, "message_count", count)
    # What nobody wrote answers nobody: who wrote last, and who waits for whom, stays as it is.
    public = [
        change for change in new if change.values["visibility"] == "public" and not written_by_nobody(change.values)
    ]
    if not public:
        return
    last = public[-1].values
    by_customer = last["kind"] == "customer"
    _set(run, changes, addition, ref, "last_message_at", last["at"])
    _set(run, changes, addition, ref, "last_message_by", "customer" if by_customer else "agent")
    _set(run, changes, addition, ref, "last_customer_at" if by_customer else "last_agent_at", last["at"])
    _set(run, changes, addition, ref, "snippet", public[-1].derived.get("snippet", ""))
    if any(_reopens(change) for change in public) and ref in run.records:
        _reopen(run, changes, addition, ref)
        snoozing.wake(run, changes, addition, ref, snoozing.BY_CUSTOMER)


def written_by_nobody(values: Mapping[str, Json]) -> bool:
    """Whether this is a message of ours that no person wrote."""
    return values["kind"] == "reply" and bool(values.get("automatic"))


def _reopens(change: NewRecord) -> bool:
    values = change.values
    # A cause is why a message was only put here (its sender is blocked).
    quiet = values.get("automatic") or values.get("unverified") or change.cause is not None
    return values["kind"] == "customer" and not quiet


def _deliveries(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref) -> None:
    """Whoever was not reached waits in vain: the ticket is work again, unless it is closed for good or put aside."""
    failed = any(
        isinstance(change, FieldChange)
        and (change.ref.kind, change.field, change.new) == ("delivery", "state", "failed")
        and run.record(change.ref).ticket_id == ref.id
        and not _automatic(run, run.record(change.ref).message_id)
        for change in changes
    )
    if not failed or ref not in run.records:
        return
    ticket = run.record(ref)
    if ticket.deleted_at is None and ticket.spam_at is None and not statuses.by_id(run, ticket.status_id).final:
        _reopen(run, changes, addition, ref, NOT_DELIVERED)


def _automatic(run: Run, message: int) -> bool:
    """Nobody has to do anything about a mail of ours that nobody wrote."""
    rows = Message.objects.filter(id=message, automatic=True)
    return run.remember((__name__, "automatic", message), rows.exists)


def _reopen(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref, cause: Cause = REOPENED) -> None:
    ticket = run.record(ref)
    if ticket.status_group not in {"on_hold", "closed"} or changes.changed(ref, "status"):
        return
    slug = rules_of(run, ticket.department_id).on_customer_reply
    target = statuses.of_department(run, ticket.department_id).get(slug)
    if target is not None:
        addition.set(ref, "status", ticket.status_id, target.id, cause)


def _status(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref, undone: Message | None) -> None:
    change = changes.changed(ref, "status") or addition.changed(ref, "status")
    created = ref not in run.records
    if change is None and not created:
        return
    status = statuses.by_id(run, change.new if change else run.after(changes, ref, "status"))
    before = run.before(ref, "status_group")
    reopened = run.before(ref, "reopened_count") or 0
    _set(run, changes, addition, ref, "status_group", status.group)
    if status.group == "closed":
        # What is done with needs nobody's attention: it wakes without a word.
        snoozing.rest(run, changes, addition, ref)
    if status.group == "closed" and before != "closed":
        _set(run, changes, addition, ref, "solved_at", _solved_before(undone) or run.now)
        if undone is not None:
            # The reply had reopened it, and has not.
            _set(run, changes, addition, ref, "reopened_count", max(0, reopened - 1))
        if status.final:
            _set(run, changes, addition, ref, "closed_at", run.now)
    elif status.group == "closed" and status.final:
        _set(run, changes, addition, ref, "closed_at", run.now)
    elif before == "closed":
        _set(run, changes, addition, ref, "solved_at", None)
        _set(run, changes, addition, ref, "closed_at", None)
        if undone is None:
            _set(run, changes, addition, ref, "reopened_count", reopened + 1)


def _solved_before(undone: Message | None) -> int | None:
    """Since when a ticket was solved that the reply had reopened."""
    solved_at: int | None = (undone.set_with_it or {}).get("solved_at", (None,))[0] if undone is not None else None
    return solved_at


def _subject_and_owner(run: Run, changes: ChangeSet, addition: ChangeSet, ref: Ref) -> None:
    if changes.changed(ref, "subject") or ref not in run.records:
        _set(run, changes, addition, ref, "subject_norm", normalise_text(run.after(changes, ref, "subject"))[:500])
    taken_up = run.after(changes, ref, "owner") is not None or any(
        change.values["kind"] == "reply"
        and change.values["shown_in_id"] == ref.id
        and not written_by_nobody(change.values)
        for change in changes.created("message")
    )
    if taken_up and run.before(ref, "accepted_at") is None:
        _set(run, changes, addition, ref, "accepted_at", run.now)
