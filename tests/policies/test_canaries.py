"""What is said among colleagues never reaches a customer: words that nobody else uses are put in, and looked for in what leaves."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.models import CaughtMail
from tandem.infra.addresses import make_address
from tandem.infra.storage import storage
from tandem.kernel.worker import drain
from tandem.people.models import Department, Organisation, Person
from tandem.rules.commands.create_macro import CreateMacro
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Ticket
from tests.policies.scene import DRAFT
from tests.world import World

WEB = Path(__file__).parents[2] / "web" / "src"
PAYLOAD = '"><img src=x onerror=alert(1)>'


def _left(recipient: str) -> list[email.message.EmailMessage]:
    """Every mail that left for somebody, as their program reads it."""
    mails = []
    for row in CaughtMail.objects.order_by("id"):
        if recipient not in row.recipients:
            continue
        with storage().open(row.raw) as file:
            mails.append(email.message_from_bytes(file.read(), policy=email.policy.default))
    return mails


def _said(mail: email.message.EmailMessage) -> str:
    """Headers, texts and names of files, decoded."""
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    names = [str(part.get_filename()) for part in mail.walk()]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *parts, *names])


@pytest.fixture
def ticket(world: World, settings: object) -> Ticket:
    """A ticket around which a lot was said that is nobody else's business."""
    settings.UNDO_WINDOW_MS = 0  # type: ignore[attr-defined]
    world.do(CreateMailbox(make_address("support@desk.example"), world.support.id), world.ana)
    ticket = world.open_ticket()
    world.note(ticket, world.sam, "CANARY note")
    draft = DRAFT | {"body_html": "<p>CANARY draft</p>"}
    save(world.actor(world.sam), Place(ticket.id, "reply"), draft, 0)
    world.edit(ticket, world.ben, tags=([], ["canary-tag"]))
    world.do(CreateMacro("CANARY macro", [{"action": "set_priority", "value": "high"}], public=True), world.ana)
    Person.objects.filter(id=world.kim.id).update(note="CANARY about them")
    Person.objects.filter(id=world.sam.id).update(name="CANARY colleague")
    Department.objects.filter(id=world.support.id).update(name="CANARY department")
    Organisation.objects.filter(id=world.customer_ltd.id).update(name="CANARY organisation")
    return ticket


@pytest.mark.django_db
def test_nothing_internal_stands_in_what_leaves(world: World, ticket: Ticket) -> None:
    """sec:Z-04: in mails to the customer, in their headers, bodies and files."""
    world.reply(ticket, world.ben, "Hold B flat.")
    drain()
    (mail,) = _left("kim@customer.example")
    said = _said(mail)
    assert "Hold B flat." in said
    assert "canary" not in said.lower()


@pytest.mark.django_db
def test_a_payload_stays_text_in_every_mail_that_leaves(world: World, settings: object) -> None:
    """sec:D-10, K-02: in names and subjects of strangers, in mails to customers and to colleagues; no header field is added."""
    settings.UNDO_WINDOW_MS = 0  # type: ignore[attr-defined]
    world.do(CreateMailbox(make_address("support@desk.example"), world.support.id), world.ana)
    Person.objects.filter(id=world.kim.id).update(name=f"Kim\r\nBcc: eve@evil.example {PAYLOAD}")
    kim = Person.objects.get(id=world.kim.id)
    ticket = world.open_ticket(f"Hums {PAYLOAD}", requester=kim, owner=world.ben)
    world.write(ticket, f"More {PAYLOAD}", kim)
    world.reply(ticket, world.ben, f"Answer {PAYLOAD}")
    drain()
    mails = [*_left("kim@customer.example"), *_left("ben@tandem.example")]
    # Exactly one recipient each: the name that looks like another field is a name.
    people = [[address.addr_spec for address in mail["to"].addresses] for mail in mails]
    assert {tuple(one) for one in people} == {("kim@customer.example",), ("ben@tandem.example",)}
    for mail in mails:
        assert mail["bcc"] is None
        html = mail.get_body(("html",))
        assert html is None or "<img" not in html.get_content()


def test_the_workspace_makes_no_html_of_texts() -> None:
    """sec:D-09: names, subjects, tags and the like are written by React, which escapes them; nothing goes past it."""
    ways = (
        "dangerouslySetInnerHTML",
        ".innerHTML =",
        ".outerHTML =",
        "insertAdjacentHTML",
        "document.write",
        "new Function",
        "eval(",
    )
    sources = [path for path in WEB.rglob("*.ts*") if ".test." not in path.name]
    assert len(sources) > 100
    found = {f"{path.relative_to(WEB)}: {way}" for path in sources for way in ways if way in path.read_text()}
    assert found == set()
