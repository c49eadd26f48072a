"""Reads the situation in which actions are asked what they intend: one ticket, as one actor sees it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from tandem.actions.base import Situation
from tandem.actions.registry import Step, people_of, teams_of
from tandem.infra import clock
from tandem.infra.text import one_line
from tandem.kernel.errors import NotFound
from tandem.people.actors import StaffActor
from tandem.people.models import Person, Team
from tandem.tickets import queries
from tandem.tickets.commands.parts import may_own
from tandem.tickets.models import Status, Ticket, TicketTag
from tandem.tickets.vocabulary import PRIORITIES, PRIORITY_NAMES, STATUS_NAMES


def read_situation(actor: StaffActor, number: int, steps: Sequence[Step]) -> Situation:
    """The situation of a ticket for these steps. Raises NotFound for a ticket that the actor does not see."""
    related = ("status", "department", "owner", "requester__organisation")
    ticket = queries.visible_to(actor).select_related(*related).filter(number=number).first()
    if ticket is None:
        raise NotFound()
    statuses = list(Status.objects.filter(department_id=ticket.department_id))
    people = Person.objects.filter(id__in=people_of(steps) | {actor.me})
    teams = Team.objects.filter(department_id=ticket.department_id).order_by("name", "id")
    own_teams = list(teams.filter(id__in=actor.team_ids))
    return Situation(
        ticket={
            "owner": ticket.owner_id,
            "team": ticket.team_id,
            "priority": ticket.priority,
            "type": ticket.type,
            "due_at": ticket.due_at,
            "status": ticket.status.slug,
        },
        tags=sorted(TicketTag.objects.filter(ticket_id=ticket.id).values_list("tag", flat=True)),
        statuses=frozenset(status.slug for status in statuses),
        final_statuses=frozenset(status.slug for status in statuses if status.final),
        agent=actor.me,
        agent_teams=[team.id for team in own_teams],
        owners=frozenset(person.id for person in people if may_own(person, ticket.department_id)),
        teams=frozenset(teams.filter(id__in=teams_of(steps)).values_list("id", flat=True)),
        texts=_texts(actor, ticket, own_teams),
        now=clock.now_ms(),
    )


def _texts(actor: StaffActor, ticket: Ticket, own_teams: Sequence[Team]) -> dict[str, str]:
    """What the placeholders stand for, in the language of whoever will read it and the hours of whoever writes."""
    agent = Person.objects.get(id=actor.me)
    zone = ZoneInfo(agent.time_zone)
    requester = ticket.requester
    with translation.override(requester.language or translation.get_language()):
        due = None if ticket.due_at is None else clock.to_datetime(ticket.due_at).astimezone(zone)
        values = {
            "ticket.number": str(ticket.number),
            "ticket.subject": ticket.subject,
            "ticket.status": ticket.status.name or str(STATUS_NAMES.get(ticket.status.slug, ticket.status.slug)),
            "ticket.priority": str(PRIORITY_NAMES[PRIORITIES[ticket.priority]]),
            "ticket.due": "" if due is None else date_format(due, "DATETIME_FORMAT"),
            "requester.name": requester.name or requester.email,
            "requester.first_name": _first(requester.name) or requester.email,
            "requester.email": requester.email,
            "requester.organisation": requester.organisation.name if requester.organisation else "",
            "owner.name": ticket.owner.name if ticket.owner else "",
            "agent.name": agent.name,
            "agent.first_name": _first(agent.name),
            "agent.team": own_teams[0].name if own_teams else "",
            "department.name": ticket.department.name,
            "today": date_format(clock.to_datetime(clock.now_ms()).astimezone(zone), "DATE_FORMAT"),
        }
    return {name: one_line(value, 1000) for name, value in values.items()}


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
