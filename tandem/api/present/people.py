"""People and groups as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Count, QuerySet

from tandem.infra.clock import isoformat, now_ms
from tandem.kernel.actors import Actor
from tandem.notifications.hearing import unread_of
from tandem.people import alerts, queries
from tandem.people.actors import StaffActor
from tandem.people.joining import who_could_join
from tandem.people.languages import shown_language
from tandem.people.models import Person
from tandem.people.policies import by_right
from tandem.tickets.models import Ticket
from tandem.tickets.queries import visible_to

Row = dict[str, Any]

#: What the workspace asks about a person, and the right behind it.
ABILITIES: Final[dict[str, str]] = {
    "create_ticket": "tickets.open",
    "reply": "tickets.reply",
    "note": "tickets.note",
    "edit_tickets": "tickets.edit",
    "read_all_tickets": "tickets.read_all",
    "spam": "tickets.spam",
    "trash": "tickets.trash",
    "empty_trash": "tickets.empty_trash",
    "manage_tags": "tags.manage",
    "edit_customers": "customers.edit",
    "merge_customers": "customers.merge",
    "manage_people": "people.manage",
    "manage_collisions": "collision.manage",
    "read_collisions": "collision.numbers",
    "manage_mailboxes": "mailboxes.manage",
    "read_quarantine": "quarantine.read",
    "read_audit": "audit.read",
}


def abilities(actor: Actor) -> dict[str, Row]:
    """What this actor may do in general; what they may do to one ticket stands with the ticket."""
    verdicts = {name: by_right(actor, right) for name, right in ABILITIES.items()}
    return {name: {"allowed": bool(v), "reason": str(v.reason) or None} for name, v in verdicts.items()}


def me(actor: StaffActor, *, demo: bool) -> Row:
    """The person who is signed in."""
    own = ("shortcuts__single_keys", "shortcuts__keys", "shortcuts__swipe", "alerts__off")
    columns = ("id", "name", "email", "language", "time_zone", *own)
    person = Person.objects.values(*columns).get(id=actor.me)
    return {
        "id": str(person["id"]),
        "name": person["name"],
        "email": person["email"],
        "role": actor.role,
        "language": shown_language(person["language"]),
        "time_zone": person["time_zone"],
        "departments": [_named(row) for row in queries.departments() if row["id"] in actor.department_ids],
        "teams": [_named(row) for row in queries.teams() if row["id"] in actor.team_ids],
        "abilities": abilities(actor),
        "unread_notifications": unread_of(actor),
        "demo": demo,
        "factor_needed": actor.confined,
        # Beside the person in one statement: the row is there once somebody has changed a key.
        "shortcuts": {
            "single_keys": person["shortcuts__single_keys"] is not False,
            "keys": person["shortcuts__keys"] or {},
            "swipe": person["shortcuts__swipe"] is not False,
        },
        "alerts": alerts.as_json(person["alerts__off"] or ()),
    }


def _named(row: Mapping[str, Any]) -> Row:
    return {"id": str(row["id"]), "name": row["name"]}


def colleagues(rows: Iterable[Row]) -> list[Row]:
    """Members of staff with their groups and how they sign in: seven queries however many there are."""
    departments, teams = queries.departments(), queries.teams()
    in_department, in_team = queries.department_members(), queries.team_members()
    found = list(rows)
    ids = [row["id"] for row in found]
    ready, invited, secured, now = queries.sign_in_ready(ids), queries.invited(ids), queries.secured(ids), now_ms()
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "email": row["email"],
            "role": row["role"],
            "active": row["active"],
            "granted": row["granted"],
            "language": shown_language(row["language"]),
            "time_zone": row["time_zone"],
            "departments": [_named(group) for group in departments if row["id"] in in_department.get(group["id"], ())],
            "teams": [_named(group) for group in teams if row["id"] in in_team.get(group["id"], ())],
            "can_sign_in": row["active"] and row["id"] in ready,
            "two_factor": row["id"] in secured,
            "invitation": _invitation(invited.get(row["id"]), now),
        }
        for row in found
    ]


def _invitation(expires_at: int | None, now: int) -> Row | None:
    return None if expires_at is None else {"expires_at": isoformat(expires_at), "expired": expires_at <= now}


def _ids(values: Iterable[int]) -> list[str]:
    return [str(value) for value in values]


def departments() -> list[Row]:
    """All departments with their members and the statuses that messages set by themselves."""
    members = queries.department_members()
    return [
        _named(row)
        | {
            "member_ids": _ids(members.get(row["id"], ())),
            "on_customer_reply": row["on_customer_reply"],
            "on_agent_reply": row["on_agent_reply"],
            "new_conversation": row["new_conversation"],
            "holds_replies_for": row["holds_replies_for"],
            "reviewed_before_reply": row["reviewed_before_reply"],
            "shares_drafts": row["shares_drafts"],
        }
        for row in queries.departments()
    ]


def teams() -> list[Row]:
    """All teams with their members."""
    members = queries.team_members()
    return [
        _named(row) | {"department_id": str(row["department_id"]), "member_ids": _ids(members.get(row["id"], ()))}
        for row in queries.teams()
    ]


def agents() -> list[Row]:
    """Everybody who works here, as menus need them."""
    departments_of: dict[int, list[int]] = {}
    for department, members in queries.department_members().items():
        for member in members:
            departments_of.setdefault(member, []).append(department)
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "email": row["email"],
            "role": row["role"],
            "department_ids": _ids(departments_of.get(row["id"], ())),
            "active": row["active"],
        }
        for row in queries.staff()
    ]


def customers(actor: Actor, rows: Iterable[Row]) -> list[Row]:
    """Customers with the number of those of their tickets that the viewer may see."""
    found = list(rows)
    tickets = _at_hand(actor).filter(requester_id__in=[row["id"] for row in found])
    counted = tickets.order_by().values_list("requester_id").annotate(Count("id"))
    counts: dict[int, int] = dict(counted)
    further = queries.addresses_of(row["id"] for row in found)
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "email": row["email"],
            "addresses": [{"id": str(at), "email": address} for at, address in further.get(row["id"], ())],
            "organisation": row["organisation__name"],
            "organisation_id": None if row["organisation_id"] is None else str(row["organisation_id"]),
            "language": shown_language(row["language"]),
            "note": row["note"],
            "tickets": counts.get(row["id"], 0),
            "blocked": row["blocked_at"] is not None,
            "created_at": isoformat(row["created_at"]),
            "merged_into": None if row["merged_into_id"] is None else str(row["merged_into_id"]),
        }
        for row in found
    ]


def _at_hand(actor: Actor) -> QuerySet[Ticket]:
    return visible_to(actor).filter(deleted_at__isnull=True, spam_at__isnull=True)


#: What may be done to a customer, and the right behind it.
CUSTOMER_ABILITIES: Final[dict[str, str]] = {
    "edit": "customers.edit",
    "block": "tickets.spam",
    "merge": "customers.merge",
    "export": "customers.export",
    "erase": "customers.erase",
}


def customer(actor: Actor, row: Row) -> Row:
    """One customer with their latest tickets."""
    latest = _at_hand(actor).filter(requester_id=row["id"]).order_by("-updated_at", "-id")[:5]
    columns = ("number", "subject", "status__slug", "status_group", "department_id", "updated_at")
    verdicts = {name: by_right(actor, right) for name, right in CUSTOMER_ABILITIES.items()}
    return customers(actor, [row])[0] | {
        "copied": _at_hand(actor).filter(copy_rows__person_id=row["id"]).count(),
        "latest": [
            {
                "number": number,
                "subject": subject,
                "status": status,
                "group": group,
                "department_id": str(department),
                "updated_at": isoformat(updated_at),
            }
            for number, subject, status, group, department, updated_at in latest.values_list(*columns)
        ],
        "abilities": {name: {"allowed": bool(v), "reason": str(v.reason) or None} for name, v in verdicts.items()},
    }


def organisations(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Organisations with the number of their customers."""
    found = list(rows)
    counts = queries.customer_counts(row["id"] for row in found)
    return [_named(row) | {"domains": row["domains"], "customers": counts.get(row["id"], 0)} for row in found]


def organisation(actor: Actor, row: Mapping[str, Any]) -> Row:
    """One organisation with what can be counted of it."""
    return organisations([row])[0] | {
        "tickets": _at_hand(actor).filter(requester__organisation_id=row["id"]).count(),
        "joinable": who_could_join(row["id"]).count(),
    }
