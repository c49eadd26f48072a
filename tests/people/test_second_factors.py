"""Codes of an app, recovery codes, and what stays closed without them, in the API and not on the screen alone (sec:G-07)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from tandem.api.answers import security as shapes
from tandem.infra import clock
from tandem.infra.rooms import Speaker
from tandem.kernel.models import Event
from tandem.people.models import Account
from tandem.people.second_factors import STEP, check_code
from tandem.realtime.sessions import still_valid
from tests.api.shapes import fits
from tests.world import PASSWORD, Api, World

LOGIN = "/_allauth/browser/v1/auth/login"
CODE = "/_allauth/browser/v1/auth/2fa/authenticate"


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return format_hotp_value(hotp_value(secret, clock.now_ms() // 1000 // STEP + steps))


def signed_in(world: World) -> Api:
    ben = Api()
    assert ben.post(LOGIN, {"email": world.ben.email, "password": PASSWORD}).status_code == 200
    return ben


def with_app(world: World) -> tuple[Api, str, list[str]]:
    """Ben, who has set up an app: his browser, the secret, the recovery codes. The code of now is used up."""
    ben = signed_in(world)
    begun = fits(ben.post("/me/security/app"), shapes.AppBegun, 201)
    assert begun["picture"].startswith("<?xml") or "<svg" in begun["picture"]
    assert begun["uri"].startswith("otpauth://totp/")
    done = fits(ben.put("/me/security/app", {"code": code_of(begun["secret"])}), shapes.RecoveryCodes)
    assert len(done["codes"]) == 10
    return ben, begun["secret"], done["codes"]


def first_step(world: World) -> Api:
    api = Api()
    answer = api.post(LOGIN, {"email": world.ben.email, "password": PASSWORD})
    assert answer.status_code == 401
    pending = [flow for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]
    assert [flow["id"] for flow in pending] == ["mfa_authenticate"]
    return api


def second_step(world: World, code: str) -> int:
    return int(first_step(world).post(CODE, {"code": code}).status_code)


@pytest.fixture
def later() -> Any:
    """The next step of the clock has begun."""
    now = clock.now_ms()
    with clock.travelling(lambda: now + STEP * 1000):
        yield


def test_signing_in_takes_both_steps(world: World) -> None:
    _ben, secret, _codes = with_app(world)
    api = first_step(world)
    for path in ("/me", "/tickets", "/me/security", "/openapi.json"):
        assert api.get(path).status_code == 401, "the next step cannot be skipped"
    assert api.put("/me/security/app", {"code": "1"}).status_code == 401
    assert api.delete("/me/security/app").status_code == 401
    before = api.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert api.post(CODE, {"code": code_of(secret, 1)}).status_code == 200
    assert api.get("/me").json()["name"] == "Ben"
    assert api.client.cookies[settings.SESSION_COOKIE_NAME].value != before
    told = Event.objects.filter(stream_id=world.ben.id, kind="person.signed_in").order_by("-id")[0]
    assert told.new == {"method": "password+totp"}


def test_a_code_counts_once(world: World) -> None:
    _ben, secret, _codes = with_app(world)
    assert second_step(world, code_of(secret)) == 400, "the one that proved the app is used up"
    code = code_of(secret, 1)
    assert second_step(world, code) == 200
    assert second_step(world, code) == 400
    assert second_step(world, code_of(secret)) == 400, "and with it all that came before"


def test_of_two_requests_with_one_code_one_wins(world: World) -> None:
    _ben, secret, codes = with_app(world)
    account = Account.objects.get(person=world.ben)
    for code in (code_of(secret, 1), codes[0]):
        assert [check_code(account.pk, code) is not None for _turn in range(2)] == [True, False]


def test_a_code_of_long_ago_or_of_later_is_none(world: World) -> None:
    _ben, secret, _codes = with_app(world)
    account = Account.objects.get(person=world.ben)
    assert check_code(account.pk, code_of(secret, 5)) is None
    assert check_code(account.pk, code_of(secret, -5)) is None
    for nonsense in ("", " ", "000000000000", "abcdef", "٣٣٣٣٣٣", "\u0000"):
        assert check_code(account.pk, nonsense) is None


def test_each_recovery_code_works_once_and_new_ones_end_the_old(world: World) -> None:
    ben, _secret, codes = with_app(world)
    assert second_step(world, f"{codes[0][:4]} {codes[0][4:]}") == 200
    assert second_step(world, codes[0]) == 400
    assert ben.get("/me/security").json()["recovery_codes_left"] == 9
    assert ben.post("/me/security/recovery-codes").json()["code"] == "auth.confirm_first"
    ben.post("/me/security/confirm", {"password": PASSWORD})
    fresh = fits(ben.post("/me/security/recovery-codes"), shapes.RecoveryCodes, 201)["codes"]
    assert not set(fresh) & set(codes)
    assert second_step(world, codes[1]) == 400
    assert second_step(world, fresh[1]) == 200


def test_guessing_codes_is_bounded_and_locks_out_nobody_who_is_signed_in(world: World) -> None:
    ben, secret, _codes = with_app(world)
    api = first_step(world)
    statuses = [api.post(CODE, {"code": f"{turn:06d}"}).status_code for turn in range(7)]
    assert statuses == [400] * 5 + [429] * 2
    assert api.post(CODE, {"code": code_of(secret, 1)}).status_code == 429, "also in this window"
    assert first_step(world).post(CODE, {"code": code_of(secret, 1)}).status_code == 429, "also in a new one"
    assert ben.get("/me").status_code == 200
    failed = Event.objects.filter(stream_id=world.ben.id, kind="person.sign_in_failed")
    assert failed.count() == 5


def test_nothing_is_taken_away_without_saying_who_one_is(world: World) -> None:
    ben, secret, _codes = with_app(world)
    assert ben.delete("/me/security/app").json()["code"] == "auth.confirm_first"
    assert ben.post("/me/security/app").json()["code"] == "auth.confirm_first"
    assert ben.post("/me/security/confirm", {"password": "wrong"}).status_code == 422
    assert ben.post("/me/security/confirm", {"code": "000000"}).status_code == 422
    assert ben.post("/me/security/confirm", {}).status_code == 422
    before = ben.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert ben.post("/me/security/confirm", {"code": code_of(secret, 1)}).status_code == 204
    assert ben.client.cookies[settings.SESSION_COOKIE_NAME].value != before, "a new id (sec:G-01)"
    thief = Api()
    thief.client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/me").status_code == 401
    assert ben.delete("/me/security/app").status_code == 204
    shown = fits(ben.get("/me/security"), shapes.SecurityShown)
    assert (shown["app_added_at"], shown["recovery_codes_left"]) == (None, None)
    signed_in(world)
    kinds = list(Event.objects.filter(stream_id=world.ben.id).order_by("id").values_list("kind", flat=True))
    assert "person.factor_added" in kinds
    assert "person.factor_removed" in kinds


def test_having_confirmed_does_not_last(world: World) -> None:
    ben, _secret, _codes = with_app(world)
    ben.post("/me/security/confirm", {"password": PASSWORD})
    now = clock.now_ms()
    with clock.travelling(lambda: now + 301_000):
        assert ben.delete("/me/security/app").json()["code"] == "auth.confirm_first"


def test_guessing_the_password_of_an_open_session_is_bounded(world: World) -> None:
    ben = signed_in(world)
    statuses = [ben.post("/me/security/confirm", {"password": f"guess {turn}"}).status_code for turn in range(6)]
    assert statuses == [422] * 5 + [429]


def test_secrets_are_sealed_at_rest(world: World) -> None:
    _ben, secret, codes = with_app(world)
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert codes[0] not in kept


def test_programs_have_no_second_factor_to_change(world: World) -> None:
    program = world.program(world.ben)
    for method, path in (("GET", "/me/security"), ("POST", "/me/security/app"), ("DELETE", "/me/security/app")):
        assert program.call(method, path, {} if method == "POST" else None).status_code == 404


def test_an_installation_that_asks_for_a_second_factor_opens_nothing_before(world: World) -> None:
    ana, ben, program = world.browser(world.ana), signed_in(world), world.program(world.ben)
    assert ben.get("/tickets").status_code == 200
    policy = fits(ana.patch("/security-policy", {"require_two_factor": True}), shapes.SecurityPolicyShown)
    assert policy["without_factor"] == 6
    for method, path in (
        ("GET", "/tickets"),
        ("GET", "/people"),
        ("PATCH", "/me"),
        ("POST", "/tokens"),
        ("POST", "/realtime/ticket"),
        ("GET", "/me/sessions"),
        ("GET", "/openapi.json"),
    ):
        answer = ben.call(method, path, None if method == "GET" else {})
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.factor_needed"), path
    assert ana.get("/people").status_code == 403, "the admin too"
    account = Account.objects.get(person=world.ben)
    speaker = Speaker("c", account.pk, world.ben.id, ben.client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert still_valid([speaker]) == set(), "a websocket that was open before is closed"
    assert program.get("/tickets").status_code == 200, "programs cannot"
    assert ben.get("/me").json()["factor_needed"] is True
    begun = ben.post("/me/security/app").json()
    assert ben.put("/me/security/app", {"code": code_of(begun["secret"])}).status_code == 200
    assert ben.get("/me").json()["factor_needed"] is False
    assert ben.get("/tickets").status_code == 200


def test_only_admins_change_the_rules_and_within_bounds(world: World) -> None:
    assert world.browser(world.mia).patch("/security-policy", {"idle_minutes": 60}).status_code == 403
    ana = world.browser(world.ana)
    for field, value in (("idle_minutes", 1), ("idle_minutes", 10**9), ("absolute_hours", 0)):
        answer = ana.patch("/security-policy", {field: value})
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert ana.patch("/security-policy", {"idle_minutes": 60}).json()["idle_minutes"] == 60
    assert Event.objects.filter(kind="security.idle_time_changed").count() == 1
