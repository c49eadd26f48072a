"""What a browser asks before anybody is signed in: is this set up, is it a demonstration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem import __version__
from tandem.api.answers.base import answers
from tandem.api.answers.installation import InstallationShown
from tandem.api.bytes import json_response
from tandem.api.doors import from_this_machine
from tandem.api.present import people as present
from tandem.people import queries
from tandem.people.installation import is_demo, is_set_up

router = Router()
#: The same machine under its other name keeps other cookies: a second person in the same browser.
_OTHER = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


@router.get("", auth=None, openapi_extra=answers(InstallationShown))
def get_installation(request: HttpRequest) -> HttpResponse:
    """Whether the first run is over. People and version are told in the demonstration only, to this machine only (sec:G-10)."""
    ready = is_set_up()
    demo = ready and is_demo()
    open_house = demo and from_this_machine(request)
    return json_response(
        {
            "state": "ready" if ready else "first_run",
            "demo": demo,
            "demo_people": _people(request) if open_house else [],
            "version": __version__ if open_house else "",
        }
    )


def _people(request: HttpRequest) -> list[dict[str, Any]]:
    other = other_origin(request)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "email": row["email"],
            "role": row["role"],
            "departments": [group["name"] for group in row["departments"]],
            "other_origin": other,
        }
        for row in present.colleagues(row for row in queries.staff() if row["active"])
    ]


def other_origin(request: HttpRequest) -> str:
    """This server under the other loopback name, so that a colleague can be opened beside oneself."""
    host, separator, port = request.get_host().partition(":")
    return f"{request.scheme}://{_OTHER.get(host, host)}{separator}{port}"
