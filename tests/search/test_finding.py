"""What is found, on whichever database the tests run."""

from __future__ import annotations

import pytest
from django.db import connection

from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.search import newest
from tandem.search.finding import find_among
from tandem.search.models import MessageDocument, PersonDocument
from tandem.search.rebuilding import outdated, rebuild
from tandem.tickets import queries
from tandem.tickets.bodies import authored_body
from tandem.tickets.commands.create_department import CreateDepartment
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.undo_send import UndoSend
from tandem.tickets.models import Ticket
from tests.search.conftest import Find, Open
from tests.world import World

TEXTS = {
    "jam": ("Printer jams", "There is paper stuck in tray 2. Error E-4711, again!"),
    "cz": ("Dobrý den", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
    "ru": ("Не могу войти", "Ёжик забыл пароль от личного кабинета"),
    "zh": ("打印机坏了", "我的打印机不能打印，请尽快处理。型号是HP-2055"),
    "ja": ("ログインできません", "パスワードを忘れました。ｶﾞｲﾄﾞはどこ？"),
    "ko": ("결제 오류", "신용카드로 결제할 수 없습니다"),
    "mix": ("Order 订单 №77", "请帮我 check заказ číslo 77 ＡＢＣ-９"),
    "code": ("C++ crash", "It says: 100% of <memory> used \\o/ under_score and it's slow"),
}


@pytest.fixture
def opened(open_ticket: Open) -> dict[str, int]:
    return {key: open_ticket(subject, body) for key, (subject, body) in TEXTS.items()}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("printer", {"jam"}),
        ("PRINT", {"jam"}),
        ("rinter", set()),
        ("paper tray", {"jam"}),
        ("tray paper", {"jam"}),
        ("paper missing", set()),
        ("pap tray", set()),
        ("tray pap", {"jam"}),
        ('"stuck in tray"', {"jam"}),
        ('"tray in stuck"', set()),
        ("e-4711", {"jam"}),
        ("E-4711,", {"jam"}),
        ("E-471", {"jam"}),
        ("Příliš", {"cz"}),
        ("prilis zlutoucky", {"cz"}),
        ("ŽLUŤOUČKÝ KŮŇ", {"cz"}),
        ("пароль", {"ru"}),
        ("ежик парол", {"ru"}),
        ("ЛИЧНОГО", {"ru"}),
        ("打印", {"zh"}),
        ("印机", {"zh"}),
        ("打印机", {"zh"}),
        ("机打印", set()),
        ("印", {"zh"}),
        ("尽快处理", {"zh"}),
        ("快尽", set()),
        ("HP-2055", {"zh"}),
        ("打印 hp", {"zh"}),
        ("忘れ", {"ja"}),
        ("ガイド", {"ja"}),
        ("パスワード", {"ja"}),
        ("결제", {"ko"}),
        ("신용카드", {"ko"}),
        ("订单 заказ cislo", {"mix"}),
        ("abc", {"mix"}),
        ("ＡＢＣ-9", {"mix"}),
        ("abc9", set()),
        ("c++", {"code"}),
        ("c#", set()),
        ("100%", {"code"}),
        ("score", {"code"}),
        ("it's", {"code"}),
    ],
)
def test_words_find(opened: dict[str, int], find: Find, query: str, keys: set[str]) -> None:
    assert set(find(query)) == {opened[key] for key in keys}


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        "*",
        "a* OR b*",
        "NEAR(paper tray)",
        "tokens:paper",
        "paper AND",
        "paper\0tray' OR '1'='1",
        "'; DROP TABLE tickets_ticket; --",
        "%",
        "_",
        "\\",
        "paper & !stuck_in",
        "<-> | paper-stuck",
        "a:*b",
        "\ud800",
        "😀",
        "{}",
        "x" * 65_536,
        "y " * 32_768,
        '"' * 65_536,
        "打" * 65_536,
    ],
)
def test_syntax_is_literal(opened: dict[str, int], find: Find, query: str) -> None:
    """K-06: no operator of either database works, and nothing fails."""
    assert find(query) == []


@pytest.mark.parametrize("query", ["-paper", "^paper", "paper & !tray", "(paper | nothing", "paper:*"])
def test_signs_around_words_are_left_out_of_the_search_or_literal(
    opened: dict[str, int], find: Find, query: str
) -> None:
    assert set(find(query)) <= {opened["jam"]}


def test_a_pasted_page_is_found_by_its_beginning(open_ticket: Open, find: Find) -> None:
    page = " ".join(f"word{number}" for number in range(5000))
    ticket = open_ticket("Log", page)
    assert find(page) == [ticket]


def test_newest_hit_first_and_limited(open_ticket: Open, find: Find) -> None:
    first, second, third = (open_ticket(f"Invoice {number}") for number in range(3))
    run(
        ReceiveMessage(first, authored_body(text="the invoice again"), make_address("ann@example.com"), "agent"), SYSTEM
    )
    assert find("invoice") == [first, third, second]
    assert find("invoice", 2) == [first, third]


def test_portions_go_on_until_the_limit(world: World, find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.search.finding._READ_AT_ONCE", 2)
    monkeypatch.setattr("tandem.search.newest.ENOUGH", 2)
    older, newer = world.open_ticket("Invoice one"), world.open_ticket("Invoice two")
    for _ in range(5):
        world.write(newer, "invoice")
    assert find("invoice") == [newer.id, older.id]


@pytest.mark.parametrize("sign", ["", "#", "№"])
def test_a_ticket_is_found_by_its_number(open_ticket: Open, find: Find, sign: str) -> None:
    wanted = open_ticket("Bare")
    number = queries.number_of(wanted)
    mentioned = open_ticket("Other", f"see {number}")
    assert find(f"{sign}{number}") == [wanted, mentioned]


@pytest.mark.parametrize("query", ["Novák", "jan nov", "jan.novak@example.cz", "novak@exa", "example.cz"])
def test_a_ticket_is_found_by_its_requester(open_ticket: Open, find: Find, query: str) -> None:
    theirs = open_ticket("Hello", email="jan.novak@example.cz", name="Jan Novák")
    open_ticket("Other")
    assert find(query) == [theirs]


def test_only_among_what_may_be_seen(open_ticket: Open, department: int) -> None:
    """Rights are part of the statement: hits that may not be seen do not use up the limit."""
    other = run(CreateDepartment("Sales"), SYSTEM).result_id
    mine = open_ticket("Invoice")
    theirs = [open_ticket("Invoice", email="bob@example.com", department_id=other) for _ in range(3)]
    agent = StaffActor("agent", 1, role="agent", department_ids=frozenset({department}))
    seen = queries.visible_to(agent)
    assert find_among(seen, "invoice", limit=1) == [mine]
    assert find_among(seen, "bob") == []
    assert find_among(seen, str(queries.number_of(theirs[0]))) == []
    nobody = StaffActor("agent", 1, role="agent")
    assert find_among(queries.visible_to(nobody), "invoice") == []


def test_a_changed_subject_is_found_and_the_old_one_is_not(open_ticket: Open, find: Find) -> None:
    ticket = open_ticket("Printer", "body stays")
    run(EditTicket(ticket, {"subject": Edit("Printer", "Scanner")}), SYSTEM)
    assert find("printer") == []
    assert find("scanner") == find("stays") == [ticket]


def test_notes_are_found_and_undone_messages_are_not(world: World, find: Find) -> None:
    ticket = world.open_ticket("Printer")
    world.note(ticket, world.ben, "a secret remark")
    reply = world.reply(ticket, world.ben, "a hasty answer")
    assert find("remark") == find("hasty") == [ticket.id]
    world.do(UndoSend(ticket.id, reply.id), world.ben)
    assert find("hasty") == []
    rebuild()
    assert find("hasty") == []
    assert find("remark") == [ticket.id]


def test_the_list_searches_within_its_filters_and_rights(world: World) -> None:
    """Through the API, as an agent of one department."""
    mine, urgent = world.open_ticket("Invoice"), world.open_ticket("Invoice, urgent", priority=4)
    world.open_ticket("Invoice", department=world.billing)
    api = world.browser(world.ben)

    def numbers(**query: str) -> list[int]:
        answer = api.get("/tickets", **query)
        assert answer.status_code == 200, answer.content
        return [row["number"] for row in answer.json()["results"]]

    assert numbers(q="invoice") == [urgent.number, mine.number]
    assert numbers(q="invoice", priority="urgent") == [urgent.number]
    assert numbers(q="***") == numbers(q="invoice nothing") == []


def test_rebuilding_gives_the_same_documents(opened: dict[str, int], find: Find) -> None:
    def documents() -> list[tuple[object, ...]]:
        columns = ("pk", "version", "text", "tokens")
        messages = MessageDocument.objects.order_by("pk").values_list(*columns, "ticket_id")
        return [*messages, *PersonDocument.objects.order_by("pk").values_list(*columns)]

    before = documents()
    MessageDocument.objects.all().delete()
    PersonDocument.objects.update(text="", tokens="", version=0)
    assert find("printer") == find("ann") == []
    assert outdated() == PersonDocument.objects.count()
    assert rebuild() == len(before)
    assert outdated() == 0
    assert documents() == before
    assert find("printer") == [opened["jam"]]


def test_the_index_agrees_with_the_documents(open_ticket: Open, opened: dict[str, int]) -> None:
    """Triggers and documents cannot drift apart: FTS5 checks itself against them."""
    if connection.vendor == "sqlite":
        run(EditTicket(opened["jam"], {"subject": Edit(TEXTS["jam"][0], "Changed")}), SYSTEM)
        Ticket._base_manager.get(id=opened["cz"]).delete()
        with connection.cursor() as cursor:
            for table in ("search_messagedocument_index", "search_persondocument_index"):
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
            cursor.execute(
                "SELECT count(*) FROM search_messagedocument_index WHERE search_messagedocument_index MATCH 'prilis'"
            )
            assert cursor.fetchone() == (0,)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN SELECT 1 FROM search_messagedocument WHERE tokens @@ '''paper'''::tsquery")
            assert any("search_messagedocument_index" in line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("enough", [1, 3, 100_000])
def test_one_stretch_of_time_after_the_other_is_looked_at(
    open_ticket: Open, find: Find, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    """On PostgreSQL the stretches begin short for frequent words; whatever they hold, the newest hits come first."""
    made = [open_ticket(f"paper {number}", "paper, again") for number in range(7)]
    monkeypatch.setattr(newest, "ENOUGH", enough)
    monkeypatch.setattr(newest, "_expected", lambda match: 7)
    assert find("paper") == made[::-1]
    assert find("paper", 3) == made[:3:-1]
    assert find("scissors") == []


def test_postgresql_plans_plainly(db: None) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW max_parallel_workers_per_gather")
            assert cursor.fetchone() == ("0",)
