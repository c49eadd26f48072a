"""The installation as a whole: whether it is set up, whether it is a demonstration, where it is reached."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

from tandem.people.models import InstallationFact, Person
from tandem.people.roles import ADMIN

DEMO: Final = "demo"
PUBLIC_URL: Final = "public_url"
SET_UP_AT: Final = "set_up_at"
#: The file with the code that the first admin types, readable by the operator only.
CODE_FILE: Final = "setup_code"


def fact(key: str) -> str | None:
    """What is recorded under a key, None if nothing is."""
    return InstallationFact.objects.filter(key=key).values_list("value", flat=True).first()


def record_fact(key: str, value: str) -> None:
    """Record something of the installation, in place of what was recorded before."""
    InstallationFact.objects.update_or_create(key=key, defaults={"value": value})


def is_demo() -> bool:
    """Whether this is the demonstration, in which everybody may take any part."""
    return fact(DEMO) == "true"


def is_set_up() -> bool:
    """Whether somebody can administer this installation; until then only the first run is open."""
    return Person.objects.filter(role=ADMIN).exists()


def public_url() -> str:
    """The address under which people reach this installation: what the operator's environment says, else what was set up."""
    if os.environ.get("TANDEM_PUBLIC_URL"):
        return str(settings.PUBLIC_URL)
    return fact(PUBLIC_URL) or str(settings.PUBLIC_URL)


def setup_code() -> str | None:
    """The code of the first run, made when it is first asked for; None once the installation is set up.

    Whoever reads the server's output or its folder may become the first admin, and nobody else (sec:G-10).
    """
    if is_set_up():
        return None
    path = Path(settings.HOME) / CODE_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    code = "-".join(secrets.token_hex(2) for _ in range(4))
    with os.fdopen(handle, "w") as file:
        file.write(code)
    return code


def is_setup_code(given: str) -> bool:
    """Whether this is the code of the first run, compared in constant time."""
    code = setup_code()
    return code is not None and hmac.compare_digest(code.encode(), given.strip().lower().encode())


def forget_setup_code() -> None:
    """The first run is over."""
    (Path(settings.HOME) / CODE_FILE).unlink(missing_ok=True)
