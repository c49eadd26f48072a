"""Sealed secrets: opened by old keys, not for another purpose, and as they were stored before there was one way to seal."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from cryptography.fernet import Fernet

from tandem.infra.sealing import CannotBeOpened, seal, unseal
from tandem.people.second_factors import FactorAdapter


def test_it_comes_back_and_never_looks_the_same() -> None:
    first, second = seal("s3cret 密码", "a"), seal("s3cret 密码", "a")
    assert first != second and "s3cret" not in first
    assert unseal(first, "a") == unseal(second, "a") == "s3cret 密码"


def test_it_does_not_open_for_another_purpose_or_when_it_was_touched() -> None:
    sealed = seal("s3cret", "a")
    for wrong, purpose in ((sealed, "b"), (sealed[:-4] + "AAA=", "a"), ("", "a"), ("nothing", "a"), ("é", "a")):
        with pytest.raises(CannotBeOpened):
            unseal(wrong, purpose)


def test_keys_that_were_in_use_still_open(settings: Any) -> None:
    settings.SECRET_KEY = "old"
    sealed = seal("s3cret", "a")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["older", "old"]
    assert unseal(sealed, "a") == "s3cret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CannotBeOpened):
        unseal(sealed, "a")


def test_second_factors_that_were_stored_before_still_open(settings: Any) -> None:
    key = base64.urlsafe_b64encode(
        hashlib.sha256(b"tandem.people.second_factors\0" + settings.SECRET_KEY.encode()).digest()
    )
    stored = Fernet(key).encrypt(b"JBSWY3DPEHPK3PXP").decode()
    assert FactorAdapter().decrypt(stored) == "JBSWY3DPEHPK3PXP"
