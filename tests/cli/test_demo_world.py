"""The demo world as it is after loading: loaded once for all of these tests."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.forms.models import model_to_dict
from django.test import TestCase

from tandem.channels.email.models import CaughtMail, LedgerEntry, Mailbox
from tandem.cli import demo
from tandem.cli.demo_world.company import PASSWORD, STAFF
from tandem.cli.demo_world.loading import load
from tandem.cli.demo_world.script import Answer, Bounce, Call, Clone, Mail, Note
from tandem.cli.demo_world.threads import THREADS
from tandem.collision.models import CollisionCount
from tandem.collision.numbers.happenings import COUNTED
from tandem.infra import clock
from tandem.infra.storage import storage
from tandem.kernel.models import Effect, Event, Timer
from tandem.notifications.models import Notification
from tandem.people.actors import staff_actor
from tandem.people.installation import is_demo
from tandem.people.models import Department, Organisation, Person, PersonAddress, Team
from tandem.people.queries import staff
from tandem.rules.models import Macro
from tandem.saved_views.models import SavedView
from tandem.tickets.asking import readable
from tandem.tickets.models import Attachment, Delivery, Message, ReadMark, Ticket, TicketFollower
from tandem.tickets.queries import visible_to

NOW = datetime.now(UTC)
STATUS = {
    "Firefly 3 flickers over bumps": "closed",
    "Heron: velikost M, nebo L?": "solved",
    "Погнутое заднее колесо, заказ LC-20533": "open",
    "Fünfpunktgurte für das Packhorse Max": "on-hold",
    "Утопил оба ключа от замка Packhorse": "open",
    "Two Packhorse Pro out of service: rear brake leaking": "escalated",
    "Packhorse 停进冷藏间以后，电池充不满": "waiting",
    "Invoice INV-8834 needs our PO number": "open",
    "骑行俱乐部团购 24 套车灯": "waiting",
    "Dvakrát stržená platba za LC-20602": "open",
    "FACTORY PRICE LED bike light 0.38 USD for your shop": "open",
    "LC-20631 is on its way to my OLD address": "open",
}


#: Matters that opened a ticket; the others lie in quarantine.
OPENED = [thread for thread in THREADS if not any(isinstance(step, Mail) and step.aside for step in thread.steps)]
CLONED = [step for thread in THREADS for step in thread.steps if isinstance(step, Clone)]


def ticket(beginning: str) -> Ticket:
    return Ticket.objects.get(subject__startswith=beginning)


def snapshot() -> list[object]:
    rows = [model_to_dict(one) for one in Ticket.objects.order_by("id")]
    return [*rows, Event.objects.count(), Message.objects.count(), Person.objects.count(), LedgerEntry.objects.count()]


def said_by(arguments: list[str]) -> str:
    """What the command prints when it ends well, on either stream."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        assert demo.run(arguments) == 0
    return said.getvalue()


# Loading it waits for several hundred commands, on a machine that may have other work.
@pytest.mark.timeout(240)
class TestDemoWorld(TestCase):
    """Django's own class loads once for all of them and rolls back after each."""

    @classmethod
    def setUpTestData(cls) -> None:
        load(NOW)

    def test_every_matter_is_where_it_should_be(self) -> None:
        rows = dict(Ticket.objects.order_by("number").values_list("subject", "status__slug"))
        assert {subject: rows.get(subject) for subject in STATUS} == STATUS
        numbers = list(Ticket.objects.order_by("created_at").values_list("number", flat=True))
        assert numbers == list(range(numbers[0], numbers[0] + len(OPENED) + len(CLONED)))

    def test_everybody_has_a_day_of_work_and_every_state_is_there(self) -> None:
        at_hand = Ticket.objects.filter(spam_at=None, deleted_at=None)
        load = Counter(at_hand.exclude(status_group="closed").values_list("owner__name", flat=True))
        workers = {colleague.name for colleague in STAFF if colleague.role != "light_agent"}
        assert set(load) - {None} == workers and all(load[name] >= 2 for name in workers), load
        assert load[None] >= 5, "work that nobody has taken yet"
        assert set(at_hand.values_list("status__slug", flat=True)) == set(STATUS.values())
        assert at_hand.filter(snoozed_at__isnull=False).count() >= 4
        assert Ticket.objects.filter(spam_at__isnull=False).count() >= 2
        assert Ticket.objects.filter(deleted_at__isnull=False).exists()
        assert TicketFollower.objects.filter(person__name="Lucía Fernández").exists()

    def test_the_rest_of_the_house_is_furnished(self) -> None:
        assert Macro.objects.filter(owner=None).count() >= 4 and Macro.objects.exclude(owner=None).count() >= 3
        for view in SavedView.objects.all():
            readable(view.condition)
        assert SavedView.objects.count() >= 3
        assert Message.objects.filter(edited_at__isnull=False).exists()
        assert PersonAddress.objects.exists() and Person.objects.exclude(note="").exists()
        assert Ticket.objects.filter(channel="phone").exists()
        reasons = set(LedgerEntry.objects.filter(state="quarantined").values_list("reason", flat=True))
        assert reasons == {"bounce_unmatched", "loop"}
        assert set(CollisionCount.objects.values_list("kind", flat=True)) == set(COUNTED)

    def test_every_mail_became_a_message_of_its_matter(self) -> None:
        mails = [step for thread in THREADS for step in thread.steps if isinstance(step, Mail | Bounce)]
        aside = [step for step in mails if isinstance(step, Mail) and step.aside]
        assert LedgerEntry.objects.filter(state="applied").count() == len(mails) - len(aside)
        assert LedgerEntry.objects.filter(state="quarantined").count() == len(aside)
        for thread in OPENED:
            own = Message.objects.filter(shown_in__subject=thread.subject)
            said = [step for step in thread.steps if isinstance(step, Mail | Bounce | Call | Answer | Note)]
            assert 1 <= own.count() == len(said) <= 9
            asked = [step for step in said if isinstance(step, Mail | Bounce | Call)]
            assert own.filter(kind="customer").count() == len(asked)
            assert not own.filter(unverified=True).exclude(automatic=True).exists()

    def test_answers_are_read_apart_from_what_they_quote(self) -> None:
        quoting = [
            (step, position)
            for thread in THREADS
            for position, step in enumerate(thread.steps)
            if isinstance(step, Mail) and step.follows == "answer" and step.quote in {"below", "above"}
        ]
        folded = Message.objects.filter(kind="customer").exclude(parts__quoted="")
        assert folded.count() == len(quoting) > 30
        assert all(
            "support@localhost" in message.parts["quoted"] or "billing@" in message.parts["quoted"]
            for message in folded
        )
        unfolded = Message.objects.filter(kind="customer", parts__quoted="")
        assert not unfolded.filter(html__contains="<details>").exists()
        assert not any("Lantern Cycles ·" in message.parts["visible"] for message in folded)

    def test_nothing_waits_and_every_answer_is_out(self) -> None:
        assert not Effect.objects.exclude(state="done").exists()
        assert not Effect.objects.exclude(kind="ledger.apply").exists()
        asleep = Ticket.objects.filter(snoozed_until__isnull=False)
        assert set(Timer.objects.values_list("subject_id", flat=True)) == set(asleep.values_list("id", flat=True))
        failed = Delivery.objects.get(state="failed")
        assert failed.recipient == "eleanor.marsh@riverside.example"
        assert set(Delivery.objects.exclude(id=failed.id).values_list("state", flat=True)) == {"sent"}
        assert CaughtMail.objects.count() == Delivery.objects.count() > 0
        for delivery in Delivery.objects.exclude(id=failed.id).select_related("message"):
            assert 10_000 < delivery.at - delivery.message.at < 60_000

    def test_histories_run_forward_without_gaps(self) -> None:
        now = clock.from_datetime(NOW)
        for one in Ticket.objects.all():
            events = list(Event.objects.filter(stream_kind="ticket", stream_id=one.id).order_by("seq"))
            assert [event.seq for event in events] == list(range(1, one.seq + 1))
            assert all(earlier.at <= later.at for earlier, later in pairwise(events))
            assert events[0].at == one.created_at and events[-1].at <= now
            assert all(earlier.id < later.id for earlier, later in pairwise(events))

    def test_what_makes_each_matter_special(self) -> None:
        assert ticket("Погнутое").reopened_count == 1
        assert ticket("LC-20631").owner is None and ticket("LC-20631").priority == 4
        assert ticket("FACTORY").spam_at is not None
        assert ticket("Dvakrát").department.name == "Billing" and ticket("Dvakrát").channel == "email"
        assert ticket("Firefly 3 flickers").closed_at is not None
        now, prague = clock.from_datetime(NOW), ZoneInfo("Europe/Prague")
        overdue, today = ticket("Two Packhorse").due_at, ticket("Invoice INV-8834").due_at
        assert overdue is not None and overdue < now
        assert today is not None and clock.to_datetime(today).astimezone(prague).date() == NOW.astimezone(prague).date()
        absence = Message.objects.get(automatic=True, author__name="Priya Raman")
        assert (
            absence.shown_in == ticket("Invoice INV-8834")
            and absence.author is not None
            and absence.author.name == "Priya Raman"
        )
        seen = Message.objects.get(acknowledged__isnull=False)
        assert seen.shown_in == ticket("骑行")
        copies = {one.subject[:16]: [copy.person.name for copy in one.copy_rows.all()] for one in Ticket.objects.all()}
        assert copies["Fünfpunktgurte f"] == ["Ahmet Demir"] and copies["Invoice INV-8834"] == ["Geoff Haines"]

    def test_files_are_whole(self) -> None:
        starts = {
            "IMG_2041.png": b"\x89PNG\r\n",
            "vypis.png": b"\x89PNG\r\n",
            "RBC-7741.pdf": b"%PDF-1.4",
            "DN-5120.pdf": b"%PDF-1.4",
        }
        starts |= {"chain.png": b"\x89PNG\r\n", "payments.csv": b"invoice;", "ride-log.txt": b"km 0.0"}
        for attachment in Attachment.objects.filter(message__kind="customer", message__automatic=False):
            with storage().open(attachment.digest) as file:
                content = file.read()
            assert content.startswith(starts.pop(attachment.name)) and len(content) == attachment.size
        assert not starts
        shown = Attachment.objects.get(name="vypis.png")
        assert shown.inline and shown.cid and f'"{shown.cid}"' in (shown.message.html or "")

    def test_colleagues_can_sign_in_and_stand_in_the_order_of_their_rights(self) -> None:
        assert [row["email"] for row in staff()] == [colleague.address for colleague in STAFF]
        assert [row["role"] for row in staff()][:2] == ["admin", "manager"]
        account = authenticate(None, email="petra@lantern.example", password=PASSWORD)
        assert account is not None and account.is_active
        assert set(Person.objects.filter(role__isnull=False).values_list("language", flat=True)) == {
            "en",
            "zh-hans",
            "ru",
            "cs",
        }
        petra = staff_actor(Person.objects.get(name="Petra Malá"))
        assert len(petra.department_ids) == 2
        assert is_demo()

    def test_customers_belong_to_their_companies(self) -> None:
        people = dict(Person.objects.filter(organisation__isnull=False).values_list("name", "organisation__name"))
        assert people["Geoff Haines"] == people["Priya Raman"] == "Riverside Borough Council"
        assert set(people.values()) == set(Organisation.objects.values_list("name", flat=True))
        assert [box.address for box in Mailbox.objects.order_by("id")] == ["support@localhost", "billing@localhost"]
        assert set(Team.objects.values_list("name", "department__name")) == {
            ("Repairs", "Support"),
            ("Orders", "Support"),
            ("Refunds", "Billing"),
        }
        assert list(Department.objects.order_by("position").values_list("name", flat=True)) == ["Support", "Billing"]

    def test_everybody_has_read_some_and_not_all(self) -> None:
        for colleague in STAFF:
            actor = staff_actor(Person.objects.get(name=colleague.name))
            marks = dict(ReadMark.objects.filter(person_id=actor.me).values_list("ticket_id", "seq"))
            read = [marks.get(one.id, 0) >= one.seq for one in visible_to(actor)]
            assert any(read) and not all(read), colleague.key

    def test_the_first_visitor_finds_something_to_do(self) -> None:
        amara = Person.objects.get(name="Amara Okafor")
        mine = Ticket.objects.filter(owner=amara).exclude(status_group="closed")
        assert {one.subject[:7] for one in mine} == {"Two Pac", "Invoice", "Is my h"}
        unread = Notification.objects.filter(person=amara, read_at__isnull=True)
        assert set(unread.values_list("kind", flat=True)) == {
            "assigned",
            "customer_replied",
            "mentioned",
            "followed_activity",
        }

    def test_a_second_time_changes_nothing(self) -> None:
        before = snapshot()
        assert "here already; nothing was changed" in said_by([])
        assert "amara@lantern.example" in said_by([]) and PASSWORD in said_by([])
        assert said_by(["--if-empty"]) == ""
        assert snapshot() == before

    def test_time_is_counted_from_the_day_of_loading(self) -> None:
        oldest = clock.to_datetime(Ticket.objects.earliest("created_at").created_at)
        newest = clock.to_datetime(Message.objects.latest("at").at)
        assert timedelta(days=26) < NOW - oldest < timedelta(days=29)
        assert timedelta() < NOW - newest < timedelta(minutes=30)
