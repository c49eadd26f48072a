"""What the rig changes inside the product is still there: behind a renamed constant it would wait, and break nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from faults.broken.builds import BUILDS
from faults.experiments import EXPERIMENTS
from faults.inside.pace import DEFAULTS, TIMES
from faults.nemesis import EVERY_POINT, FETCHING
from tests.conventions.sources import ROOT, sources

#: Everything that the hooks are set on, loaded as the product loads it.
_LOAD = """
import importlib, sys
for name in sys.argv[1].split(","):
    importlib.import_module(name).apply()
from faults.inside.hooks import _finder
import django
django.setup()
for name in list(_finder.changes):
    importlib.import_module(name)
print("loaded", sum(map(len, _finder.changes.values())))
"""


def test_every_hook_finds_what_it_changes(tmp_path: Path) -> None:
    inside = {
        name for one in (*EXPERIMENTS.values(), *(build for build, _breaks in BUILDS.values())) for name in one.inside
    }
    inside |= {"faults.inside.haste", "faults.inside.moved"}
    names = ["faults.inside.pace", *sorted(inside)]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {
        "TANDEM_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tandem.settings",
        "FAULTS_CLOCK": str(tmp_path / "clock"),
    }
    command = [sys.executable, "-c", _LOAD, ",".join(names)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) == len({*TIMES, *DEFAULTS}) + len(inside) + 1, "moved has two"


def test_every_stop_point_of_the_schedule_is_in_the_product() -> None:
    product = "\n".join(source.text for source in sources("tandem"))
    assert [point for point in (*EVERY_POINT, *FETCHING) if f'stop_points.reach("{point}")' not in product] == []


def test_the_rig_does_not_change_the_product_by_switches() -> None:
    assert [source.name for source in sources("tandem") if "FAULTS_INSIDE" in source.text] == []
