"""The page of the workspace: one document, a fresh nonce, a strict policy, nothing that a value could break out of."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pytest_django import Settings

from tandem.api.shell import inert_json
from tandem.people.installation import DEMO, record_fact
from tests.world import HOST, Api

PAGE = '<script nonce="__CSP_NONCE__" type="application/json" id="boot">__BOOT__</script><p nonce="__CSP_NONCE__">'


@pytest.fixture
def built(tmp_path: Path, settings: Settings, db: None) -> Api:
    (tmp_path / "index.html").write_text(PAGE)
    settings.WEB_BUILD = tmp_path
    return Api()


def test_the_root_leads_to_the_workspace() -> None:
    answer = Api().client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/agent/")


@pytest.mark.parametrize("path", ["/agent/", "/agent/tickets/1001", "/agent/settings/people"])
def test_every_address_of_the_workspace_is_one_page(built: Api, path: str) -> None:
    answer = built.client.get(path)
    assert answer.status_code == 200
    nonce = re.search(r'nonce="([^"]+)"', answer.content.decode())
    assert nonce is not None
    policy = answer["Content-Security-Policy"]
    assert f"script-src 'self' 'nonce-{nonce[1]}'" in policy
    assert "unsafe" not in policy
    assert f"connect-src 'self' ws://{HOST};" in policy
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"):
        assert rule in policy
    assert "no-cache" in answer["Cache-Control"]
    assert "csrftoken" in answer.cookies
    # A nonce itself may hold two underscores.
    assert not re.search(r"__[A-Z_]+__", answer.content.decode().replace(nonce[1], ""))


def test_a_nonce_is_used_once(built: Api) -> None:
    assert len({built.client.get("/agent/")["Content-Security-Policy"] for _ in range(5)}) == 5


def test_the_boot_data_tell_language_and_demonstration(built: Api) -> None:
    record_fact(DEMO, "true")
    page = built.client.get("/agent/", headers={"Accept-Language": "zh-CN"}).content.decode()
    boot = re.search(r'id="boot">(.*?)</script>', page)
    assert boot is not None
    assert json.loads(boot[1]) == {"language": "zh-CN", "demo": True}


def test_no_value_can_end_the_script_element() -> None:
    value = {"name": "</script><!--\u2028&"}
    text = inert_json(value)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


def test_without_a_build_the_page_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    settings.WEB_BUILD = tmp_path / "nothing"
    answer = Api().client.get("/agent/")
    assert answer.status_code == 503
    assert b"make setup" in answer.content


def test_the_page_is_only_read(built: Api) -> None:
    assert built.client.post("/agent/").status_code == 405
