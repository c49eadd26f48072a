"""The installation's secret key: from the environment, else made once and kept beside the database, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key of this installation. Two processes that start at once agree: the first to create the file wins."""
    given = os.environ.get("TANDEM_SECRET_KEY")
    if given:
        return given
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
