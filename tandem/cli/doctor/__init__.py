"""`tandem doctor [--json] [--all]`: whether everything is as it has to be. Never prints a secret or a word of a customer."""

from __future__ import annotations

import argparse
import json
import os
import sys

import django

from tandem.cli.doctor.finding import Level

_SIGNS = {Level.GOOD: "ok     ", Level.WARNING: "warning", Level.BAD: "BAD    "}


def run(arguments: list[str]) -> int:
    """Examine and tell. 0 when nothing is bad (warnings may be), 1 when something is."""
    parser = argparse.ArgumentParser(prog="tandem doctor", description="Whether everything is as it has to be.")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    parser.add_argument(
        "--all", action="store_true", help="read every file instead of a sample, and all of the database"
    )
    wanted = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tandem.cli.doctor.examination import examine

    findings = list(examine(everything=wanted.all))
    bad = any(finding.level == Level.BAD for finding in findings)
    if wanted.json:
        shown = [{"check": one.check, "level": one.level, "says": one.says} for one in findings]
        sys.stdout.write(json.dumps({"healthy": not bad, "findings": shown}, indent=2) + "\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{_SIGNS[finding.level]}  {finding.check}: {finding.says}\n")
    return 1 if bad else 0
