"""What a builder of conditions needs: the fields, and a check that says what is wrong, what it means and how many match."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.views import ConditionChecked, ConditionFieldList
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import views as present
from tandem.api.schemas import Input
from tandem.conditions.describe import describe
from tandem.conditions.nodes import Group, Node, all_of
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets import listing
from tandem.tickets.asking import problems_of
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.condition_words import Named
from tandem.tickets.preset_views import at_hand

router = Router()


class ConditionInput(Input):
    """A group of rules: `{combinator: "and" | "or", not, rules: [{field, operator, value} | group]}`."""

    condition: dict[str, Any]
    #: Count within this view; without one, everywhere but in the trash and the spam folder.
    view: str = ""


@router.get("/fields", openapi_extra=answers(ConditionFieldList))
def list_fields(request: HttpRequest) -> HttpResponse:
    """Every field that views and filters may ask, with its operators and choices in the reader's language."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    require(actor, "people.read")
    return json_response(present.condition_fields())


def _counted(actor: StaffActor, view: str, condition: Group) -> Node:
    return all_of(inputs.opened_view(actor, view)[0], condition) if view else at_hand(condition)


@router.post("/check", openapi_extra=answers(ConditionChecked))
def check_condition(request: HttpRequest, data: ConditionInput) -> HttpResponse:
    """Say what is wrong with a condition, or what it means and how many of the tickets that the viewer sees match it."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    # The sentence names people.
    require(actor, "people.read")
    group, wrong = problems_of(data.condition)
    count, capped = (None, False) if group is None or wrong else listing.count(actor, _counted(actor, data.view, group))
    return json_response(
        {
            "problems": present.problems(wrong),
            "sentence": "" if group is None else describe(group, CATALOGUE, Named([group]).name_of),
            "count": count,
            "capped": capped,
        }
    )
