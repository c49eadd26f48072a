"""Mail keeps conversations apart: each leaves under its own title, and an answer comes back into the one that it answers."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

import pytest

from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.kernel.worker import drain
from tandem.tickets.commands.start_conversation import StartConversation
from tandem.tickets.models import Message
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deliver(mailbox: Mailbox, open_door: Callable[[str], int]) -> Callable[..., LedgerEntry]:
    port = open_door("lmtp")

    def deliver_(raw: bytes, recipient: str = "support@desk.example") -> LedgerEntry:
        with smtplib.LMTP("127.0.0.1", port, local_hostname="client.example") as client:
            client.sendmail("kim@customer.example", [recipient], raw)
        drain()
        return LedgerEntry.objects.latest("id")

    return deliver_


def test_an_answer_comes_into_the_conversation_that_it_answers(
    world: World, deliver: Callable[..., LedgerEntry], sink: Sink
) -> None:
    ticket = ticket_of(deliver(raw_mail(message_id="<first@customer.example>")))
    refund = world.do(StartConversation(ticket.id, "Your refund", "customer"), world.ben).result_id
    main = world.reply(ticket, world.ben, "Hold B flat.")
    further = world.reply(ticket, world.ben, "It is on its way.", conversation_id=refund)
    again = world.reply(ticket, world.ben, "It has left.", conversation_id=refund)
    drain()
    drain()
    sent: dict[str, Any] = {taken.mail["Message-ID"]: taken.mail for taken in sink.taken}
    mails = [sent[f"<{one.mail_id}>"] for one in (main, further, again)]
    assert [mail["Subject"] for mail in mails] == ["Re: The printer hums", "Your refund", "Re: Your refund"]
    assert [mail["References"] for mail in mails] == ["<first@customer.example>", None, f"<{further.mail_id}>"]
    answers_to = mails[0]["Reply-To"].addresses[0].addr_spec

    def answered(**headers: str) -> Message:
        entry = deliver(raw_mail(body=f"Thanks {len(headers)}", **headers), recipient=answers_to)
        assert (entry.state, entry.ticket_id) == ("applied", ticket.id)
        return message_of(entry)

    back = {"In_Reply_To": f"<{again.mail_id}>", "References": f"<{further.mail_id}> <{again.mail_id}>"}
    assert answered(message_id="<a@customer.example>", **back).conversation_id == refund
    own = {"In_Reply_To": "<a@customer.example>"}
    assert answered(message_id="<b@customer.example>", **own).conversation_id == refund, "their own mail was there"
    to_first = {"In_Reply_To": f"<{main.mail_id}>", "References": f"<{further.mail_id}> <{main.mail_id}>"}
    assert answered(message_id="<c@customer.example>", **to_first).conversation_id is None, "the nearest counts"
    assert answered(message_id="<d@customer.example>").conversation_id is None, "a program without references"
