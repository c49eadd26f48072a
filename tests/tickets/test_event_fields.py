"""What a rule on a change may ask: the event, the ticket after and before it, the clock."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tandem.conditions.check import Use, check
from tandem.conditions.context import Context
from tandem.conditions.describe import describe
from tandem.conditions.fields import Fact
from tandem.conditions.nodes import Node, all_of, any_of, rule
from tandem.conditions.operators import operators_for
from tandem.conditions.predicate import Predicate
from tandem.kernel.records import record_kinds
from tandem.tickets.condition_fields import CATALOGUE, TicketFacts
from tandem.tickets.condition_words import WORDS_OF, Named
from tandem.tickets.event_fields import EVENT_NAMES, RULE_CATALOGUE, TicketChange
from tandem.tickets.models import Ticket
from tandem.tickets.snoozing import SNOOZED, WOKEN

SUNDAY_NIGHT = Context(1_795_390_200_000, person_id=7)


def _facts(**columns: object) -> TicketFacts:
    return TicketFacts(Ticket(subject_norm="the printer hums", **columns), status_slug="open")


REPLY = TicketChange(
    after=_facts(priority=4, owner_id=7, status_group="on_hold"),
    before=_facts(priority=0, owner_id=None, status_group="open"),
    events=frozenset({"message.replied", "ticket.priority_changed"}),
    author_kind="agent",
    author_id=7,
    message_visibility="public",
    message_channel="agent",
    message_text="Please  RESTART it",
    message_automatic=False,
)
NEW = TicketChange(after=_facts(priority=0, owner_id=None), events=frozenset({"ticket.opened", "message.received"}))
BY_RULE = TicketChange(after=REPLY.after, before=REPLY.before, events=REPLY.events, author_kind="rule")


@pytest.mark.parametrize(
    ("node", "reply", "new"),
    [
        (rule("event", "includes_any", ["message.replied"]), True, False),
        (rule("event", "includes_all", ["ticket.opened", "message.received"]), False, True),
        (rule("author_kind", "is", "agent"), True, False),
        (rule("author", "is", "current_agent"), True, False),
        (rule("message_visibility", "is", "internal"), False, False),
        (rule("message_visibility", "is_not", "internal"), True, True),
        (rule("message_channel", "is_set"), True, False),
        (rule("message_text", "contains", "please restart"), True, False),
        (rule("message_automatic", "is", False), True, False),
        (rule("priority", "changed"), True, True),
        (rule("priority", "changed_to", "urgent"), True, False),
        (rule("owner", "changed_from", "nobody"), True, False),
        (rule("owner", "not_changed"), False, True),
        (rule("subject", "not_changed"), True, False),
        (rule("group", "changed_from", "open"), True, False),
        (rule("text", "contains", "printer"), True, True),
        (all_of(rule("now_weekday", "is", "sunday"), rule("now_hour", "greater_or_equal", 18)), True, True),
    ],
)
def test_a_rule_reads_event_change_and_clock(node: Node, reply: bool, new: bool) -> None:
    predicate = Predicate(node, RULE_CATALOGUE)
    assert predicate.problems == []
    assert (predicate(REPLY, SUNDAY_NIGHT), predicate(NEW, SUNDAY_NIGHT)) == (reply, new)


def test_what_a_rule_did_is_no_agent_s_update() -> None:
    by_agent = Predicate(rule("author_kind", "is", "agent"), RULE_CATALOGUE)
    assert not by_agent(BY_RULE, SUNDAY_NIGHT)


def test_lists_have_neither_events_nor_changes() -> None:
    for node in (rule("message_text", "is_set"), rule("priority", "changed")):
        assert [problem.code for problem in check(node, RULE_CATALOGUE, Use.SQL)] == ["fact_not_available"]
    assert check(rule("author_kind", "is", "agent"), CATALOGUE)[0].code == "unknown_field"
    assert not any(operator.change for field in CATALOGUE for operator in operators_for(field))


def test_every_field_of_the_ticket_can_be_asked_for_its_change() -> None:
    for field in RULE_CATALOGUE:
        if field.kind is Fact.STATE:
            assert any(operator.change for operator in operators_for(field)), field.key
            field.read_pair(REPLY)


def test_every_named_event_is_one_that_the_pipeline_tells_of() -> None:
    kinds = record_kinds()
    told = {name for kind in kinds.values() for name in kind.tracked.values() if isinstance(name, str)}
    told |= {setting.event for kind in kinds.values() for setting in kind.sets.values()}
    # Facts that a command tells of beside the fields.
    told |= {SNOOZED, WOKEN, "message.undone"}
    told |= {kinds["ticket"].created_event({}), *_switches(), *_messages()}  # type: ignore[arg-type]  # ends in strings
    assert EVENT_NAMES.keys() <= told


def _switches() -> set[str | None]:
    names = [kind for kind in record_kinds()["ticket"].tracked.values() if callable(kind)]
    return {name(None, 1) for name in names} | {name(1, None) for name in names}


def _messages() -> set[str | None]:
    return {record_kinds()["message"].created_event({"kind": kind}) for kind in ("customer", "reply", "note")}


def test_every_closed_list_has_words_for_all_of_it() -> None:
    for field in RULE_CATALOGUE:
        item = getattr(field.type, "item", field.type)
        options = getattr(item, "options", ())
        assert set(WORDS_OF.get(field.key, ())) == set(options), field.key


def test_a_rule_reads_as_a_sentence() -> None:
    node = any_of(rule("event", "includes_any", ["message.replied"]), rule("message_visibility", "is", "internal"))
    sentence = describe(node, RULE_CATALOGUE, Named([], RULE_CATALOGUE).name_of)
    assert sentence == "What happened includes any of An agent replied or New message is Internal note"


def test_the_handbook_names_every_field() -> None:
    text = (Path(__file__).parents[2] / "docs" / "conditions.md").read_text("utf-8")
    table = text.partition("## What can be asked of a ticket")[2].partition("\n- ")[0]
    assert sorted(re.findall(r"`(\w+)`", table)) == sorted(field.key for field in RULE_CATALOGUE)
