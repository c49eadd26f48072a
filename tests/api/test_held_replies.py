"""What a department holds replies for does not leave by any door; of everything else the composer only warns."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import people as shapes
from tandem.tickets.models import Message, Ticket
from tandem.tickets.reply_guard.holding import Held
from tandem.tickets.reply_guard.reasons import KINDS
from tests.api.shapes import fits
from tests.statements import statements
from tests.world import Api, World

ALL = list(KINDS)


def hold(world: World, *kinds: str) -> None:
    answer = world.browser(world.ana).patch(f"/departments/{world.support.id}", {"holds_replies_for": list(kinds)})
    assert answer.status_code == 200


def send(api: Api, ticket: Ticket, body: str, **fields: Any) -> Any:
    seen = Ticket.objects.values_list("seq", flat=True).get(id=ticket.id)
    message = {"visibility": "public", "body": body, "seen": seen, "client_id": f"c-{body}"}
    return api.post(f"/tickets/{ticket.number}/messages", message | fields)


def test_an_admin_says_what_replies_are_held_for(world: World) -> None:
    ana = world.browser(world.ana)
    edited = ana.patch(f"/departments/{world.support.id}", {"holds_replies_for": ["attachment", "note", "note"]})
    assert fits(edited, shapes.DepartmentShown)["holds_replies_for"] == ["note", "attachment"]
    named = fits(world.browser(world.ben).get("/catalogue"), shapes.CatalogueShown)["departments"]
    assert {one["name"]: one["holds_replies_for"] for one in named} == {
        "Support": ["note", "attachment"],
        "Billing": [],
    }
    told = ana.get("/audit", kind="department").json()["results"][0]
    assert told["sentence"].startswith("changed what replies are held for")
    assert told["new_label"] == "words of an internal note, a promised file that is not attached"


def test_an_unknown_kind_is_refused_at_its_place(world: World) -> None:
    answer = world.browser(world.ana).patch(f"/departments/{world.support.id}", {"holds_replies_for": ["customer"]})
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/holds_replies_for/0"]
    assert (
        world.browser(world.ben).patch(f"/departments/{world.support.id}", {"holds_replies_for": []}).status_code == 403
    )


def test_two_admins_hold_for_different_kinds_and_the_second_hears_of_it(world: World) -> None:
    hold(world, "note")
    late = {"holds_replies_for": ["mention"], "base": {"holds_replies_for": []}}
    assert world.browser(world.ana).patch(f"/departments/{world.support.id}", late).status_code == 409


@pytest.mark.parametrize(
    ("body", "kind", "text", "pointer"),
    [
        ("Dear {{ requester.name }}", "placeholder", "{{ requester.name }}", "/body"),
        ("We might offer him at most ten per cent.", "note", "offer him at most ten per cent", "/body"),
        ("@Sam can you look?", "mention", "@Sam", "/body"),
        ("Write to Oto@Elsewhere.example.", "address", "Oto@Elsewhere.example", "/body"),
        ("Please find enclosed the manual.", "attachment", "find enclosed", "/attachments"),
    ],
)
def test_a_held_reply_is_refused_with_what_it_is_held_for(
    world: World, body: str, kind: str, text: str, pointer: str
) -> None:
    ticket, other = world.open_ticket(), world.open_ticket()
    for one in (ticket, other):
        world.note(one, world.sam, "At last offer him at most ten per cent.")
    ben = world.browser(world.ben)
    hold(world, *(one for one in ALL if one != kind))
    assert send(ben, other, body).status_code == 201
    hold(world, kind)
    answer = send(ben, ticket, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "reply.held")
    assert answer.json()["reasons"] == [{"kind": kind, "text": text}]
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, kind)
    assert text in error["detail"]


def test_what_is_mended_leaves_under_the_same_name(world: World) -> None:
    ticket = world.open_ticket()
    hold(world, *ALL)
    ben = world.browser(world.ben)
    assert send(ben, ticket, "See {{ this }}", client_id="one").status_code == 422
    assert send(ben, ticket, "See this.", client_id="one").status_code == 201
    assert Message.objects.filter(shown_in=ticket, kind="reply").count() == 1


def test_tickets_of_other_customers_count_as_far_as_the_author_sees_them(world: World) -> None:
    hold(world, "ticket")
    ticket, same = world.open_ticket(), world.open_ticket()
    other = world.open_ticket(requester=world.oto)
    unseen = world.open_ticket(requester=world.oto, department=world.billing)
    ben = world.browser(world.ben)
    assert send(ben, ticket, f"As in ticket #{other.number}").status_code == 422
    assert send(ben, ticket, f"As in ticket #{same.number}").status_code == 201
    assert send(ben, ticket, f"As in ticket #{unseen.number}").status_code == 201
    world.write(ticket, f"A friend has #{other.number}.")
    assert send(ben, ticket, f"You mean #{other.number}?").status_code == 201


def test_whoever_takes_part_is_no_stranger(world: World) -> None:
    hold(world, "address")
    ticket = world.open_ticket(cc=[])
    ben = world.browser(world.ben)
    both = [{"email": "kim@customer.example"}, {"email": "oto@elsewhere.example"}]
    assert send(ben, ticket, "Oto reads oto@elsewhere.example", to=both).status_code == 201
    assert send(ben, ticket, "You are kim@customer.example, Ben is ben@tandem.example").status_code == 201


def test_many_recipients_and_another_script_are_told_without_words_of_the_text(world: World) -> None:
    hold(world, "recipients", "script")
    ticket = world.open_ticket(text="Здравствуйте! Мой заказ до сих пор не пришёл, помогите.")
    many = [{"email": f"p{at}@customer.example"} for at in range(11)]
    answer = send(world.browser(world.ben), ticket, "Your order has left our house this morning.", to=many)
    assert answer.json()["reasons"] == [{"kind": "recipients", "text": ""}, {"kind": "script", "text": ""}]
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/to", "/body"]


def test_notes_and_programs(world: World) -> None:
    ticket = world.open_ticket()
    hold(world, *ALL)
    assert send(world.browser(world.ben), ticket, "@Sam: {{ look }}", visibility="internal").status_code == 201
    assert send(world.program(world.ben), ticket, "See {{ this }}").status_code == 422
    with pytest.raises(Held):
        world.reply(ticket, world.ben, "Dear {{ name }}")


def test_another_department_is_its_own_house(world: World) -> None:
    hold(world, *ALL)
    ticket = world.open_ticket(department=world.billing)
    assert send(world.browser(world.ana), ticket, "Dear {{ name }}").status_code == 201


def test_a_refusal_is_in_the_language_of_the_author(world: World) -> None:
    hold(world, "attachment")
    answer = world.browser(world.ben).post(
        f"/tickets/{world.open_ticket().number}/messages",
        {"visibility": "public", "body": "附件中是发票。", "seen": 2, "client_id": "zh"},
        accept_language="zh-Hans",
    )
    assert "没有添加附件" in answer.json()["errors"][0]["detail"]


def test_what_holds_nothing_reads_no_conversation(world: World) -> None:
    first, second = world.open_ticket(), world.open_ticket()
    with statements() as free:
        world.reply(first, world.ben, "One.")
    assert free.count("SELECT people_department") == 1
    hold(world, "note")
    with statements() as looked_at:
        world.reply(second, world.ben, "One.")
    assert looked_at.count("SELECT tickets_message") == free.count("SELECT tickets_message") + 1
