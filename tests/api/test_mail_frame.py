"""The document that a customer's HTML is shown in: for one person, for five minutes, loading nothing by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tandem.infra.pictures.addresses import PREFIX, opened
from tandem.infra.storage import storage
from tandem.people.models import Person
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File
from tandem.tickets.models import Ticket
from tests.world import World

HTML = (
    '<p>Look <img data-cid="one@x" alt="one"> and <img data-remote-src="https://track.example/x.gif"> '
    '<img data-cid="two@x"></p>'
)
PNG = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture
def ticket(world: World) -> Ticket:
    files = [
        File("one.png", "image/png", len(PNG), storage().put(PNG), True, "one@x"),
        File("two.svg", "image/svg+xml", 5, storage().put(b"<svg>"), True, "two@x"),
    ]
    return world.open_ticket(files=files)


def frame_url(world: World, ticket: Ticket, person: Person) -> str:
    from tandem.tickets.models import Message

    Message.objects.filter(shown_in=ticket).update(html=HTML)
    (message,) = world.browser(person).get(f"/tickets/{ticket.number}/messages").json()["results"]
    url: str = message["frame_url"]
    return url


def fetched(url: str) -> Any:
    """As the frame asks: without any cookie."""
    return Client(HTTP_HOST="localhost").get(url)


def test_it_shows_own_pictures_and_no_others(world: World, ticket: Ticket) -> None:
    answer = fetched(frame_url(world, ticket, world.ben))
    page = answer.content.decode()
    assert answer.status_code == 200 and '<base target="_blank">' in page
    sources = re.findall(r' src="([^"]+)"', page)
    assert len(sources) == 1 and sources[0].startswith("/mail-frame/picture/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "img-src 'self' http://localhost;" in policy
    assert "frame-ancestors 'self'" in policy and "allow-scripts" not in policy and "script-src" not in policy
    assert "X-Frame-Options" not in answer and answer["Referrer-Policy"] == "no-referrer"

    picture = fetched(sources[0])
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert picture["Cross-Origin-Resource-Policy"] == "cross-origin" and "sandbox" in picture["Content-Security-Policy"]


def test_pictures_from_elsewhere_come_when_they_are_asked_for(world: World, ticket: Ticket) -> None:
    """sec:D-06, D-07: by way of us, so that nobody elsewhere sees who reads."""
    answer = fetched(frame_url(world, ticket, world.ben) + "?images=1")
    sources = re.findall(r' src="([^"]+)"', answer.content.decode())
    assert [opened(source) for source in sources if source.startswith(PREFIX)] == ["https://track.example/x.gif"]
    assert all(source.startswith("/mail-frame/") for source in sources)
    assert "img-src 'self' http://localhost;" in answer["Content-Security-Policy"]


def test_a_text_is_shown_as_text(world: World, ticket: Ticket) -> None:
    from tandem.api.present.messages import frame_signer

    message = world.write(ticket, "a < b\n\nhttps://x.example")
    token = frame_signer().sign_object({"m": str(message.id), "p": str(world.ben.id)})
    assert "<p>a &lt; b</p>" in fetched(f"/mail-frame/{token}").content.decode()
    assert Body("x").html is None


def test_the_address_is_for_one_person_with_the_rights_of_now(world: World, ticket: Ticket, settings: Any) -> None:
    """sec:E-01."""
    url = frame_url(world, ticket, world.ben)
    page = fetched(url).content.decode()
    (picture,) = re.findall(r' src="([^"]+)"', page)
    Ticket.objects.filter(id=ticket.id).update(department_id=world.billing.id)
    assert fetched(url).status_code == fetched(picture).status_code == 404
    Ticket.objects.filter(id=ticket.id).update(department_id=world.support.id)
    assert fetched(url).status_code == 200
    Person.objects.filter(id=world.ben.id).update(active=False)
    assert fetched(url).status_code == fetched(picture).status_code == 404


def test_an_old_or_altered_address_shows_nothing(world: World, ticket: Ticket, monkeypatch: Any) -> None:
    from tandem.api import mail_frame

    url = frame_url(world, ticket, world.ben)
    assert fetched(url[:-1] + ("a" if url[-1] != "a" else "b")).status_code == 404
    assert fetched("/mail-frame/x").status_code == 404
    monkeypatch.setattr(mail_frame, "FRAME_SECONDS", -1)
    assert fetched(url).status_code == 404
