"""Tickets through the API as real people use it: open, read, answer over the fence, edit by merge, put aside, find again."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tandem.api.answers import tickets as shapes
from tandem.api.answers.drafts import UndoneReply
from tandem.infra import clock
from tandem.tickets.models import Message, Ticket, TicketTag
from tests.api.shapes import fits
from tests.world import Answer, Api, World

NEW = {"subject": "The lift is stuck", "body": "Between 2 and 3.", "requester": {"email": "kim@customer.example"}}


def seq_of(ticket: Ticket) -> int:
    return Ticket.objects.values_list("seq", flat=True).get(id=ticket.id)


def reply(api: Api, ticket: Ticket, seen: int, body: str = "Press the bell.", **fields: Any) -> Answer:
    message = {"visibility": "public", "body": body, "seen": seen, "client_id": "one"} | fields
    return api.post(f"/tickets/{ticket.number}/messages", message)


class TestOpening:
    def test_an_agent_enters_a_ticket_for_somebody(self, world: World) -> None:
        body = NEW | {"priority": "high", "tags": ["Lift"], "cc": [{"email": "lee@customer.example", "name": "Lee"}]}
        ticket = fits(world.browser(world.ben).post("/tickets", body), shapes.TicketPage, 201)
        assert (ticket["requester"]["name"], ticket["requester"]["organisation"]) == ("Kim", "Customer Ltd")
        assert (ticket["department"]["name"], ticket["priority"], ticket["channel"]) == ("Support", "high", "agent")
        assert (ticket["tags"], [copy["name"] for copy in ticket["cc"]]) == (["lift"], ["Lee"])
        (message,) = world.browser(world.ben).get(f"/tickets/{ticket['number']}/messages").json()["results"]
        assert (message["author"]["name"], message["kind"], message["text"]) == ("Kim", "customer", "Between 2 and 3.")

    def test_somebody_new_becomes_a_customer_of_their_organisation(self, world: World) -> None:
        body = NEW | {"requester": {"email": "New@Customer.example", "name": "Nel"}}
        ticket = world.browser(world.ben).post("/tickets", body).json()
        assert (ticket["requester"]["name"], ticket["requester"]["organisation"]) == ("Nel", "Customer Ltd")

    def test_its_owner_may_answer_where_it_is(self, world: World) -> None:
        ben = world.browser(world.ben)
        for nobody in (world.kim, world.lin, world.cai):
            answer = ben.post("/tickets", NEW | {"owner_id": str(nobody.id)})
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/owner_id")
        elsewhere = ben.post("/tickets", NEW | {"owner_id": str(world.ben.id), "department_id": str(world.billing.id)})
        assert elsewhere.status_code == 422
        assert Ticket.objects.count() == 0
        for somebody in (world.ben, world.mia):
            assert ben.post("/tickets", NEW | {"owner_id": str(somebody.id)}).json()["owner"]["name"] == somebody.name

    def test_a_repetition_under_one_key_opens_one_ticket(self, world: World) -> None:
        ben = world.program(world.ben)
        first = ben.post("/tickets", NEW, Idempotency_Key="k-1")
        again = ben.post("/tickets", NEW, Idempotency_Key="k-1")
        assert first.json()["number"] == again.json()["number"]
        other = ben.post("/tickets", NEW | {"subject": "Another"}, Idempotency_Key="k-1")
        assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")
        assert (
            world.program(world.sam).post("/tickets", NEW, Idempotency_Key="k-1").json()["number"]
            != first.json()["number"]
        )
        assert Ticket.objects.count() == 2

    def test_a_repetition_after_it_was_deleted_for_good_finds_nothing(self, world: World) -> None:
        ana = world.browser(world.ana)
        number = ana.post("/tickets", NEW, Idempotency_Key="k-1").json()["number"]
        assert ana.post(f"/tickets/{number}/trash").status_code == 200
        assert ana.delete(f"/tickets/{number}").status_code == 204
        assert ana.post("/tickets", NEW, Idempotency_Key="k-1").status_code == 404
        assert Ticket.objects.count() == 0

    @pytest.mark.parametrize(
        ("changes", "status", "pointer"),
        [
            ({"subject": ""}, 422, "/subject"),
            ({"subject": "x" * 501}, 422, "/subject"),
            *(({"subject": f"a{sign}b"}, 400, "/subject") for sign in "\n\r\x00\x85\u2028\u202e"),
            ({"subject": None}, 400, "/subject"),
            ({"body": " "}, 422, "/body"),
            ({"requester": {"email": "a@b.example, c@d.example"}}, 422, "/requester/email"),
            ({"requester": {"email": "a@b.example", "name": "x\r\ny"}}, 400, "/requester/name"),
            ({"requester": {}}, 422, "/requester/email"),
            ({"priority": "asap"}, 422, "/priority"),
            ({"tags": ["a", 7]}, 400, "/tags/1"),
            ({"department_id": "x"}, 400, "/department_id"),
            ({"status": "nowhere"}, 422, "/status"),
            ({"channel": "email"}, 400, "/channel"),
        ],
    )
    def test_a_bad_ticket_is_refused_at_its_place(
        self, world: World, changes: dict[str, Any], status: int, pointer: str
    ) -> None:
        answer = world.browser(world.ben).post("/tickets", NEW | changes)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.content
        assert not Ticket.objects.exists()


class TestAnswering:
    def test_a_reply_goes_to_requester_and_copies_and_waits_for_the_undo_window(self, world: World) -> None:
        ticket = world.open_ticket(cc=[])
        message = fits(reply(world.browser(world.ben), ticket, seq_of(ticket)), shapes.Message, 201)
        assert [person["email"] for person in message["to"]] == ["kim@customer.example"]
        assert [delivery["state"] for delivery in message["deliveries"]] == ["undo_window"]
        assert message["undo_until"] is not None
        page = world.browser(world.ben).get(f"/tickets/{ticket.number}").json()
        assert (page["status"], page["group"], page["awaiting"]) == ("waiting", "on_hold", "customer")

    def test_the_fence_names_exactly_what_was_missed(self, world: World) -> None:
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        missed = world.write(ticket, "It moves again!")
        world.note(ticket, world.sam)
        ben = world.browser(world.ben)
        answer = reply(ben, ticket, seen)
        assert (answer.status_code, answer.json()["code"]) == (409, "ticket.moved_on")
        (event,) = answer.json()["events"]
        assert (event["message"]["id"], event["message"]["text"]) == (str(missed.id), "It moves again!")
        assert Message.objects.filter(kind="reply").count() == 0
        sent = reply(ben, ticket, seen, acknowledge=[event["id"]])
        assert sent.status_code == 201
        assert reply(ben, ticket, seen, acknowledge=[event["id"]]).json()["id"] == sent.json()["id"], "a lost answer"

    def test_acknowledging_something_else_does_not_help(self, world: World) -> None:
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        world.write(ticket, "one")
        ben = world.browser(world.ben)
        first = reply(ben, ticket, seen).json()["events"]
        world.write(ticket, "two")
        again = reply(ben, ticket, seen, acknowledge=[event["id"] for event in first])
        assert again.status_code == 409
        assert [event["message"]["text"] for event in again.json()["events"]] == ["one", "two"]

    def test_two_agents_cannot_answer_past_each_other(self, world: World) -> None:
        ticket = world.open_ticket()
        seen = seq_of(ticket)
        assert reply(world.browser(world.ben), ticket, seen).status_code == 201
        late = reply(world.browser(world.sam), ticket, seen, client_id="two")
        assert late.status_code == 409
        assert late.json()["events"][0]["message"]["author"]["name"] == "Ben"

    def test_a_reply_may_set_the_status_with_it(self, world: World) -> None:
        ticket = world.open_ticket()
        ben = world.browser(world.ben)
        assert reply(ben, ticket, seq_of(ticket), status="solved").status_code == 201
        assert ben.get(f"/tickets/{ticket.number}").json()["group"] == "closed"
        world.write(ticket, "No, it still hums.")
        page = ben.get(f"/tickets/{ticket.number}").json()
        assert (page["status"], page["reopened_count"]) == ("open", 1)

    def test_taking_back_gives_the_text_and_the_status_back(self, world: World) -> None:
        ticket = world.open_ticket()
        ben = world.browser(world.ben)
        message = reply(ben, ticket, seq_of(ticket), status="solved").json()
        path = f"/tickets/{ticket.number}/messages/{message['id']}/undo"
        assert world.browser(world.sam).post(path).status_code == 403, "only its author"
        draft = fits(ben.post(path), UndoneReply)["draft"]
        assert (draft["body"], draft["status"]) == ("Press the bell.", "solved")
        assert draft["client_id"] != "one"
        assert ben.get(f"/tickets/{ticket.number}").json()["status"] == "open"
        assert ben.post(path).status_code == 409, "it is back already"
        assert reply(ben, ticket, seq_of(ticket), client_id=draft["client_id"]).status_code == 201

    def test_a_note_reaches_nobody_and_passes_no_fence(self, world: World) -> None:
        ticket = world.open_ticket()
        world.write(ticket)
        body = {"visibility": "internal", "body": "Call facilities."}
        note = fits(world.browser(world.lin).post(f"/tickets/{ticket.number}/messages", body), shapes.Message, 201)
        assert (note["kind"], note["deliveries"]) == ("note", [])
        assert world.browser(world.ben).get(f"/tickets/{ticket.number}").json()["last_message_by"] == "customer"

    @pytest.mark.parametrize(
        ("fields", "status", "pointer"),
        [
            ({"seen": 10_000}, 422, "/seen"),
            ({"seen": None}, 422, "/seen"),
            ({"seen": -1}, 422, "/seen"),
            ({"seen": "2"}, 400, "/seen"),
            ({"visibility": "secret"}, 422, "/visibility"),
            ({"body": ""}, 422, "/body"),
            ({"body_html": "<p>x</p>"}, 422, "/body"),
            ({"client_id": ""}, 422, "/client_id"),
            ({"to": [{"email": "x"}]}, 422, "/to/0/email"),
            ({"to": []}, 422, "/to"),
            ({"status": "nowhere"}, 422, "/status"),
            ({"attachments": ["77"]}, 422, "/attachments/0"),
            ({"author_id": "1"}, 400, "/author_id"),
        ],
    )
    def test_a_bad_reply_is_refused_at_its_place(
        self, world: World, fields: dict[str, Any], status: int, pointer: str
    ) -> None:
        ticket = world.open_ticket()
        answer = reply(world.browser(world.ben), ticket, **({"seen": seq_of(ticket)} | fields))
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.content
        assert Message.objects.count() == 1


class TestEditing:
    def edit(self, api: Api, ticket: Ticket, **changes: tuple[Any, Any]) -> Answer:
        body = {"changes": {name: {"base": base, "mine": mine} for name, (base, mine) in changes.items()}}
        return api.patch(f"/tickets/{ticket.number}", body)

    def test_different_fields_merge(self, world: World) -> None:
        ticket = world.open_ticket()
        ben, sam = world.browser(world.ben), world.browser(world.sam)
        assert self.edit(ben, ticket, priority=("none", "high")).status_code == 200
        page = fits(self.edit(sam, ticket, owner=(None, str(world.ben.id))), shapes.TicketPage)
        assert (page["priority"], page["owner"]["name"]) == ("high", "Ben")

    def test_the_same_field_is_a_conflict_with_all_three_sides(self, world: World) -> None:
        ticket = world.open_ticket()
        assert self.edit(world.browser(world.ben), ticket, priority=("none", "high")).status_code == 200
        clash = self.edit(world.browser(world.sam), ticket, priority=("none", "low"), subject=("The printer hums", "X"))
        assert (clash.status_code, clash.json()["code"]) == (409, "ticket.edit_conflict")
        (conflict,) = clash.json()["conflicts"]
        assert {side: conflict[side] for side in ("field", "base", "theirs", "mine")} == {
            "field": "priority",
            "base": "none",
            "theirs": "high",
            "mine": "low",
        }
        assert conflict["by"]["id"] == str(world.ben.id)
        assert Ticket.objects.get(id=ticket.id).subject == "The printer hums", "nothing of a refused edit is stored"

    def test_the_same_change_twice_is_none(self, world: World) -> None:
        ticket = world.open_ticket()
        self.edit(world.browser(world.ben), ticket, priority=("none", "high"))
        before = seq_of(ticket)
        assert self.edit(world.browser(world.sam), ticket, priority=("none", "high")).status_code == 200
        assert seq_of(ticket) == before

    def test_sets_merge_member_by_member(self, world: World) -> None:
        ticket = world.open_ticket(tags=["a", "b"])
        self.edit(world.browser(world.ben), ticket, tags=(["a", "b"], ["a", "b", "c"]))
        page = self.edit(world.browser(world.sam), ticket, tags=(["a", "b"], ["b", "d"])).json()
        assert page["tags"] == ["b", "c", "d"]

    def test_the_etag_is_the_version(self, world: World) -> None:
        ticket = world.open_ticket()
        ben = world.browser(world.ben)
        before = ben.get(f"/tickets/{ticket.number}")
        assert before["ETag"] == f'"{before.json()["version"]}"'
        assert self.edit(ben, ticket, priority=("none", "low"))["ETag"] != before["ETag"]

    @pytest.mark.parametrize(
        ("field", "pair", "status"),
        [
            ("owner", (None, "1"), 404),
            ("owner", (None, 7), 400),
            ("status", ("open", "nowhere"), 422),
            ("due_at", (None, "tomorrow"), 400),
            ("due_at", (None, "0001-01-01T00:00:00+14:00"), 422),
            ("due_at", (None, "1899-12-31T23:59:59Z"), 422),
            ("due_at", (None, "9999-12-31T23:59:59-12:00"), 422),
            ("department", ("1", None), 422),
            ("subject", ("The printer hums", " "), 422),
        ],
    )
    def test_a_bad_edit_is_refused(self, world: World, field: str, pair: tuple[Any, Any], status: int) -> None:
        ticket = world.open_ticket()
        assert self.edit(world.browser(world.ben), ticket, **{field: pair}).status_code == status

    def test_only_who_may_answer_here_can_own(self, world: World) -> None:
        ticket = world.open_ticket()
        for person in (world.lin, world.cai, world.kim):
            answer = self.edit(world.browser(world.ben), ticket, owner=(None, str(person.id)))
            assert answer.status_code == 422, person.name


class TestPuttingAside:
    def test_the_trash_keeps_everything(self, world: World) -> None:
        ticket = world.open_ticket()
        sam = world.browser(world.sam)
        assert fits(sam.post(f"/tickets/{ticket.number}/trash"), shapes.TicketPage)["deleted"] is True
        assert sam.get("/tickets").json()["results"] == []
        assert [row["number"] for row in sam.get("/tickets", view="trash").json()["results"]] == [ticket.number]
        refused = reply(sam, ticket, seq_of(ticket))
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert sam.post(f"/tickets/{ticket.number}/restore").json()["status"] == "open"

    def test_spam_leaves_every_count(self, world: World) -> None:
        ticket = world.open_ticket()
        sam = world.browser(world.sam)
        sam.post(f"/tickets/{ticket.number}/spam")
        counts = {view["key"]: view["count"] for view in sam.get("/views").json()["results"]}
        assert (counts["all"], counts["unassigned"], counts["spam"]) == (0, 0, 1)
        page = sam.get(f"/tickets/{ticket.number}").json()
        assert page["abilities"]["reply"]["allowed"] is False
        assert page["abilities"]["not_spam"]["allowed"] is True
        assert sam.post(f"/tickets/{ticket.number}/not-spam").json()["spam"] is False


class TestListing:
    def numbers(self, api: Api, **query: Any) -> list[int]:
        answer = api.get("/tickets", **query)
        assert answer.status_code == 200, answer.content
        return [row["number"] for row in answer.json()["results"]]

    def test_filters_narrow_together(self, world: World) -> None:
        first = world.open_ticket("One", tags=["red"], owner=world.ben)
        second = world.open_ticket("Two", tags=["red"], requester=world.lee, priority=3)
        world.open_ticket("Three", department=world.billing)
        ben = world.browser(world.ben)
        assert set(self.numbers(ben, tag="red")) == {first.number, second.number}
        assert self.numbers(ben, owner="me") == [first.number]
        assert self.numbers(ben, owner="none", tag="red") == [second.number]
        assert self.numbers(ben, priority="high,urgent") == [second.number]
        assert self.numbers(ben, requester=str(world.lee.id)) == [second.number]
        assert set(self.numbers(ben, owner="me,none")) == {first.number, second.number}
        assert self.numbers(ben, department=str(world.billing.id)) == [], "not Ben's to see"
        assert set(self.numbers(ben, q="kim")) >= {first.number}

    @pytest.mark.parametrize(
        "sort", ["updated", "-updated", "created", "-created", "priority", "-priority", "due", "-due"]
    )
    def test_pages_neither_skip_nor_repeat(self, world: World, sort: str) -> None:
        """Ties and empty values everywhere, and a ticket that arrives between two pages."""
        with clock.travelling(lambda: 1_800_000_000_000):
            tickets = [world.open_ticket(f"T{at}", priority=at % 2) for at in range(5)]
        for at, ticket in enumerate(tickets[:2]):
            Ticket.objects.filter(id=ticket.id).update(due_at=at)
        ben = world.browser(world.ben)
        seen: list[int] = []
        cursor = ""
        for _page in range(5):
            page = ben.get("/tickets", sort=sort, limit=2, cursor=cursor).json()
            seen += [row["number"] for row in page["results"]]
            cursor = page["next"]
            if not cursor:
                break
        assert sorted(seen) == [ticket.number for ticket in tickets]

    @pytest.mark.parametrize(
        "query",
        [
            {"view": "everything"},
            {"sort": "colour"},
            {"cursor": "forged"},
            {"owner": "x"},
            {"department": "1; DROP TABLE"},
            {"limit": "many"},
            {"received_days": "x"},
        ],
    )
    def test_what_cannot_be_read_is_refused_and_never_ignored(self, world: World, query: dict[str, str]) -> None:
        assert world.browser(world.ben).get("/tickets", **query).status_code == 400

    def test_reading_marks_a_ticket_and_news_unmarks_it(self, world: World) -> None:
        ticket = world.open_ticket()
        ben = world.browser(world.ben)
        assert ben.get("/tickets").json()["results"][0]["unread"] is True
        ben.post(f"/tickets/{ticket.number}/read", {"seq": 9_999})
        assert ben.get("/tickets").json()["results"][0]["unread"] is False
        world.write(ticket)
        assert ben.get("/tickets").json()["results"][0]["unread"] is True
        assert world.browser(world.sam).get(f"/tickets/{ticket.number}").json()["read_seq"] == 0, "each for themselves"

    def test_the_history_tells_every_fact_without_a_gap(self, world: World) -> None:
        ticket = world.open_ticket()
        world.reply(ticket, world.ben)
        world.write(ticket)
        ben = world.browser(world.ben)
        events = fits(ben.get(f"/tickets/{ticket.number}/events"), shapes.EventList)["results"]
        assert [event["seq"] for event in events] == list(range(1, seq_of(ticket) + 1))
        after = ben.get(f"/tickets/{ticket.number}/events", after=3, order="desc", limit=1).json()
        assert [event["seq"] for event in after["results"]] == [seq_of(ticket)]


class TestWorkDone:
    """Queries do not grow with what is shown: each page is asked for small and large."""

    @pytest.fixture
    def busy(self, world: World) -> Ticket:
        for at in range(12):
            ticket = world.open_ticket(f"T{at}", tags=["a", "b"], owner=world.ben)
        for at in range(6):
            world.write(ticket, f"Question {at}")
            world.reply(ticket, world.ben, f"Answer {at}")
        return ticket

    @pytest.mark.parametrize(
        ("path", "statements"),
        [
            # Rows, tags, read marks, drafts.
            ("/tickets", 4),
            # The row with the read mark, tags with copies, other tickets of the requester.
            ("/tickets/{number}", 3),
            # Which ticket, messages, files, deliveries.
            ("/tickets/{number}/messages", 4),
            # Which ticket, events, the people in them, the statuses in them.
            ("/tickets/{number}/events", 4),
        ],
    )
    def test_a_read(
        self,
        world: World,
        busy: Ticket,
        path: str,
        statements: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        small = world.open_ticket("Small", tags=["a"], owner=world.ben)
        world.reply(small, world.ben)
        ben = world.browser(world.ben)
        ben.get("/me")
        for ticket in (small, busy):
            with django_assert_num_queries(statements):
                assert ben.get(path.format(number=ticket.number)).status_code == 200

    def test_a_reply(self, world: World, busy: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        ben = world.browser(world.ben)
        ben.get("/me")
        seen = seq_of(busy)
        with django_assert_max_num_queries(30):
            assert reply(ben, busy, seen).status_code == 201
        assert TicketTag.objects.filter(ticket=busy).count() == 2
