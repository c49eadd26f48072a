"""Sample data is loaded by an admin: real tickets of customers to whom no mail ever leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.answers import sample_data as shapes
from tandem.channels.email.models import CaughtMail
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel.models import Effect
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.people.installation import DEMO, record_fact
from tandem.people.models import AuditEntry, Department, Person
from tandem.people.sample import DOMAIN
from tandem.sample_data.loading import load
from tandem.sample_data.removing import remove
from tandem.tickets.fence_kinds import KINDS as REVIEWED
from tandem.tickets.models import Delivery, Message, Ticket
from tandem.tickets.reply_guard.reasons import KINDS
from tests.api.shapes import fits
from tests.channels.email.conftest import make_mailbox
from tests.kernel.test_once import together
from tests.world import make_world

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def _load(world: World, language: str = "en") -> dict[str, Any]:
    answer = world.browser(world.ana).call("POST", "/sample-data", {}, Accept_Language=language)
    found: dict[str, Any] = fits(answer, shapes.SampleDataShown)
    return found


def test_a_dozen_tickets_of_six_customers_are_there(world: World) -> None:
    loaded = _load(world)
    assert (loaded["loaded"], loaded["tickets"], loaded["customers"]) == (True, 12, 6)
    assert (loaded["kept_tickets"], loaded["kept_customers"], loaded["loaded_by"]) == (0, 0, "Ana")
    tickets = Ticket.objects.filter(requester__email__endswith=f"@{DOMAIN}")
    assert {ticket.status_group for ticket in tickets} >= {"open", "on_hold", "closed"}
    assert len({ticket.priority for ticket in tickets}) >= 4
    now = clock.now_ms()
    assert all(now - 8 * 24 * 3_600_000 < ticket.created_at < now for ticket in tickets)
    kinds = set(Message.objects.filter(shown_in__in=tickets).values_list("kind", flat=True))
    assert kinds == {"customer", "reply", "note"}


def test_everything_of_it_is_real(world: World) -> None:
    _load(world)
    ana = world.browser(world.ana)
    found = ana.get("/tickets", view="all", q="carrier").json()["results"]
    assert [ticket["subject"] for ticket in found] == ["The box arrived damaged", "Where is my parcel?"] or found
    number = next(one["number"] for one in found if one["subject"] == "Where is my parcel?")
    page = ana.get(f"/tickets/{number}/messages").json()["results"]
    assert [message["kind"] for message in page] == ["customer", "reply", "customer"]
    assert page[1]["deliveries"][0]["state"] == "withheld"
    sentences = [event["sentence"] for event in ana.get(f"/tickets/{number}/events").json()["results"]]
    assert any("sample customer" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("zh-CN", "我的包裹到哪里了？"),
        ("ru", "Где моя посылка?"),
        ("cs", "Kde je můj balík?"),
        ("en", "Where is my parcel?"),
    ],
)
def test_it_speaks_the_language_of_who_asks(world: World, language: str, subject: str) -> None:
    _load(world, language)
    assert Ticket.objects.filter(subject=subject).exists()
    assert Ticket.objects.filter(subject="Il manque une pièce dans mon colis").exists()


@pytest.mark.parametrize("language", ["en", "zh-CN", "ru", "cs"])
def test_its_answers_leave_in_a_department_that_holds_and_reviews_everything(world: World, language: str) -> None:
    Department.objects.update(holds_replies_for=list(KINDS), reviewed_before_reply=list(REVIEWED))
    assert len(_load(world, language)) > 0
    assert Ticket.objects.count() == 12


def test_no_mail_leaves_and_nobody_else_is_told(world: World) -> None:
    _load(world)
    assert not Effect.objects.filter(kind__in=["mail.send", "mail.notify"]).exists()
    assert set(Notification.objects.values_list("person_id", flat=True)) <= {world.ana.id}
    drain()
    assert not CaughtMail.objects.exists()


def test_an_answer_of_later_is_withheld_too_also_from_who_is_in_copy(world: World, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 0
    _load(world)
    ticket = Ticket.objects.get(subject="Are you open on Saturday?")
    world.edit(ticket, world.ana, cc=([], [make_address(world.kim.email)]))
    world.reply(ticket, world.ana, "Until noon.")
    drain()
    states = dict(Delivery.objects.filter(ticket=ticket).values_list("recipient", "state"))
    assert states == {f"grace.obi@{DOMAIN}": "withheld", "kim@customer.example": "withheld"}
    assert not CaughtMail.objects.exists()


def test_a_sample_customer_in_copy_of_a_real_ticket_gets_nothing_and_the_real_one_does(
    world: World, settings: Any
) -> None:
    settings.UNDO_WINDOW_MS = 0
    make_mailbox("support@desk.example", world.support, "Desk")
    _load(world)
    ticket = world.open_ticket()
    ida = Person.objects.get(email=f"ida.sorensen@{DOMAIN}")
    world.edit(ticket, world.ana, cc=([], [make_address(ida.email)]))
    world.reply(ticket, world.ana)
    drain()
    states = dict(Delivery.objects.filter(ticket=ticket).values_list("recipient", "state"))
    assert states == {ida.email: "withheld", "kim@customer.example": "sent"}


def test_twice_is_once(world: World) -> None:
    first = _load(world)
    assert _load(world, "cs") == first
    assert Ticket.objects.count() == 12
    (entry,) = AuditEntry.objects.filter(kind="person.sample_loaded")
    assert (entry.actor_id, entry.new) == (world.ana.id, {"tickets": 12, "customers": 6})


def test_the_demonstration_has_its_own(world: World) -> None:
    record_fact(DEMO, "true")
    assert world.browser(world.ana).get("/sample-data").json()["possible"] is False
    answer = world.browser(world.ana).post("/sample-data", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "sample.demo")
    assert not Ticket.objects.exists()


def test_the_first_steps_offer_it_and_stay_while_it_is_there(world: World) -> None:
    ana = world.browser(world.ana)
    ana.post("/mailboxes", {"address": "support@tandem.example", "department_id": str(world.support.id)})
    ana.post("/setup/test-mail", {"to": "me@tandem.example"})
    assert ana.get("/start").json()["first_steps"] is None
    _load(world)
    assert ana.get("/start").json()["first_steps"]["sample"] == "loaded"
    assert Ticket.objects.exclude(mailbox_id=None).exists()
    ana.call("DELETE", "/sample-data")
    assert ana.get("/start").json()["first_steps"] is None


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_load_it_once_and_remove_it_once() -> None:
    """On PostgreSQL the second waits for the first; on SQLite one of them writes at a time anyway."""
    world = make_world()
    now = clock.to_datetime(clock.now_ms())
    assert sorted(together(*[lambda: load(world.ana.id, "en", now)] * 2)) == [False, True]
    assert Ticket.objects.count() == 12 and Person.objects.filter(email__endswith=f"@{DOMAIN}").count() == 6
    gone = together(*[lambda: len(remove(world.actor(world.ana)).tickets)] * 2)
    assert sorted(gone) == [0, 12]
    assert AuditEntry.objects.filter(kind="person.sample_removed").count() == 1
