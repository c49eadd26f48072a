"""Real mail servers, started for these tests alone: run by `.ci/run`, not by `make test`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.email.conftest import mailbox as mailbox
from tests.channels.email.conftest import second_mailbox as second_mailbox
from tests.servers.dovecot import Dovecot


@pytest.fixture(scope="session")
def _dovecot() -> Iterator[Dovecot]:
    made = Dovecot()
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def dovecot(_dovecot: Dovecot, settings: Any, monkeypatch: Any) -> Dovecot:
    """Mailboxes may use it, and its certificate is trusted."""
    settings.MAIL_HOSTS_ALLOW = ["127.0.0.0/8", "::1/128"]
    monkeypatch.setenv("SSL_CERT_FILE", str(_dovecot.home / "cert.pem"))
    return _dovecot
