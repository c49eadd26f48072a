"""A mailbox that is signed in at its provider: the token opens IMAP, POP3 and SMTP, is renewed once, and its end is said."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import close_old_connections

from tandem.channels.email.commands.set_mail_server import SetMailServer, server_of
from tandem.channels.email.commands.set_mail_sign_in import SetMailSignIn
from tandem.channels.email.fetching.part import wanted
from tandem.channels.email.models import Mailbox, MailGrant, MailServer, MailSignIn, ServerState
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.oauth import attempts, grants
from tandem.channels.email.servers.oauth.attempts import NotSignedIn
from tandem.channels.email.servers.troubles import Trouble
from tandem.channels.email.servers.trying import try_out
from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.errors import Invalid
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tandem.tickets.models import Delivery
from tests.channels.email.fetching import INCOMING, ledger, look
from tests.channels.email.imap_server import ImapServer
from tests.channels.email.letters import raw_mail
from tests.channels.email.oauth_provider import OauthProvider
from tests.channels.email.pop_server import PopServer
from tests.channels.email.sink import Sink
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

USER = "support@desk.example"
BY_TOKEN = {"user": USER, "auth": "oauth"}


def with_client(mailbox: Mailbox, provider: OauthProvider, **changed: str) -> None:
    values = provider.settings | {"tenant": ""} | changed
    secret = values.pop("client_secret")
    run(SetMailSignIn(mailbox.id, values, secret), SYSTEM)


def by_token(mailbox: Mailbox, port: int, **values: Any) -> MailServer:
    """A server of a mailbox that is opened by its sign-in."""
    run(SetMailServer(mailbox.id, "incoming", INCOMING | BY_TOKEN | {"port": port} | values), SYSTEM)
    found = server_of(mailbox.id, "incoming")
    assert found is not None
    return found


def sign_in(mailbox: Mailbox, provider: OauthProvider) -> MailGrant:
    """All of it, as a browser does it."""
    session: dict[str, Any] = {}
    back = provider.visit(attempts.begin(session, 1, mailbox.id))
    assert attempts.finish(session, 1, back["state"], back["code"], "") == mailbox.id
    return MailGrant.objects.get(sign_in__mailbox=mailbox)


@pytest.fixture
def signed_in(mailbox: Mailbox, provider: OauthProvider, imap: ImapServer) -> MailServer:
    """A mailbox that fetches by IMAP with a token, which is the only thing that its server takes."""
    imap.bearer = provider.accepts
    with_client(mailbox, provider)
    server = by_token(mailbox, imap.port)
    sign_in(mailbox, provider)
    return server


def age(seconds: int = 10_000) -> None:
    """Time goes by, for what is kept of the sign-in."""
    grant = MailGrant.objects.get()
    before = {"expires_at": grant.expires_at - seconds * 1000, "renewed_at": grant.renewed_at - seconds * 1000}
    MailGrant.objects.update(**before, not_before=0)


def stored(mailbox: Mailbox) -> MailSignIn:
    return MailSignIn.objects.get(mailbox=mailbox)


def test_imap_with_a_token(mailbox: Mailbox, signed_in: MailServer, imap: ImapServer, provider: OauthProvider) -> None:
    look(signed_in)
    raw = raw_mail()
    imap.deliver(raw)
    assert look(signed_in) == 1 and ledger() == [raw]
    assert len(provider.asked) == 1 and try_out(account_of(signed_in, 5)).messages == 0
    # Nothing of it lies readable in the database.
    grant = MailGrant.objects.get()
    lying = f"{grant.access_token} {grant.refresh_token} {stored(mailbox).client_secret}"
    assert not any(word in lying for word in (*provider.access, *provider.refresh, "client s3cret"))
    assert not any(word in repr(account_of(signed_in)) for word in provider.access)


def test_pop_with_a_token(mailbox: Mailbox, provider: OauthProvider, pop: PopServer) -> None:
    pop.bearer = provider.accepts
    with_client(mailbox, provider)
    server = by_token(mailbox, pop.port, protocol="pop", after_fetch="delete")
    sign_in(mailbox, provider)
    look(server)
    raw = raw_mail()
    pop.deliver(raw)
    assert look(server) == 1 and ledger() == [raw] and not pop.mails
    provider.access.clear()
    with pytest.raises(Trouble, match="oauth_refused"):
        look(server)


def test_smtp_with_a_token(world: World, mailbox: Mailbox, provider: OauthProvider, sink: Sink, settings: Any) -> None:
    settings.SMTP_OUT, sink.bearer = "", provider.accepts
    with_client(mailbox, provider)
    out = {"protocol": "smtp", "host": "127.0.0.1", "port": sink.port, "security": "none", "active": True}
    run(SetMailServer(mailbox.id, "outgoing", out | BY_TOKEN), SYSTEM)
    world.reply(world.open_ticket(mailbox_id=mailbox.id), world.ben)
    _send()
    assert Delivery.objects.get().state == "retry" and ServerState.objects.get().trouble == "sign_in_missing"
    sign_in(mailbox, provider)
    _send()
    assert Delivery.objects.get().state == "sent" and len(sink.replies) == 1
    provider.access.clear()
    world.reply(world.open_ticket(mailbox_id=mailbox.id), world.ben)
    _send()
    assert Delivery.objects.latest("id").state == "retry" and ServerState.objects.get().trouble == "oauth_refused"


def _send() -> None:
    Effect.objects.update(not_before=0)
    Delivery.objects.update(not_before=0)
    drain()


@pytest.mark.parametrize("rotates", [True, False])
def test_a_token_is_renewed_before_it_ends(
    rotates: bool, signed_in: MailServer, imap: ImapServer, provider: OauthProvider
) -> None:
    provider.rotates = rotates
    for turn in range(3):
        age()
        provider.access.clear()
        look(signed_in)
        assert len(provider.asked) == turn + 2
    look(signed_in)
    assert len(provider.asked) == 4 and len(provider.used) == (3 if rotates else 0)


def test_two_at_once_renew_it_once(mailbox: Mailbox, signed_in: MailServer, provider: OauthProvider) -> None:
    """With a provider that ends everything when an old refresh token comes again."""
    age()
    provider.pause = 0.3
    got: list[str] = []

    def one() -> None:
        close_old_connections()
        got.append(grants.bearer(stored(mailbox), "127.0.0.1"))
        close_old_connections()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == 4 and set(got) <= provider.access and len(set(got)) == 1
    assert [told["grant_type"] for told in provider.asked].count("refresh_token") == 1


def test_whoever_dies_while_renewing_holds_nobody_up_for_long(mailbox: Mailbox, signed_in: MailServer) -> None:
    age()
    MailGrant.objects.update(lease_until=clock.now_ms() - 1)
    assert grants.bearer(stored(mailbox), "127.0.0.1")


def test_a_right_that_was_taken_back_is_said_in_words_and_not_asked_for_again(
    signed_in: MailServer, provider: OauthProvider, mailbox: Mailbox
) -> None:
    provider.revoke()
    # The token is young: a new one would be refused as well, and is not asked for.
    with pytest.raises(Trouble, match="oauth_refused"):
        look(signed_in)
    assert len(provider.asked) == 1
    age(600)
    with pytest.raises(Trouble, match="oauth_refused"):
        look(signed_in)
    for _ in range(5):
        with pytest.raises(Trouble, match="sign_in_again"):
            look(signed_in)
    assert len(provider.asked) == 2
    # Who signs in again is fetched for at once.
    before = wanted()
    sign_in(mailbox, provider)
    assert wanted() != before and look(signed_in) == 0


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("500", "provider_away"),
        ("html", "provider_away"),
        ("garbage", "provider_away"),
        ("redirect", "provider_away"),
        ("hang_up", "provider_away"),
        ("newline", "provider_away"),
        ("temporarily_unavailable", "provider_away"),
        ("invalid_client", "client_refused"),
        ("invalid_grant", "sign_in_again"),
        ("interaction_required", "sign_in_again"),
    ],
)
def test_a_provider_that_refuses_or_fails_is_not_hammered(
    step: str, code: str, signed_in: MailServer, provider: OauthProvider, mailbox: Mailbox
) -> None:
    age()
    provider.script.steps = [step]
    for _ in range(4):
        with pytest.raises(Trouble, match=code):
            account_of(signed_in)
    assert len(provider.asked) == 2
    MailGrant.objects.update(not_before=0)
    if code != "sign_in_again":
        assert account_of(signed_in).bearer in provider.access and MailGrant.objects.get().trouble == ""


def test_a_late_answer_of_a_renewal_does_not_undo_a_new_sign_in(
    mailbox: Mailbox, signed_in: MailServer, provider: OauthProvider
) -> None:
    age()
    provider.pause = 0.5
    late = threading.Thread(target=lambda: (grants.bearer(stored(mailbox), "127.0.0.1"), close_old_connections()))
    late.start()
    provider.pause = 0.0
    sign_in(mailbox, provider)
    kept = MailGrant.objects.get().refresh_token
    late.join(30)
    assert MailGrant.objects.get().refresh_token == kept


def test_a_token_goes_to_no_other_server(
    mailbox: Mailbox, signed_in: MailServer, imap: ImapServer, provider: OauthProvider
) -> None:
    """sec:F-07: another host has to be signed in for; nor does it go to another client, or with Google's to others' servers."""
    seen = len(imap.seen)
    other = by_token(mailbox, imap.port, host="localhost")
    with pytest.raises(Trouble, match="sign_in_again"):
        account_of(other)
    by_token(mailbox, imap.port)
    with_client(mailbox, provider, client_id="another")
    with pytest.raises(Trouble, match="sign_in_again"):
        account_of(signed_in)
    assert len(imap.seen) == seen and len(provider.asked) == 1
    MailSignIn.objects.update(provider="google")
    with pytest.raises(Invalid):
        by_token(mailbox, imap.port)


def test_the_secret_of_a_client_goes_to_no_other_place(mailbox: Mailbox, provider: OauthProvider) -> None:
    """sec:F-07"""
    with_client(mailbox, provider)
    values = provider.settings | {"tenant": ""}
    del values["client_secret"]
    run(SetMailSignIn(mailbox.id, values | {"scope": "mail"}, None), SYSTEM)
    with pytest.raises(Invalid):
        run(SetMailSignIn(mailbox.id, values | {"token_url": "https://elsewhere.example/token"}, None), SYSTEM)


def test_addresses_of_admins_lead_only_where_the_operator_allows(
    mailbox: Mailbox, signed_in: MailServer, provider: OauthProvider, settings: Any
) -> None:
    """sec:F-07"""
    age()
    settings.MAIL_HOSTS_ALLOW = []
    with pytest.raises(Trouble, match="provider_away"):
        account_of(signed_in)
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example/token",
        "https://u:p@id.example/",
        "https://id.example/#x",
        "ftp://id.example/",
        "https://",
        "x",
    ],
)
def test_an_endpoint_is_an_address_of_https(address: str, mailbox: Mailbox, provider: OauthProvider) -> None:
    """sec:F-07"""
    for name in ("authorize_url", "token_url"):
        with pytest.raises(Invalid):
            with_client(mailbox, provider, **{name: address})


def test_what_comes_back_counts_once_and_in_the_session_that_left(mailbox: Mailbox, provider: OauthProvider) -> None:
    """RFC 6749, 10.12: nobody can be made to sign the desk's mailbox in to an account of somebody else."""
    with_client(mailbox, provider)
    session: dict[str, Any] = {}
    back = provider.visit(attempts.begin(session, 1, mailbox.id))
    other: dict[str, Any] = {}
    attempts.begin(other, 1, mailbox.id)
    for which, who, state in (
        ({}, 1, back["state"]),
        (other, 1, back["state"]),
        (session, 2, back["state"]),
        (session, 1, "x"),
    ):
        with pytest.raises(NotSignedIn) as refusal:
            attempts.finish(which, who, state, back["code"], "")
        assert refusal.value.code == "mail_sign_in.unknown"
    assert provider.asked == []
    assert attempts.finish(session, 1, back["state"], back["code"], "") == mailbox.id
    with pytest.raises(NotSignedIn):
        attempts.finish(session, 1, back["state"], back["code"], "")
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("declined", "declined"),
        ("expired", "expired"),
        ("late", "too_late"),
        ("no_refresh", "not_lasting"),
        ("swapped", "expired"),
    ],
)
def test_a_sign_in_that_does_not_come_about_leaves_nothing(
    case: str, code: str, mailbox: Mailbox, provider: OauthProvider
) -> None:
    with_client(mailbox, provider)
    session: dict[str, Any] = {}
    back = provider.visit(attempts.begin(session, 1, mailbox.id), declined=case == "declined")
    if case == "expired":
        provider.codes.clear()
    elif case == "swapped":
        # A code of another attempt: PKCE binds it to that one.
        back["code"] = provider.visit(attempts.begin({}, 1, mailbox.id))["code"]
    elif case == "late":
        session["mail_sign_in"]["until"] = 0
    else:
        provider.script.steps = [case] if case == "no_refresh" else []
    with pytest.raises(NotSignedIn) as refusal:
        attempts.finish(session, 1, back["state"], back.get("code", ""), back.get("error", ""))
    assert refusal.value.code == f"mail_sign_in.{code}" and "s3cret" not in str(refusal.value)
    assert not MailGrant.objects.exists()
