"""Sessions: the list, how they end, by whom and by what, and what does not keep them open (sec:G-01, G-02, G-05, G-06, G-12,
W-02)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from tandem.api.answers import roles as role_shapes
from tandem.api.answers import security as shapes
from tandem.infra import clock
from tandem.infra.rooms import Speaker
from tandem.people import hashing
from tandem.people.adapter import AccountAdapter
from tandem.people.models import Account, AccountSession, SecurityPolicy
from tandem.people.sessions import ends_at
from tandem.realtime.sessions import still_valid
from tests.api.shapes import fits
from tests.world import PASSWORD, Api, World

LOGIN = "/_allauth/browser/v1/auth/login"
NEW = "a bell in the morning"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(world: World, **meta: str) -> Api:
    ben = Api()
    ben.client.defaults.update(meta)
    assert ben.post(LOGIN, {"email": world.ben.email, "password": PASSWORD}).status_code == 200
    return ben


def key_of(api: Api) -> str:
    return str(api.client.cookies[settings.SESSION_COOKIE_NAME].value)


def listed(api: Api) -> list[Any]:
    return list(fits(api.get("/me/sessions"), shapes.SessionList)["results"])


def test_everybody_sees_where_they_are_signed_in_and_ends_it(world: World) -> None:
    here = signed_in(world, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.7")
    there = signed_in(world)
    world.browser(world.cai)
    rows = listed(here)
    mine = next(row for row in rows if row["current"])
    assert (mine["browser"], mine["system"], mine["address"], mine["method"]) == (
        "Firefox",
        "Linux",
        "203.0.113.7",
        "password",
    )
    assert len(rows) == 2
    other = next(row for row in rows if not row["current"])
    speaker = Speaker("c", Account.objects.get(person=world.ben).pk, world.ben.id, key_of(there))
    assert still_valid([speaker]) == {speaker}
    assert here.delete(f"/me/sessions/{other['id']}").status_code == 204
    assert still_valid([speaker]) == set(), "its websockets are closed at the next look, within five seconds"
    assert there.get("/me").status_code == 401
    assert here.delete(f"/me/sessions/{other['id']}").status_code == 404
    assert world.browser(world.cai).delete(f"/me/sessions/{mine['id']}").status_code == 404, "somebody else's"


def test_all_others_end_at_once(world: World) -> None:
    here, others = signed_in(world), [signed_in(world), signed_in(world)]
    assert here.delete("/me/sessions").json() == {"ended": 2}
    assert [api.get("/me").status_code for api in others] == [401, 401]
    assert here.get("/me").status_code == 200
    assert here.delete("/me/sessions").json() == {"ended": 0}


def test_a_new_password_ends_all_others_and_keeps_this_one_under_a_new_id(world: World) -> None:
    here, other, program = signed_in(world), signed_in(world), world.program(world.ben)
    before = key_of(here)
    wrong = here.post("/me/password", {"current_password": "wrong", "password": NEW})
    assert wrong.json()["errors"][0]["pointer"] == "/current_password"
    weak = here.post("/me/password", {"current_password": PASSWORD, "password": "short"})
    assert weak.json()["errors"][0]["pointer"] == "/password"
    assert here.post("/me/password", {"current_password": PASSWORD, "password": NEW}).status_code == 204
    assert key_of(here) != before
    assert here.get("/me").status_code == 200
    assert other.get("/me").status_code == 401
    assert program.get("/me").status_code == 200
    assert [row["current"] for row in listed(here)] == [True]


@pytest.mark.parametrize(
    "change", [{"role": "supervisor"}, {"active": False}, {"email": "x@tandem.example"}, {"password": NEW}]
)
def test_what_an_admin_changes_ends_every_session(world: World, change: dict[str, Any]) -> None:
    ben = signed_in(world)
    speaker = Speaker("c", Account.objects.get(person=world.ben).pk, world.ben.id, key_of(ben))
    assert world.browser(world.ana).patch(f"/people/{world.ben.id}", change).status_code == 200
    assert ben.get("/me").status_code == 401
    assert still_valid([speaker]) == set()


def test_when_a_session_ends_is_simple_arithmetic() -> None:
    policy = SecurityPolicy(idle_minutes=60, absolute_hours=24)
    hour = 3_600_000
    assert ends_at(policy, 0, 0) == hour
    assert ends_at(policy, 0, 23 * hour + 1) == 24 * hour
    assert ends_at(policy, 0, 10 * hour) == 11 * hour


def _ends(api: Api) -> float:
    return Session.objects.get(session_key=key_of(api)).expire_date.timestamp()


def test_what_a_page_fetches_by_itself_does_not_keep_a_session_open(world: World) -> None:
    world.browser(world.ana).patch("/security-policy", {"idle_minutes": 60})
    ben = signed_in(world)
    ends, now = _ends(ben), clock.now_ms()
    with clock.travelling(lambda: now + 30 * 60_000):
        for path in ("/me", "/tickets", "/views", "/notifications", "/me/sessions"):
            ben.get(path)
        ben.post("/realtime/ticket")
        assert _ends(ben) == ends
        assert ben.post("/me/activity").status_code == 204
    assert _ends(ben) == pytest.approx(ends + 30 * 60, abs=5)


def test_nothing_keeps_a_session_open_for_ever(world: World) -> None:
    world.browser(world.ana).patch("/security-policy", {"idle_minutes": 600, "absolute_hours": 11})
    ben = signed_in(world)
    now = clock.now_ms()
    with clock.travelling(lambda: now + 5 * 3_600_000):
        ben.post("/me/activity")
    assert _ends(ben) == pytest.approx(now / 1000 + 11 * 3600, abs=5)


def test_a_session_past_its_end_is_over(world: World) -> None:
    ben = signed_in(world)
    row = Session.objects.get(session_key=key_of(ben))
    row.expire_date = clock.to_datetime(clock.now_ms() - 1000)
    row.save()
    from tandem.api.authentication import forget

    forget()
    assert ben.get("/me").status_code == 401
    from tandem.people.ended import forget_ended

    forget_ended(None)  # type: ignore[arg-type]  # of the claim nothing is read
    assert not AccountSession.objects.filter(session_key=key_of(ben)).exists()


# --- Guessing


def wrong(world: World, address: str, email: str = "") -> int:
    api = Api()
    api.client.defaults["REMOTE_ADDR"] = address
    return int(api.post(LOGIN, {"email": email or world.ben.email, "password": "wrong guess"}).status_code)


def test_guesses_from_one_address_are_bounded(world: World) -> None:
    assert [wrong(world, "203.0.113.1") for _turn in range(6)] == [400] * 5 + [429]
    assert [wrong(world, "203.0.113.1", f"person{turn}@x.example") for turn in range(20)][-1] == 429, (
        "many accounts too"
    )


def test_a_stranger_locks_nobody_out(world: World) -> None:
    device = signed_in(world)
    device.delete("/_allauth/browser/v1/auth/session")
    statuses = {wrong(world, f"203.0.113.{turn}") for turn in range(60)}
    assert statuses == {400, 429}, "many addresses are bounded for the account"
    elsewhere = Api()
    elsewhere.client.defaults["REMOTE_ADDR"] = "198.51.100.1"
    assert elsewhere.post(LOGIN, {"email": world.ben.email, "password": PASSWORD}).status_code == 429
    device.client.defaults["REMOTE_ADDR"] = "198.51.100.2"
    assert device.post(LOGIN, {"email": world.ben.email, "password": PASSWORD}).status_code == 200


def test_a_known_browser_lets_nobody_in(world: World) -> None:
    device = signed_in(world)
    device.delete("/_allauth/browser/v1/auth/session")
    statuses = [device.post(LOGIN, {"email": world.ben.email, "password": "wrong"}).status_code for _turn in range(6)]
    assert statuses == [400] * 5 + [429]
    cookie = device.client.cookies[settings.DEVICE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_address_is_the_front_s_and_not_a_header_s(world: World) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="10.0.0.1", REMOTE_ADDR="203.0.113.9")
    assert AccountAdapter().get_client_ip(request) == "203.0.113.9"


def test_unknown_tokens_are_bounded_and_good_ones_go_on(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"unknown_token": "3/m/ip"}
    guesses = [Api(f"tandem_{turn:043d}").get("/me").status_code for turn in range(5)]
    assert guesses == [401] * 3 + [429] * 2
    assert world.program(world.ben).get("/me").status_code == 200


# --- Passwords


def test_a_password_is_the_same_however_its_letters_are_composed(world: World) -> None:
    ana = world.browser(world.ana)
    ana.patch(f"/people/{world.ben.id}", {"password": "caf\u00e9 am Morgen"})
    assert Api().post(LOGIN, {"email": world.ben.email, "password": "cafe\u0301 am Morgen"}).status_code == 200
    ana.patch(f"/people/{world.ben.id}", {"password": " spaces at both ends "})
    assert Api().post(LOGIN, {"email": world.ben.email, "password": " spaces at both ends "}).status_code == 200
    assert Api().post(LOGIN, {"email": world.ben.email, "password": "spaces at both ends"}).status_code == 400


@pytest.mark.parametrize("password", ["x" * 1025, "\u00e9" * 513, "x" * 9000, "long \x00 enough"])
def test_what_is_too_long_is_never_hashed(world: World, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[int] = []
    monkeypatch.setattr(Account, "check_password", lambda self, given: hashed.append(len(given)))
    assert Api().post(LOGIN, {"email": world.ben.email, "password": password}).status_code == 400
    assert hashed == []
    answer = world.browser(world.ana).patch(f"/people/{world.ben.id}", {"password": password})
    assert answer.status_code in {400, 422}


def test_only_a_few_hash_at_once_and_the_next_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    inside, go = threading.Barrier(hashing.AT_ONCE + 1), threading.Event()

    def hold() -> None:
        with hashing.turn():
            inside.wait(10)
            go.wait(10)

    holders = [threading.Thread(target=hold) for _turn in range(hashing.AT_ONCE)]
    for holder in holders:
        holder.start()
    inside.wait(10)
    hasher = hashing.BoundedArgon2()
    with pytest.raises(hashing.Busy):
        hasher.encode("password", "salt of the earth")
    go.set()
    for holder in holders:
        holder.join(10)
    encoded = hasher.encode("password", "salt of the earth")
    assert hasher.verify("password", encoded)


def test_who_is_told_to_come_back_hears_when(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_self: Account, _password: str) -> bool:
        raise hashing.Busy

    monkeypatch.setattr(Account, "check_password", busy)
    answer = Api().post(LOGIN, {"email": world.ben.email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "1")


# --- Origins, and the table of rights


@pytest.mark.parametrize(
    "origin",
    ["null", "https://evil.example", "http://localhost.evil.example", "http://evil-localhost", "http://127.0.0.1:8000"],
)
@pytest.mark.parametrize("method", ["get", "options", "post"])
def test_no_other_origin_is_ever_allowed_to_read(world: World, origin: str, method: str) -> None:
    ben = world.browser(world.ben)
    for path in ("/api/v1/me", "/api/v1/tickets", "/_allauth/browser/v1/auth/session", "/agent/"):
        answer = getattr(ben.client, method)(path, headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")], path


def test_the_table_of_rights(world: World) -> None:
    ana = world.browser(world.ana)
    ana.patch(f"/people/{world.ben.id}", {"granted": ["tickets.spam"]})
    shown = fits(world.browser(world.lin).get("/roles"), role_shapes.RolesShown)
    assert [role["key"] for role in shown["roles"]] == ["admin", "manager", "supervisor", "agent", "light_agent"]
    assert [one["name"] for one in shown["roles"][3]["people"]] == ["Ben", "Cai"]
    spam = next(right for right in shown["rights"] if right["key"] == "tickets.spam")
    assert ("supervisor" in spam["roles"], spam["grantable"], [one["name"] for one in spam["granted"]]) == (
        True,
        ["agent"],
        ["Ben"],
    )


def test_nobody_acts_for_somebody_else(world: World) -> None:
    """There is no impersonation but in the demonstration, which is closed in a real installation (sec:G-14)."""
    answer = world.browser(world.ana).post("/demo/sign-in", {"person_id": str(world.ben.id)})
    assert answer.status_code == 404
