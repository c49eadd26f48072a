"""Taking a part in the demonstration without a password: on this machine only, and never in a real installation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.doors import OwnPages, from_this_machine, sign_in
from tandem.api.schemas import Identifier, Input
from tandem.kernel.errors import NotFound
from tandem.people.installation import is_demo
from tandem.people.models import Account

router = Router()


class PartInput(Input):
    """Whose part to take."""

    person_id: Identifier


@router.post("/sign-in", auth=OwnPages(), openapi_extra={"responses": {204: {"description": "Signed in."}}})
def take_part(request: HttpRequest, data: PartInput) -> HttpResponse:
    """Sign in as somebody of the demo world."""
    if not is_demo() or not from_this_machine(request):
        raise NotFound()
    account = Account.objects.select_related("person").filter(person_id=data.person_id, person__active=True).first()
    if account is None or account.person is None or account.person.role is None:
        raise NotFound()
    sign_in(request, account, "demo")
    return HttpResponse(status=204)
