"""Departments and teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.people import DepartmentList, DepartmentShown, TeamList, TeamShown
from tandem.api.answers.words import ConversationKind, ReplyReason, ReviewedKind
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line, members
from tandem.api.present import people as present
from tandem.api.schemas import Identifier, Input
from tandem.kernel.pipeline import run
from tandem.people.commands.create_team import CreateTeam
from tandem.people.commands.delete_group import DeleteTeam
from tandem.people.commands.edit_department import EditDepartment
from tandem.people.commands.edit_team import EditTeam
from tandem.people.policies import require
from tandem.people.references import check_staff
from tandem.tickets import fence_kinds
from tandem.tickets.commands.create_department import CreateDepartment
from tandem.tickets.reply_guard.reasons import KINDS

departments = Router()
teams = Router()


class NewDepartment(Input):
    """A department, who belongs to it, and the ready-made statuses that it begins with.

    Rules that are left out are those of the ready-made set.
    """

    name: str
    member_ids: list[Identifier] = []
    status_set: str = "default"
    on_customer_reply: str | None = None
    on_agent_reply: str | None = None
    new_conversation: ConversationKind = "internal"
    holds_replies_for: list[ReplyReason] = []
    reviewed_before_reply: list[ReviewedKind] = []
    shares_drafts: bool = True


class DepartmentBase(Input):
    """What the author saw."""

    name: str | None = None
    member_ids: list[Identifier] | None = None
    on_customer_reply: str | None = None
    on_agent_reply: str | None = None
    new_conversation: ConversationKind | None = None
    holds_replies_for: list[ReplyReason] | None = None
    reviewed_before_reply: list[ReviewedKind] | None = None
    shares_drafts: bool | None = None


class DepartmentEdit(DepartmentBase):
    """What to change; `base` makes it a three-way merge."""

    base: DepartmentBase | None = None


class NewTeam(Input):
    """A team of a department."""

    name: str
    department_id: Identifier
    member_ids: list[Identifier] = []


class TeamBase(Input):
    """What the author saw."""

    name: str | None = None
    department_id: Identifier | None = None
    member_ids: list[Identifier] | None = None


class TeamEdit(TeamBase):
    """What to change; `base` makes it a three-way merge."""

    base: TeamBase | None = None


def _in_order(kinds: Sequence[str]) -> list[str]:
    """Each once, in one order: what is the same reads the same in the history."""
    return [kind for kind in KINDS if kind in kinds]


def _kinds_in_order(kinds: Sequence[str]) -> list[str]:
    return [kind for kind in fence_kinds.KINDS if kind in kinds]


_GROUP: Fields = {"name": ("name", line(120)), "member_ids": ("members", members)}
_DEPARTMENT: Fields = {
    **_GROUP,
    "on_customer_reply": ("on_customer_reply", as_given),
    "on_agent_reply": ("on_agent_reply", as_given),
    "new_conversation": ("new_conversation", as_given),
    "holds_replies_for": ("holds_replies_for", _in_order),
    "reviewed_before_reply": ("reviewed_before_reply", _kinds_in_order),
    "shares_drafts": ("shares_drafts", as_given),
}
_TEAM: Fields = {**_GROUP, "department_id": ("department", as_given)}


def _one(rows: list[dict[str, Any]], identifier: int, status: int = 200) -> HttpResponse:
    return json_response(next(row for row in rows if row["id"] == str(identifier)), status)


@departments.get("", openapi_extra=answers(DepartmentList))
def list_departments(request: HttpRequest) -> HttpResponse:
    """All departments in their order."""
    require(actor_of(request), "people.read")
    return json_response({"results": present.departments()})


@departments.post("", openapi_extra=answers(DepartmentShown, 201, "Created."))
def create_department(request: HttpRequest, data: NewDepartment) -> HttpResponse:
    """Make a department with a ready-made set of statuses."""
    actor = actor_of(request)
    require(actor, "people.manage")
    with inputs.located() as read:
        name = read("/name", line(120), data.name)
    check_staff(data.member_ids)
    rules = (
        data.on_customer_reply,
        data.on_agent_reply,
        data.new_conversation,
        _in_order(data.holds_replies_for),
        _kinds_in_order(data.reviewed_before_reply),
        data.shares_drafts,
    )
    outcome = run(CreateDepartment(name, members(data.member_ids), data.status_set, *rules), actor)
    return _one(present.departments(), outcome.result_id, 201)


@departments.patch("/{department_id}", openapi_extra=answers(DepartmentShown))
def edit_department(request: HttpRequest, department_id: Identifier, data: DepartmentEdit) -> HttpResponse:
    """Rename a department, or change who belongs to it and which statuses messages set by themselves."""
    run(EditDepartment(department_id, edits_of(data, data.base, _DEPARTMENT)), actor_of(request))
    return _one(present.departments(), department_id)


@teams.get("", openapi_extra=answers(TeamList))
def list_teams(request: HttpRequest) -> HttpResponse:
    """All teams by name."""
    require(actor_of(request), "people.read")
    return json_response({"results": present.teams()})


@teams.post("", openapi_extra=answers(TeamShown, 201, "Created."))
def create_team(request: HttpRequest, data: NewTeam) -> HttpResponse:
    """Make a team within a department."""
    with inputs.located() as read:
        name = read("/name", line(120), data.name)
    outcome = run(CreateTeam(name, data.department_id, members(data.member_ids)), actor_of(request))
    return _one(present.teams(), outcome.result_id, 201)


@teams.patch("/{team_id}", openapi_extra=answers(TeamShown))
def edit_team(request: HttpRequest, team_id: Identifier, data: TeamEdit) -> HttpResponse:
    """Rename a team, move it, or change who belongs to it."""
    run(EditTeam(team_id, edits_of(data, data.base, _TEAM)), actor_of(request))
    return _one(present.teams(), team_id)


@teams.delete("/{team_id}", openapi_extra={"responses": {204: {"description": "Deleted."}}})
def delete_team(request: HttpRequest, team_id: Identifier) -> HttpResponse:
    """Delete a team that has no open tickets; 409 `team.in_use` says how many it has."""
    run(DeleteTeam(team_id), actor_of(request))
    return HttpResponse(status=204)
