"""Automatic mail through the API: writing an acknowledgement, looking at it, and deciding about loops."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import automatic_mail as shapes
from tandem.api.answers.mail import MailboxShown, MailTrouble
from tandem.channels.email.models import AutomaticMail, Correspondent, Mailbox
from tandem.infra.clock import now_ms
from tandem.kernel.models import Event
from tandem.people.models import AuditEntry
from tests.api.shapes import fits
from tests.world import Api, World

pytestmark = pytest.mark.django_db

TEXT = {"subject": "Got it [#{{ ticket.number }}]", "body_html": "<p>Hello {{ requester.first_name }}</p>"}


@pytest.fixture
def ana(world: World) -> Api:
    return world.browser(world.ana)


@pytest.fixture
def path(world: World, ana: Api) -> str:
    body = {"address": "support@desk.example", "department_id": str(world.support.id)}
    return f"/api/v1/mailboxes/{ana.post('/api/v1/mailboxes', body).json()['id']}"


def problems(answer: Any) -> set[tuple[str, str]]:
    return {(one["pointer"], one["code"]) for one in answer.json()["errors"]}


def test_an_admin_writes_switches_on_and_off(ana: Api, path: str) -> None:
    box = fits(ana.patch(path, {"acknowledgements": {"en": TEXT, "zh-CN": TEXT}, "acknowledges": True}), MailboxShown)
    assert box["acknowledges"] and box["acknowledgements"] == {"en": TEXT, "zh-CN": TEXT}
    assert set(Mailbox.objects.get().acknowledgements) == {"en", "zh-hans"}
    # A language without words is one that is not written.
    box = ana.patch(path, {"acknowledgements": {"en": TEXT, "cs": {"subject": "", "body_html": ""}}}).json()
    assert set(box["acknowledgements"]) == {"en"}
    assert not ana.patch(path, {"acknowledges": False, "confirms": True}).json()["acknowledges"]
    told = set(AuditEntry.objects.filter(subject_kind="mailbox").values_list("kind", flat=True))
    assert {"mailbox.acknowledging_changed", "mailbox.acknowledgement_changed", "mailbox.confirming_changed"} <= told
    rows = ana.get("/audit").json()["results"]
    assert all(row["sentence"] != row["kind"] for row in rows)


@pytest.mark.parametrize(
    ("text", "where", "code"),
    [
        ({"subject": "x", "body_html": ""}, "/body_html", "empty"),
        ({"subject": "", "body_html": "<p>x</p>"}, "/subject", "empty"),
        ({"subject": "x\ny", "body_html": "<p>x</p>"}, "/subject", "too_long"),
        ({"subject": "x" * 201, "body_html": "<p>x</p>"}, "/subject", "too_long"),
        ({"subject": "x", "body_html": "<p>" + "x" * 20_001}, "/body_html", "too_long"),
        ({"subject": "{{ ticket.number", "body_html": "<p>x</p>"}, "/subject", "bad_template"),
        ({"subject": "x", "body_html": "<p>{{ agent.name }}</p>"}, "/body_html", "unknown_placeholder"),
        ({"subject": "{{ secret }}", "body_html": "<p>x</p>"}, "/subject", "unknown_placeholder"),
        ({"subject": "x", "body_html": "<p>{% for a in b %}x{% endfor %}</p>"}, "/body_html", "bad_template"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_place(
    ana: Api, path: str, text: dict[str, str], where: str, code: str
) -> None:
    answer = ana.patch(path, {"acknowledgements": {"en": text}})
    assert answer.status_code in {400, 422}
    assert problems(answer) == {(f"/acknowledgements/en{where}", code)}


def test_an_unknown_language_is_refused(ana: Api, path: str) -> None:
    assert problems(ana.patch(path, {"acknowledgements": {"tlh": TEXT}})) == {("/acknowledgements/tlh", "unknown")}
    assert problems(ana.patch(path, {"language": "tlh"})) == {("/language", "unknown")}


def test_nothing_is_switched_on_without_a_text(ana: Api, path: str) -> None:
    assert problems(ana.patch(path, {"acknowledges": True})) == {("/acknowledgements", "empty")}
    ana.patch(path, {"acknowledgements": {"en": TEXT}, "acknowledges": True})
    assert problems(ana.patch(path, {"acknowledgements": {}})) == {("/acknowledgements", "empty")}


def test_markup_is_reduced_to_what_a_reply_may_hold(ana: Api, path: str) -> None:
    text = {"subject": "x", "body_html": "<p onclick=x>Hello<script>x</script></p>"}
    box = ana.patch(path, {"acknowledgements": {"en": text}}).json()
    assert box["acknowledgements"]["en"]["body_html"] == "<p>Hello</p>"


def test_two_admins_who_write_at_once_are_told(ana: Api, path: str) -> None:
    ana.patch(path, {"acknowledgements": {"en": TEXT}})
    mine = {"en": {**TEXT, "subject": "Mine"}}
    answer = ana.patch(
        path, {"acknowledgements": mine, "base": {"acknowledgements": {"en": {**TEXT, "subject": "Old"}}}}
    )
    assert answer.status_code == 409
    answer = ana.patch(path, {"acknowledgements": mine, "base": {"acknowledgements": {"en": TEXT}}})
    assert answer.status_code == 200


def test_a_preview_saves_nothing_and_names_nobody_real(ana: Api, path: str) -> None:
    shown = fits(ana.post(f"{path}/acknowledgement/preview", {"language": "cs", **TEXT}), shapes.AcknowledgementPreview)
    assert shown == {"subject": "Got it [#4711]", "html": "<p>Hello Kim</p>"}
    assert Mailbox.objects.get().acknowledgements == {}
    wrong = {"language": "en", "subject": "x", "body_html": "<p>{{ agent.name }}</p>"}
    assert ana.post(f"{path}/acknowledgement/preview", wrong).status_code == 422
    empty = {"language": "en", "subject": "", "body_html": ""}
    assert ana.post(f"{path}/acknowledgement/preview", empty).status_code == 422
    assert ana.post("/api/v1/mailboxes/1/acknowledgement/preview", {"language": "en", **TEXT}).status_code == 404


def test_there_is_a_text_to_begin_with_in_every_language_and_it_can_be_saved(ana: Api, path: str) -> None:
    words = fits(ana.get("/automatic-mail/words"), shapes.AcknowledgementWords)
    assert set(words["suggestions"]) == {"en", "zh-CN", "ru", "cs"} == set(words["confirmations"])
    assert ana.patch(path, {"acknowledgements": words["suggestions"], "acknowledges": True}).status_code == 200
    names = [one["name"] for one in words["placeholders"]]
    body = "".join(f"<p>{{{{ {name} }}}}</p>" for name in names)
    shown = ana.post(f"{path}/acknowledgement/preview", {"language": "en", "subject": "x", "body_html": body}).json()
    assert "{{" not in shown["html"] and "<p></p>" not in shown["html"]


def test_a_mailbox_speaks_a_language_and_is_answered_elsewhere(ana: Api, world: World, path: str) -> None:
    box = ana.patch(path, {"language": "zh-CN", "reply_address": "Help@Brand.Example"}).json()
    assert (box["language"], box["reply_address"]) == ("zh-CN", "Help@brand.example")
    assert Mailbox.objects.get().reply_address_key == "help@brand.example"
    other = {"address": "help@brand.example", "department_id": str(world.support.id)}
    assert problems(ana.post("/mailboxes", other)) == {("/address", "taken")}
    other = {**other, "address": "two@desk.example", "reply_address": "support@desk.example"}
    assert problems(ana.post("/mailboxes", other)) == {("/reply_address", "taken")}
    assert problems(ana.patch(path, {"reply_address": "no address"})) == {("/reply_address", "invalid_address")}
    assert problems(ana.patch(path, {"reply_address": "a+b@brand.example"})) == {("/reply_address", "plus")}
    box = ana.patch(path, {"language": "", "reply_address": ""}).json()
    assert (box["language"], box["reply_address"]) == ("", "")
    assert ana.post("/mailboxes", {**other, "address": "help@brand.example", "reply_address": ""}).status_code == 201


def loop(world: World, **fields: Any) -> Correspondent:
    """An address for which automatic mail was stopped on a ticket in Support."""
    ticket = world.open_ticket("Automatic: Re: Re:")
    values = {"paused_at": now_ms(), "paused_by": "hour", "ticket_id": ticket.id} | fields
    one = Correspondent.objects.create(address="desk@other.example", key="desk@other.example", **values)
    for number, outcome in enumerate(["sent", "sent", "sent", "paused", "paused"]):
        AutomaticMail.objects.create(
            at=now_ms() + number,
            purpose="acknowledgement",
            outcome=outcome,
            mail=str(number),
            correspondent=one,
            ticket_id=ticket.id,
            ledger_id=number + 1,
        )
    return one


def test_a_loop_is_shown_with_its_culprit_until_somebody_decides(world: World, ana: Api) -> None:
    one = loop(world)
    shown = fits(ana.get("/automatic-mail"), shapes.AutomaticMailShown)
    (found,) = shown["loops"]
    assert (found["address"], found["held"]) == ("desk@other.example", 2)
    assert "within an hour" in found["words"]
    assert [mail["words"] for mail in found["mails"]] == ["acknowledged"] * 3 + ["not answered"] * 2
    trouble = fits(ana.get("/mail-trouble"), MailTrouble)
    assert (trouble["loops"], trouble["blocked"]) == (1, 0)
    # It is nothing for others.
    assert world.browser(world.sam).get("/mail-trouble").json()["loops"] == 0
    shown = ana.post(f"/automatic-mail/{one.id}/resume").json()
    assert (shown["loops"], shown["blocked"]) == ([], [])
    assert ana.get("/mail-trouble").json()["loops"] == 0


def test_a_blocked_address_is_listed_until_it_is_unblocked(world: World, ana: Api) -> None:
    one = loop(world)
    shown = ana.post(f"/automatic-mail/{one.id}/block").json()
    assert shown["loops"] == [] and [row["address"] for row in shown["blocked"]] == ["desk@other.example"]
    assert ana.get("/mail-trouble").json() == {"failed": 0, "quarantined": 0, "loops": 0, "blocked": 1}
    assert ana.post(f"/automatic-mail/{one.id}/block").status_code == 200
    shown = ana.post(f"/automatic-mail/{one.id}/unblock").json()
    assert (shown["loops"], shown["blocked"]) == ([], [])
    told = Event.objects.filter(stream_kind="correspondent").order_by("id").values_list("kind", flat=True)
    assert list(told) == ["correspondent.blocked", "correspondent.unblocked"]
    rows = [row for row in ana.get("/audit").json()["results"] if row["subject"]["kind"] == "correspondent"]
    assert {row["subject"]["name"] for row in rows} == {"desk@other.example"}
    assert {row["sentence"] for row in rows} == {"blocked automatic mail", "unblocked automatic mail"}


def test_nobody_is_there(ana: Api) -> None:
    assert ana.post("/automatic-mail/1/block").status_code == 404
