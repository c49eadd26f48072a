"""The floors of the house, as contracts in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys

from tests.conventions.sources import ROOT


def test_the_contracts_hold() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=55, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_programs_that_need_no_database_start_without_settings() -> None:
    """`mail inspect`, `mail trim` and `html sanitise` run anywhere."""
    program = (
        "import sys, tandem.cli.mail_inspect, tandem.cli.mail_trim, tandem.cli.html_sanitise;"
        "from django.conf import settings; print(settings.configured, 'tandem.settings' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=55, check=False
    )
    assert done.stdout.strip() == "False False", done.stderr
