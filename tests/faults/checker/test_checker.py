"""The checker can fail: each invariant complains about a state that breaks it, and none about one that is sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from faults.checker.everything import INVARIANTS, judge
from faults.checker.evidence import Evidence, their_time
from faults.journal import Operation
from faults.mailbox import Movement
from tests.faults.checker.forged import CUSTOMER, MAIL, RAW, REPLY, SUPPORT, attempt, event, note, operation, sound

Forgery = Callable[[Evidence], None]


def broken(evidence: Evidence) -> set[str]:
    """The invariants that do not hold."""
    return {one.invariant for verdict in judge(evidence) for one in verdict.violations}


def put(table: str, place: int = 0, /, **values: Any) -> Forgery:
    """Forge one row."""

    def forge(evidence: Evidence) -> None:
        evidence.tables[table][place].update(values)  # type: ignore[attr-defined]  # forged rows are dicts

    return forge


def add(table: str, row: Callable[[], dict[str, Any]]) -> Forgery:
    """Forge one more row."""
    return lambda evidence: evidence.tables[table].append(row())  # type: ignore[attr-defined]


def lose(table: str, at: int = 0) -> Forgery:
    """Forget a row."""
    return lambda evidence: evidence.tables[table].pop(at)  # type: ignore[attr-defined]


def noted(*notes: Any) -> Forgery:
    """Other notes."""
    return lambda evidence: setattr(evidence, "notes", list(notes))


def attempts(*made: Any) -> Forgery:
    """Another log of the sink."""
    return lambda evidence: setattr(evidence, "attempts", list(made))


def second(table: str, place: int = 0, /, **values: Any) -> Forgery:
    """A row once more, with another id."""
    return lambda evidence: evidence.tables[table].append(dict(evidence.tables[table][place]) | values)  # type: ignore[attr-defined]


def doubt(**more: Any) -> Any:
    """An attempt whose end nobody knows."""
    return attempt(behaviour="end:drop taken", answer="", **more)


def uncertain(at: int = 1_600) -> Forgery:
    """The delivery is shown as uncertain since then."""

    def forge(evidence: Evidence) -> None:
        put("deliveries", state="uncertain")(evidence)
        put("events", 4, kind="delivery.uncertain", at=at)(evidence)

    return forge


def all_of(*forgeries: Forgery) -> Forgery:
    """One after the other."""

    def forge(evidence: Evidence) -> None:
        for each in forgeries:
            each(evidence)

    return forge


def answered(text: str) -> Forgery:
    """What the door said to the mail."""
    return lambda evidence: setattr(evidence.operations[0], "answer", text)


def scripted(*behaviours: str) -> Forgery:
    """The mail server was told to answer so."""
    return noted(note("scripts", scripts=[(REPLY, CUSTOMER, list(behaviours))]))


def refused(behaviour: str) -> Any:
    """An attempt that was refused, a tenth of a second before the next one."""
    return attempt(
        at=1_400, behaviour=behaviour, answer=behaviour[-3:], taken=False, dot=False, token="", message_id=""
    )


def contest(evidence: Evidence) -> None:
    """Two compositions for one state of a ticket, both accepted."""
    first, other = evidence.operations[1], operation("reply", "FT-00000000000000cc", 3, contest="c")
    first.facts["contest"] = "c"
    evidence.operations = [*evidence.operations, other]


def poisoned(evidence: Evidence) -> None:
    """The only mail that came waited behind poison for two minutes."""
    evidence.notes = [note("poison", tokens=["FT-00000000000000dd"])]
    put("events", 1, at=1_050 + 120_000)(evidence)


def taken(at: int, sha256: str = RAW) -> Forgery:
    """We took a mail out of the mailbox."""

    def forge(evidence: Evidence) -> None:
        evidence.operations = [*evidence.operations, operation("delivered", MAIL, 9, sha256=sha256)]
        evidence.movements = [Movement(at, "taken", 1, 7, sha256)]

    return forge


def machine(count: int, **more: Any) -> Forgery:
    """Automatic mail in the sink."""
    one = attempt(automatic="auto-generated", message_id="notify.1f@desk.example", token="", **more)
    return all_of(attempts(attempt(), *[one] * count), second("effects", id=31, kind="mail.notify"))


DAY = 24 * 3_600_000


def waiting(*pauses: int, last_taken: bool, how: str, **facts: Any) -> Forgery:
    """A reply that was refused again and again, after pauses in minutes."""

    def forge(evidence: Evidence) -> None:
        at, made = 1_400, [refused("rcpt:450")]
        for pause in pauses:
            at += pause * 60_000
            made.append(replace(refused("rcpt:450"), at=at))
        if last_taken:
            made[-1] = attempt(at=at)
        evidence.attempts = made
        evidence.notes = [note("refused for long", replies=[(REPLY, CUSTOMER, how)])]
        state = "sent" if last_taken else "failed"
        put("deliveries", state=state, **facts)(evidence)
        put("events", 4, kind=f"delivery.{state}", at=at)(evidence)
        put("tickets", status_group="open")(evidence)
        evidence.tables["notifications"] = [{"id": 61, "event_id": 5}]  # type: ignore[index]  # forged

    return forge


#: Minutes between attempts: as the product spreads them, up to a day and up to five.
GROWING = (1, 2, 4, 8, 17, 31, 60, 130)
A_DAY = (*GROWING, 230, 250, 240, 235, 245)
FIVE_DAYS = (*GROWING, *(230, 250) * 15)


FORGERIES: list[tuple[str, str, Forgery]] = [
    ("R-01", "no row", lose("ledger")),
    ("R-01", "two rows that are the first", second("ledger", id=6)),
    ("R-01", "half way", put("ledger", state="received")),
    ("R-01", "other bytes", lambda evidence: setattr(evidence, "files", {RAW: "b" * 64})),
    ("R-01", "taken out of the mailbox and not kept", taken(2_000, "c" * 64)),
    ("R-01", "taken out before it was kept", all_of(put("ledger", mailbox_id=3), taken(1_000))),
    ("R-01", "never fetched", lambda evidence: setattr(evidence, "left_in_inbox", frozenset({"c" * 64}))),
    ("R-02", "two messages of one entry", second("messages", id=13)),
    ("R-02", "two messages of two entries", all_of(second("ledger", id=6), second("messages", id=13, ledger_id=6))),
    ("R-02", "another mail of that Message-ID is gone", noted(note("same Message-ID", tokens=["FT-00000000000000dd"]))),
    ("R-03", "not in the ticket", lose("messages", 1)),
    ("R-03", "no delivery", lose("deliveries")),
    ("R-03", "waits for nobody", put("deliveries", state="queued")),
    ("R-03", "sending for ever", put("deliveries", state="sending")),
    ("R-03", "its failure is not told", put("deliveries", state="failed")),
    ("R-03", "taken back by nobody", all_of(put("messages", 1, undone_at=9), put("deliveries", state="undone"))),
    ("R-03", "taken back and still there", put("messages", 1, undone_at=9)),
    (
        "R-03",
        "refused for good, and tried again",
        all_of(scripted("rcpt:550"), attempts(refused("rcpt:550"), attempt())),
    ),
    ("R-03", "refused for now, and given up", all_of(scripted("rcpt:450"), attempts(refused("rcpt:450")))),
    ("R-03", "refused for now, and hammered", all_of(scripted("rcpt:450"), attempts(refused("rcpt:450"), attempt()))),
    (
        "R-03",
        "taken in the first hours of a day",
        waiting(*GROWING, last_taken=True, how="a day"),
    ),
    ("R-03", "refused for long, without growing pauses", waiting(*[1] * 2_000, last_taken=True, how="a day")),
    (
        "R-03",
        "refused for long, with pauses that march",
        waiting(*[min(1 << n, 240) for n in range(14)], last_taken=True, how="a day"),
    ),
    ("R-03", "given up on the first day", waiting(*A_DAY, last_taken=False, how="never")),
    (
        "R-03",
        "given up, and nobody was told",
        all_of(
            waiting(*FIVE_DAYS, last_taken=False, how="never"),
            lambda evidence: evidence.tables["notifications"].clear(),  # type: ignore[attr-defined]
        ),
    ),
    (
        "R-03",
        "given up, and its ticket is closed",
        all_of(waiting(*FIVE_DAYS, last_taken=False, how="never"), put("tickets", status_group="closed")),
    ),
    ("R-04", "twice", attempts(attempt(), attempt())),
    ("R-04", "one composition, two replies", second("messages", 1, id=13)),
    ("R-05", "both accepted", contest),
    ("R-06", "called sent", attempts(doubt())),
    ("R-06", "called failed", all_of(attempts(doubt()), put("deliveries", state="failed"))),
    ("R-06", "sent again", all_of(attempts(doubt(taken=False), attempt()), uncertain())),
    ("R-06", "shown late", all_of(attempts(doubt()), uncertain(at=1_500 + 66_000))),
    ("R-06", "sent, and nobody took it", attempts()),
    ("R-07", "a gap", lose("events", 2)),
    ("R-07", "a message twice in the history", add("events", lambda: event(6, "message.received", ("message", 11)))),
    ("R-07", "another owner than the events say", put("tickets", owner_id=8)),
    ("R-07", "begins elsewhere", add("events", lambda: event(6, "ticket.owner_changed", field="owner", old=9, new=7))),
    ("R-07", "a message that is not there", add("events", lambda: event(6, "message.received", ("message", 99)))),
    ("R-07", "the database is damaged", lambda evidence: setattr(evidence, "complaints", ["page 3 is gone"])),
    ("R-08", "twice", second("effects", 1, id=33)),
    ("R-08", "never", lose("effects", 1)),
    ("R-08", "too early", put("timers", fired_at=400)),
    ("R-08", "overdue", all_of(put("timers", fired_at=None), lose("effects", 1))),
    ("R-08", "too late", put("timers", fired_at=500 + 61_000)),
    (
        "R-08",
        "overdue when everything was at rest",
        all_of(put("timers", fired_at=None, due=9_000), lose("effects", 1), noted(note("at rest", 15_000))),
    ),
    ("R-09", "the same word twice", machine(2)),
    ("R-09", "more than they wrote", machine(1, recipient="quiet@customer.example")),
    (
        "R-11",
        "a mail of nobody",
        attempts(attempt(), attempt(message_id="ghost@desk.example", token="", recipient="x")),
    ),
    ("R-11", "taken back, and yet sent", put("messages", 1, undone_at=9)),
    (
        "R-11",
        "a word that nothing asked for",
        attempts(attempt(), attempt(message_id="notify.ff@d", token="", recipient="x")),
    ),
    ("R-11", "applied to nothing", put("ledger", ticket_message_id=99)),
    ("R-11", "a message the ledger does not know", put("ledger", state="quarantined")),
    ("R-11", "fetched, and not asked for", lambda evidence: setattr(evidence, "passed_over", frozenset({RAW}))),
    ("R-12", "half a file", lambda evidence: setattr(evidence, "files", {RAW: RAW, "d" * 64: "e" * 64})),
    ("R-12", "a row without its file", put("attachments", digest="d" * 64)),
    ("R-12", "a mail without its bytes", put("ledger", raw="d" * 64)),
    (
        "R-15",
        "ready on a full disk",
        noted(note("health", 900, node="one", status=200), note("cannot keep"), note("can keep", 9_000)),
    ),
    (
        "R-15",
        "never ready again",
        noted(note("health", 900, node="one", status=503), note("cannot keep"), note("can keep", 9_000)),
    ),
    ("R-16", "sent back", answered("550 5.0.0 no | 250 2.0.0 Kept")),
    ("R-17", "waited for minutes", poisoned),
    ("R-17", "called poison after a power cut", put("ledger", state="quarantined", reason="poison")),
    ("R-17", "the poison was applied", noted(note("poison", tokens=[MAIL]))),
]


def test_nothing_is_said_about_a_sound_state() -> None:
    assert broken(sound()) == set()


@pytest.mark.parametrize(
    ("invariant", "words", "forge"), FORGERIES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_forged_state_is_noticed(invariant: str, words: str, forge: Forgery) -> None:
    evidence = sound()
    forge(evidence)
    assert invariant in broken(evidence), words


def test_every_invariant_is_shown_to_fail() -> None:
    assert {invariant for invariant, _words, _forge in FORGERIES} == set(INVARIANTS)


def test_a_second_copy_that_somebody_asked_for_is_no_violation() -> None:
    evidence = sound()
    all_of(
        attempts(doubt(), attempt()),
        add("events", lambda: event(6, "delivery.sent_again", ("delivery", 21))),
        add("events", lambda: event(7, "delivery.sent", ("delivery", 21))),
        put("tickets", seq=7, version=7),
    )(evidence)
    assert broken(evidence) == set()


def test_a_reply_that_was_taken_back_in_time_is_no_violation() -> None:
    evidence = sound()
    all_of(put("messages", 1, undone_at=9), put("deliveries", state="undone"), attempts(), put("tickets", seq=4))(
        evidence
    )
    lose("events", 4)(evidence)
    evidence.operations = [*evidence.operations, operation("undo", REPLY, 3)]
    assert broken(evidence) == set()


@pytest.mark.parametrize(("pauses", "taken", "how"), [(A_DAY, True, "a day"), (FIVE_DAYS, False, "never")])
def test_patience_is_no_violation(pauses: tuple[int, ...], taken: bool, how: str) -> None:
    evidence = sound()
    waiting(*pauses, last_taken=taken, how=how)(evidence)
    if not taken:
        put("tickets", seq=5)(evidence)
    assert broken(evidence) == set()


def test_a_timer_may_wait_while_everything_is_down_or_was_skipped() -> None:
    evidence = sound()
    put("timers", fired_at=500 + 200_000)(evidence)
    down = (note("down", 600), note("up", 100_000, node="one"))
    noted(*down, note("clock moved", 200_000, by=80_000))(evidence)
    assert broken(evidence) == set()
    noted(*down)(evidence)
    assert broken(evidence) == {"R-08"}


def test_moments_are_those_of_the_world_whose_clock_was_set_forward() -> None:
    theirs = their_time([note("clock moved", 2_000, by=DAY), note("clock moved", 3_000, by=5)])
    assert [theirs(at) for at in (1_999, 2_000, 3_500)] == [1_999, 2_000 + DAY, 3_505 + DAY]


def test_doubt_that_is_shown_in_time_is_no_violation() -> None:
    evidence = sound()
    all_of(attempts(doubt(taken=False)), uncertain())(evidence)
    assert broken(evidence) == set()


def test_time_in_which_everything_was_down_is_not_counted() -> None:
    evidence = sound()
    away = noted(note("down", 2_000), note("up", 100_000, node="one"))
    all_of(attempts(doubt()), uncertain(at=1_500 + 66_000 + 90_000), away)(evidence)
    assert broken(evidence) == set()


def test_a_mail_whose_answer_was_not_heard_may_be_kept_or_not() -> None:
    """Nobody promised anything; what is there has to be sound all the same."""
    evidence = sound()
    unheard: Operation = operation(
        "mail", "FT-00000000000000ee", 3, recipients=[SUPPORT], sha256="f" * 64, sender=CUSTOMER
    )
    unheard.outcome, unheard.answer, unheard.result = "unknown", "", {"accepted": []}
    evidence.operations = [*evidence.operations, unheard]
    assert broken(evidence) == set()
    assert REPLY in evidence.replies


def test_two_words_to_a_colleague_about_one_reply_are_no_second_copy() -> None:
    evidence = sound()
    words = [
        attempt(
            automatic="auto-generated", recipient="ben@tandem.example", message_id=f"notify.{effect:x}@desk.example"
        )
        for effect in (31, 33)
    ]
    all_of(attempts(attempt(), *words), second("effects", id=33, kind="mail.notify"))(evidence)
    assert {one.token for one in words} == {REPLY}
    assert broken(evidence) == set()
