"""The list and the ticket page: through the whole of Django, and by bare statements for the same rows."""

from __future__ import annotations

from typing import Any

import orjson

from bench.bare import BareConnection
from bench.door import Browser, bare
from bench.measure import Ratio, cpu_ms
from bench.world import AGENT
from tandem.people.models import DepartmentMember
from tandem.tickets.models import Message

_COLUMNS = """
    t.id, t.number, t.subject, t.snippet, s.slug AS status, t.status_group, t.priority, t.type, t.channel, t.requester_id,
    r.name AS requester_name, r.email AS requester_email, o.name AS organisation, t.owner_id, w.name AS owner_name, t.team_id,
    m.name AS team_name, t.department_id, d.name AS department_name, t.created_at, t.updated_at, t.due_at, t.last_message_at,
    t.last_message_by, t.spam_at, t.deleted_at, t.seq, t.version"""
_JOINS = """
    FROM tickets_ticket t
    JOIN tickets_status s ON s.id = t.status_id
    JOIN people_person r ON r.id = t.requester_id
    LEFT JOIN people_organisation o ON o.id = r.organisation_id
    LEFT JOIN people_person w ON w.id = t.owner_id
    LEFT JOIN people_team m ON m.id = t.team_id
    JOIN people_department d ON d.id = t.department_id"""
_LIST = f"""SELECT {_COLUMNS} {_JOINS}
    WHERE t.department_id = %s AND t.deleted_at IS NULL AND t.spam_at IS NULL AND t.status_group IN ('new', 'open')
    ORDER BY t.updated_at DESC, t.id DESC LIMIT 51"""  # columns and joins are ours
_PAGE = f"""SELECT {_COLUMNS}, r.organisation_id, t.accepted_at, t.solved_at, t.closed_at, t.reopened_count, t.message_count,
    t.source_id, t.mailbox_id, t.follow_up_of_id, s.final {_JOINS} WHERE t.number = %s AND t.department_id = %s"""
_MESSAGES = """SELECT m.id, m.seq, m.kind, m.visibility, m.channel, m.at, m.text, m.html, m.parts, m."to", m.cc,
    m.client_id, m.ledger_id, m.automatic, m.unverified, m.undone_at, a.id AS author_id, a.name, a.email
    FROM tickets_message m LEFT JOIN people_person a ON a.id = m.author_id
    WHERE m.shown_in_id = %s ORDER BY m.seq, m.id"""
_PARTS = {
    "attachment": "id, message_id, name, type, size, inline, cid",
    "delivery": "id, message_id, recipient, state, not_before, at, detail",
}
_EVENTS = """SELECT id, seq, change_id, at, kind, field, actor_kind, actor_id, part_kind, part_id, old, new, cause
    FROM kernel_event WHERE stream_kind = 'ticket' AND stream_id = %s AND seq > 0 ORDER BY seq LIMIT 101"""


def measure() -> list[Ratio]:
    """List, ticket, conversation, history, and the page as the sum of its requests."""
    browser, floor = Browser(AGENT), _Floor()
    listed = "/api/v1/tickets?view=open&limit=50"
    number = floor.long_ticket()
    pairs = {
        "list, 50 tickets": (listed, floor.tickets),
        "ticket": (f"/api/v1/tickets/{number}", lambda: floor.ticket(number)),
        "its messages (20)": (f"/api/v1/tickets/{number}/messages", lambda: floor.messages(number)),
        "its events (40)": (f"/api/v1/tickets/{number}/events", lambda: floor.events(number)),
    }
    ratios = []
    for name, (path, respond) in pairs.items():
        same(browser.get(path), respond())
        size = len(browser.get(path))
        ours, least = cpu_ms(lambda path=path: browser.get(path), bare(respond))  # type: ignore[misc]
        ratios.append(Ratio(name, ours, least, "CPU ms", f"{size // 1024} KB"))
    page = ratios[1:]
    ratios.append(Ratio("ticket page, all three", sum(r.ours for r in page), sum(r.bare for r in page), "CPU ms"))
    return ratios


def same(answer: bytes, rows: Any) -> None:
    """Both must give the same rows, or the ratio means nothing."""
    ours = orjson.loads(answer)
    ids = [row["id"] for row in ours.get("results", [ours])]
    assert ids == [str(row["id"]) for row in (rows if isinstance(rows, list) else [rows])] and ids, ids[:5]


class _Floor:
    def __init__(self) -> None:
        self._database = BareConnection()
        self._person, self._department = DepartmentMember.objects.filter(person__email=AGENT).values_list(
            "person_id", "department_id"
        )[0]

    def long_ticket(self) -> int:
        """The number of a visible ticket with a long conversation."""
        rows = Message.objects.filter(shown_in__department_id=self._department, seq__gt=38)
        return rows.values_list("shown_in__number", flat=True)[0]

    def tickets(self) -> list[dict[str, Any]]:
        rows = self._database.dicts(_LIST, [self._department])[:50]
        ids = [row["id"] for row in rows]
        marks = ",".join(["%s"] * len(ids))
        tags: dict[int, list[str]] = {}
        for ticket, tag in self._database.rows(
            f"SELECT ticket_id, tag FROM tickets_tickettag WHERE ticket_id IN ({marks}) ORDER BY tag", ids
        ):
            tags.setdefault(ticket, []).append(tag)
        read = dict(
            self._database.rows(
                f"SELECT ticket_id, seq FROM tickets_readmark WHERE person_id = %s AND ticket_id IN ({marks})",
                [self._person, *ids],
            )
        )
        drafts = {
            row[0]
            for row in self._database.rows(
                f"SELECT ticket_id FROM tickets_draft WHERE author_id = %s AND ticket_id IN ({marks})",
                [self._person, *ids],
            )
        }
        for row in rows:
            row["tags"], row["read"], row["draft"] = tags.get(row["id"], []), read.get(row["id"]), row["id"] in drafts
        return rows

    def ticket(self, number: int) -> dict[str, object]:
        (row,) = self._database.dicts(_PAGE, [number, self._department])
        ticket = [row["id"]]
        row["tags"] = [
            tag for (tag,) in self._database.rows("SELECT tag FROM tickets_tickettag WHERE ticket_id = %s", ticket)
        ]
        row["cc"] = self._database.rows(
            "SELECT c.person_id, p.name, p.email FROM tickets_ticketcopy c JOIN people_person p ON p.id = c.person_id"
            " WHERE c.ticket_id = %s",
            ticket,
        )
        row["read"] = self._database.rows(
            "SELECT seq FROM tickets_readmark WHERE person_id = %s AND ticket_id = %s", [self._person, *ticket]
        )
        row["others"] = self._database.dicts(
            "SELECT t.number, t.subject, s.slug, t.status_group, t.updated_at FROM tickets_ticket t"
            " JOIN tickets_status s ON s.id = t.status_id WHERE t.requester_id = %s AND t.department_id = %s AND t.id <> %s"
            " AND t.deleted_at IS NULL AND t.spam_at IS NULL ORDER BY t.updated_at DESC LIMIT 5",
            [row["requester_id"], self._department, *ticket],
        )
        return row

    def messages(self, number: int) -> list[dict[str, Any]]:
        rows = self._database.dicts(_MESSAGES, [self._id(number)], json=("parts", "to", "cc"))
        ids = [row["id"] for row in rows]
        marks = ",".join(["%s"] * len(ids))
        for name, columns in _PARTS.items():
            found = self._database.dicts(f"SELECT {columns} FROM tickets_{name} WHERE message_id IN ({marks})", ids)
            for row in rows:
                row[name] = [part for part in found if part["message_id"] == row["id"]]
        return rows

    def events(self, number: int) -> list[dict[str, Any]]:
        rows = self._database.dicts(_EVENTS, [self._id(number)], json=("old", "new", "cause"))
        people = {row["actor_id"] for row in rows}
        marks = ",".join(["%s"] * len(people))
        names = dict(self._database.rows(f"SELECT id, name FROM people_person WHERE id IN ({marks})", list(people)))
        for row in rows:
            row["actor"] = names.get(row["actor_id"])
        return rows

    def _id(self, number: int) -> int:
        statement = "SELECT id FROM tickets_ticket WHERE number = %s AND department_id = %s"
        return int(self._database.rows(statement, [number, self._department])[0][0])
