"""What leaves is signed by its author's domain, and holds before whoever verifies it as receivers do."""

from __future__ import annotations

import dkim
import pytest

from tandem.channels.email.commands.make_signing_key import MakeSigningKey
from tandem.channels.email.commands.remove_signing_key import RemoveSigningKey
from tandem.channels.email.commands.switch_signing import SwitchSigning
from tandem.channels.email.models import Mailbox, SigningKey
from tandem.channels.email.parsing.dkim_signatures import key_names, verify_signatures
from tandem.channels.email.parsing.headers import split_headers
from tandem.channels.email.signing.keys import new_pair, new_selector, open_key
from tandem.channels.email.signing.record import look_up, record_name, record_value
from tandem.channels.email.signing.sign import signed
from tandem.infra.sealing import CannotBeOpened
from tandem.kernel.actors import SYSTEM
from tandem.kernel.errors import Invalid
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tests.channels.email.names import NameServer
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = (
    b"From: =?utf-8?q?P=C5=99epravy?= <support@desk.example>\r\nTo: kim@customer.example\r\nSubject: Hi\r\n"
    b"Date: Mon, 23 Nov 2026 04:00:00 +0000\r\nMessage-ID: <1@desk.example>\r\nX-Other: yes\r\n\r\nHello  \r\n\r\n\r\n"
)


def make_key(domain: str = "desk.example", *, signs: bool = True) -> SigningKey:
    selector = new_selector(domain)
    secret, public = new_pair(domain, selector)
    made = run(MakeSigningKey(domain, selector, public, secret), SYSTEM).result_id
    if signs:
        run(SwitchSigning(made or 0, True), SYSTEM)
    return SigningKey.objects.get(id=made)


def results(raw: bytes, key: SigningKey) -> list[str]:
    """What our own verification, which is that of incoming mail, says."""
    headers, _ = split_headers(raw)
    record = record_name(key.domain, key.selector)
    assert key_names(headers) == [record]
    keys = {record: record_value(key.public).encode()}
    return [found.result for found in verify_signatures(raw, headers, keys)]


def test_a_signature_holds_and_covers_what_people_see(mailbox: Mailbox) -> None:
    key = make_key()
    raw = signed(PLAIN)
    assert raw.endswith(PLAIN) and raw.startswith(b"DKIM-Signature:")
    assert results(raw, key) == ["pass"]
    record = record_value(key.public).encode()
    assert dkim.verify(raw, dnsfunc=lambda *_, **__: record)
    # What is not signed may change on the way, folding and blanks at the ends of lines as well.
    assert results(raw.replace(b"X-Other: yes", b"X-Other: no").replace(b"Hello  ", b"Hello"), key) == ["pass"]
    for old, new in [(b"Hello", b"Hallo"), (b"Subject: Hi", b"Subject: Ho"), (b"support@", b"s@"), (b"<1@", b"<2@")]:
        assert results(raw.replace(old, new), key) == ["fail"], old


@pytest.mark.parametrize("field", [b"From: x@evil.example", b"Subject: other", b"To: a@b.example", b"Cc: a@b.example"])
def test_nobody_adds_a_second_field(mailbox: Mailbox, field: bytes) -> None:
    """RFC 6376 8.15: whoever shows the first one would show another one than was signed."""
    key = make_key()
    raw = signed(PLAIN)
    assert results(raw.replace(b"From:", field + b"\r\nFrom:", 1), key) == ["fail"]


def test_only_the_domain_of_the_author_signs(mailbox: Mailbox) -> None:
    make_key(signs=False)
    assert signed(PLAIN) == PLAIN
    key = make_key()
    assert signed(PLAIN) != PLAIN
    for other in (b"support@mail.desk.example", b"support@desk.example.evil.example", b""):
        raw = PLAIN.replace(b"support@desk.example", other)
        assert signed(raw) == raw
    run(SwitchSigning(key.id, False), SYSTEM)
    assert signed(PLAIN) == PLAIN


def test_of_two_keys_one_signs_and_there_is_no_third(mailbox: Mailbox) -> None:
    first, second = make_key(), make_key()
    assert first.selector != second.selector
    assert list(SigningKey.objects.filter(signs=True)) == [second]
    assert results(signed(PLAIN), second) == ["pass"]
    run(SwitchSigning(first.id, True), SYSTEM)
    assert list(SigningKey.objects.filter(signs=True)) == [first]
    with pytest.raises(Invalid):
        make_key()
    run(RemoveSigningKey(second.id), SYSTEM)
    assert make_key(signs=False).selector == second.selector


def test_a_key_that_cannot_be_opened_holds_no_mail_up(mailbox: Mailbox, settings: object) -> None:
    key = make_key()
    settings.SECRET_KEY = "another one that is long enough"  # type: ignore[attr-defined]
    with pytest.raises(CannotBeOpened):
        open_key(key)
    assert signed(PLAIN) == PLAIN


def test_replies_and_words_to_colleagues_leave_signed(world: World, mailbox: Mailbox, sink: Sink) -> None:
    key = make_key()
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    world.edit(ticket, world.ana, owner=(None, world.ben.id))
    world.reply(ticket, world.ben)
    Effect.objects.update(not_before=0)
    drain()
    assert {taken.recipients[0] for taken in sink.taken} == {"kim@customer.example", world.ben.email}
    for taken in sink.taken:
        assert results(taken.raw, key) == ["pass"]
    # Whoever could change where a click leads could end anything (RFC 8058 4).
    (notice,) = (taken.raw for taken in sink.taken if taken.recipients == [world.ben.email])
    assert b"\r\nList-Unsubscribe:" in notice
    assert results(notice.replace(b"/unsubscribe/", b"/elsewhere/"), key) == ["fail"]


def test_the_name_system_says_whether_the_record_is_there(mailbox: Mailbox, name_server: NameServer) -> None:
    key = make_key()
    name, value = record_name(key.domain, key.selector), record_value(key.public)

    def found() -> str:
        from tandem.channels.email.trust import names

        names.forget()
        return look_up(key.domain, key.selector, key.public)

    assert found() == "missing"
    name_server.text(name, value)
    assert found() == "there"
    name_server.text(name, value.replace("; ", ";"))
    assert found() == "there"
    name_server.text(name, value.replace("p=", "p=x"))
    assert found() == "other"
    name_server.text(name, value, "v=DKIM1; p=")
    assert found() == "other"
    name_server.silent.add(name)
    assert found() == "unknown"
